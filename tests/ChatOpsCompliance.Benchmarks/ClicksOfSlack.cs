using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Slack;
using ChatOpsCompliance.Server.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsCompliance.Benchmarks;

/// <summary>The request that Slack sends when a reviewer presses Keep on a message, with the message in it; against <c>@slack/bolt</c>.</summary>
/// <param name="api">Of the stand-in.</param>
internal sealed class ClicksOfSlack(Uri api) : ClickKind
{
    public const string Team = "T0BENCH";

    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    private readonly SlackSettings slack = new() { Socket = false, BotToken = "xoxb-bench", AppToken = null, SigningSecret = Secret, ApiBaseUrl = api, Workspace = Team };

    public override string Name => "slack";

    public override string Workspace => Team;

    public override string UserInSql => "'U' || roster_key";

    public override string PeerName => "@slack/bolt + better-sqlite3";

    public override string PeerScript => "bolt.cjs";

    public override string PeerPackage => "@slack/bolt";

    public override IReadOnlyList<string> PeerArguments => [Secret];

    public override string Told => api.ToString();

    public override Settings In(Settings settings) => settings with { Slack = slack, Home = new ChatHome(Name, Team, "C0BENCH") };

    public override void Add(IServiceCollection services, Settings settings, bool onlyVerifies)
    {
        services.AddSlack(slack);
        if (onlyVerifies) services.AddSingleton<SlackHandler>((_, _) => Task.FromResult(SlackAnswer.Empty));
    }

    public override void Map(WebApplication app) => app.MapSlack();

    public override byte[] Request(ClickedCompany company, Uri address, int item, bool acts)
    {
        var user = FormattableString.Invariant($"UV{((item - 1) % company.Reviewers) + 1}");
        var number = item.ToString(CultureInfo.InvariantCulture);
        var button = new Button(ReviewVerbs.Decide, "Keep", new Values { [ReviewVerbs.Campaign] = company.Campaign, [ReviewVerbs.Item] = number, [ReviewVerbs.Option] = "keep" });
        var team = new { id = Team, domain = "bench" };
        var payload = JsonSerializer.Serialize(new
        {
            type = "block_actions",
            user = new { id = user, username = user.ToLowerInvariant(), name = user, team_id = team.id },
            api_app_id = "A0BENCH",
            token = "x",
            container = new { type = "message", message_ts = "1772442000.000100", channel_id = "D0" + user, is_ephemeral = false },
            trigger_id = $"{number}.{Guid.NewGuid():N}",
            team,
            enterprise = (string?)null,
            is_enterprise_install = false,
            channel = new { id = "D0" + user, name = "directmessage" },
            message = new { user = "U0BOT", type = "message", ts = "1772442000.000100", text = "3 items wait for you", blocks = Enumerable.Range(0, 6).Select(n => new { type = "section", block_id = $"b{n}", text = new { type = "mrkdwn", text = $"*Engineer {n}* has _project-{n}: role-{item}_ on the app, in production; last used on 2026-02-28, approved in REQ-{item}." } }) },
            state = new { values = new { } },
            actions = new[] { new { action_id = "decide", block_id = "b1", text = new { type = "plain_text", text = "Keep" }, value = SlackValues.Pack(button), type = "button", action_ts = "1772442001.000200" } },
        });
        var body = Encoding.UTF8.GetBytes("payload=" + WebUtility.UrlEncode(payload));
        var at = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), (byte[])[.. Encoding.ASCII.GetBytes($"v0:{at}:"), .. body]));
        var head = $"POST /slack/interactions HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nX-Slack-Request-Timestamp: {at}\r\nX-Slack-Signature: v0={signature}\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
