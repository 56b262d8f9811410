using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>What <c>doctor</c> says of a Slack configuration: everything that is wrong, each with its cure.</summary>
public sealed class DoctorOnSlack : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private FakeSlack slack = null!;

    public async ValueTask InitializeAsync()
    {
        slack = await FakeSlack.Start();
        slack.AddChannel("C0COMPLY", "compliance-team");
    }

    [Fact]
    public async Task All_is_well() => Assert.Equal(
        [
            "ok clock: agrees with Slack's",
            "ok slack bot token: of Fake (T0TEST), as @compliance",
            "ok slack scopes: all 11",
            "ok slack compliance channel: #compliance-team (C0COMPLY), the bot is in it",
            "ok slack app token: opens a socket",
        ],
        await Examine());

    [Fact]
    public async Task Each_missing_scope_is_named()
    {
        slack.Api.Scopes.TryRemove("chat:write", out _);
        slack.Api.Scopes.TryRemove("files:read", out _);

        Assert.Equal(
            [
                "BAD slack scope chat:write: is missing, to post messages and to draw them anew: add it under OAuth & Permissions (or take in manifests/slack/manifest.yaml again) and reinstall the app",
                "BAD slack scope files:read: is missing, to take in a file that somebody attaches as proof: add it under OAuth & Permissions (or take in manifests/slack/manifest.yaml again) and reinstall the app",
            ],
            await Bad());
    }

    [Fact]
    public async Task A_scope_more_than_needed_is_told()
    {
        slack.Api.Scopes["admin"] = true;

        Assert.Contains("ok slack scopes: all 11; not needed: admin", await Examine());
    }

    [Fact]
    public async Task Scopes_that_are_not_told_are_not_held_to_be_missing()
    {
        slack.Api.TellsScopes = false;

        Assert.Empty(await Bad());
        Assert.Contains(await Examine(), f => f.StartsWith("ok slack scopes: this answer does not name them", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_of_another_workspace_is_told_apart() => Assert.Equal(
        ["BAD slack bot token: it is of the workspace Fake (T0TEST), but Slack:Workspace is T0OURS: set Slack:Workspace to T0TEST, or install the app in T0OURS and take that token"],
        await Bad(("Slack:Workspace", "T0OURS")));

    [Theory]
    [InlineData("xoxb-wrong", "Slack answers invalid_auth: give Slack:BotToken the token that begins with xoxb-, from the app's settings, OAuth & Permissions")]
    [InlineData(FakeSlack.AppToken, "Slack answers not_allowed_token_type: Slack:BotToken is a token of another kind; this one begins with xoxb-")]
    public async Task A_token_that_Slack_does_not_take_is_told(string token, string says)
    {
        Assert.Equal([$"BAD slack bot token: {says}"], await Bad(("Slack:BotToken", token)));
    }

    [Fact]
    public async Task A_revoked_token_is_told()
    {
        slack.Api.TokenFault = "token_revoked";

        Assert.Equal(["BAD slack bot token: Slack answers token_revoked: the app was removed from the workspace, or its token was revoked; install it again and give Slack:BotToken the new token"], await Bad());
    }

    [Fact]
    public async Task A_channel_that_is_not_there_or_not_entered_or_archived_is_told()
    {
        slack.AddChannel("C0OUT", "outside").Entered = false;
        slack.AddChannel("C0OLD", "old").Archived = true;

        Assert.Equal(["BAD slack compliance channel: Slack shows the bot no channel #compliance: give Slack:ComplianceChannel a channel's id (C…, at the end of its link); in a private channel, /invite the bot first"], await Bad(("Slack:ComplianceChannel", "#compliance")));
        Assert.Equal(["BAD slack compliance channel: the bot is not in #outside (C0OUT): /invite it there"], await Bad(("Slack:ComplianceChannel", "C0OUT")));
        Assert.Equal(["BAD slack compliance channel: #old (C0OLD) is archived: restore it, or name another in Slack:ComplianceChannel"], await Bad(("Slack:ComplianceChannel", "C0OLD")));
        Assert.Equal(["BAD slack emergency channel: the bot is not in #outside (C0OUT): /invite it there"], await Bad(("Slack:EmergencyChannel", "C0OUT")));
        Assert.Equal(["BAD slack emergency channel: #old (C0OLD) is archived: restore it, or name another in Slack:EmergencyChannel"], await Bad(("Slack:EmergencyChannel", "C0OLD")));
    }

    [Fact]
    public async Task An_app_token_that_opens_no_socket_is_told()
    {
        Assert.Equal(
            ["BAD slack app token: Slack answers not_allowed_token_type: Slack:AppToken is a token of another kind; this one begins with xapp-; and Socket Mode must be switched on in the app's settings"],
            await Bad(("Slack:AppToken", FakeSlack.BotToken)));
        slack.Api.Next("apps.connections.open", new FakeFault { Error = "missing_scope" });
        Assert.Equal(["BAD slack app token: lacks connections:write: make one that has it under Basic Information, App-Level Tokens"], await Bad());
    }

    [Fact]
    public async Task Over_signed_HTTP_no_socket_is_opened()
    {
        Assert.Equal(4, (await Examine(("Slack:Mode", "Http"))).Count);
        Assert.Empty(slack.Api.CallsOf("apps.connections.open"));
    }

    [Theory]
    [InlineData(90, "ahead of")]
    [InlineData(-90, "behind")]
    public async Task A_clock_that_is_off_is_told_before_requests_are_refused(int seconds, string says)
    {
        clock.AdjustTime(DateTimeOffset.UtcNow.AddSeconds(seconds));

        Assert.Matches($"^BAD clock: this machine's is [89][0-9] s {says} Slack's: set it right \\(NTP\\); from 300 s on every request of Slack's is refused$", (await Bad()).Single());
    }

    [Fact]
    public async Task Slack_out_of_reach_is_told() => Assert.StartsWith(
        "BAD slack: http://127.0.0.1:1/api/ can't be reached (ConnectionError): is Slack:ApiBaseUrl right",
        (await Bad(("Slack:ApiBaseUrl", "http://127.0.0.1:1/api/"))).Single(),
        StringComparison.Ordinal);

    public async ValueTask DisposeAsync() => await slack.DisposeAsync();

    private async Task<IReadOnlyList<string>> Bad(params (string Key, string Value)[] settings) => [.. (await Examine(settings)).Where(f => f.StartsWith("BAD", StringComparison.Ordinal))];

    /// <summary>As the verb prints it; Socket Mode unless told otherwise.</summary>
    private async Task<IReadOnlyList<string>> Examine(params (string Key, string Value)[] settings)
    {
        (string, string)[] good =
        [
            ("Slack:Mode", "Socket"), ("Slack:BotToken", FakeSlack.BotToken), ("Slack:AppToken", FakeSlack.AppToken), ("Slack:SigningSecret", FakeSlack.SigningSecret),
            ("Slack:Workspace", FakeSlack.Team), ("Slack:ComplianceChannel", "C0COMPLY"), ("Slack:ApiBaseUrl", slack.ApiAddress.ToString()),
        ];
        var (read, _) = SettingsFile.Load(null, Workspace.Configuration(Path.GetTempPath(), [.. good, .. settings]));
        await using var services = new ServiceCollection().AddLogging().AddCompliance(read).AddSingleton<TimeProvider>(clock).BuildServiceProvider();
        var findings = new List<string>();
        await foreach (var f in services.GetRequiredService<ExamineChat>()(TestContext.Current.CancellationToken)) findings.Add($"{(f.Good ? "ok" : "BAD")} {f.About}: {f.Says}");
        return findings;
    }
}
