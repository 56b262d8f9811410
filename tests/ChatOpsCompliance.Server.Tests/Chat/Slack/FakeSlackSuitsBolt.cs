using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>Slack's own SDK finds our fake to be Slack: it opens, submits, corrects and closes modals, waits when told to, and comes back when its socket ends.</summary>
public sealed class FakeSlackSuitsBolt
{
    private const string Mia = "U0MIA";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task In_a_conversation_with_a_modal(bool socket)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var slack = await Slack(clock);
        await using var app = await BoltApp.Start(slack, socket);
        var mia = slack.As(Mia);
        await mia.Say("buttons");
        await app.Says("asked");

        await mia.Press("open");
        Assert.Equal("exchanged_trigger_id", (await app.Says("failed")).GetProperty("error").GetString());
        await mia.Submit();
        Assert.Equal("Please complete this required field.", mia.Mistakes["Reason"]);
        await mia.Choose("Reason", "Bad");
        var chose = await app.Says("chose");
        Assert.Equal(("bad", "kept"), (chose.GetProperty("value").GetString(), chose.GetProperty("metadata").GetString()));
        await mia.Submit();
        Assert.Equal("Not that one.", mia.Mistakes["Reason"]);
        await mia.Choose("Reason", "Again");
        await app.Says("chose");
        await mia.Submit();
        Assert.Equal("Second", SlackReading.Of(mia.Modal!.Sent["title"]));
        await mia.Choose("Reason", "Good");
        await app.Says("chose");
        await mia.Submit();
        Assert.Null(mia.Modal);
        var thanked = await app.Says("thanked");
        Assert.True(thanked.GetProperty("same").GetBoolean());
        Assert.Equal("1", thanked.GetProperty("id").GetString());

        await mia.Press("open");
        await app.Says("failed");
        await mia.Close();
        await app.Says("closed");

        await mia.Press("keep");
        await app.Says("kept");
        clock.Advance(TimeSpan.FromSeconds(4));
        await mia.Press("use");
        Assert.Equal("expired_trigger_id", (await app.Says("failed")).GetProperty("error").GetString());

        await mia.Press("respond");
        await app.Says("responded");
        Assert.Contains(mia.Messages, m => m is { Text: "Replaced", Blocks.Count: 0 });
        await mia.Command("/review", "status");
        Assert.Equal(("You wrote status", Mia), (mia.Messages[^1].Text, mia.Messages[^1].OnlyFor));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_it_refuses(bool socket)
    {
        await using var slack = await Slack();
        await using var app = await BoltApp.Start(slack, socket);
        var mia = slack.As(Mia);

        slack.Api.Scopes.TryRemove("users:read", out _);
        await mia.Say("people");
        var scope = await app.Says("failed");
        await mia.Say("large");
        var large = await app.Says("failed");
        slack.Api.TokenFault = "token_revoked";
        await mia.Say("people");
        var revoked = await app.Says("failed");

        Assert.Equal(("missing_scope", "users:read"), (scope.GetProperty("error").GetString(), scope.GetProperty("needed").GetString()));
        Assert.Contains("chat:write", scope.GetProperty("provided").GetString(), StringComparison.Ordinal);
        Assert.Equal("invalid_blocks", large.GetProperty("error").GetString());
        Assert.Contains("no more than 50 items allowed [json-pointer:/blocks]", large.GetProperty("messages")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("token_revoked", revoked.GetProperty("error").GetString());
    }

    [Fact]
    public async Task When_it_says_not_so_fast()
    {
        await using var slack = await Slack();
        await using var app = await BoltApp.Start(slack, socket: true);
        var mia = slack.As(Mia);
        slack.Api.Limit("chat.postMessage", perMinute: 600, burst: 5);

        await mia.Say("flood");
        await app.Says("flooded");

        Assert.Equal(Enumerable.Range(1, 8).Select(n => $"Drop {n}"), mia.Messages.Select(m => m.Text).Where(t => t.StartsWith("Drop", StringComparison.Ordinal)));
        Assert.True(slack.Api.CallsOf("chat.postMessage").Count > 8, "Nothing was refused.");
    }

    [Fact]
    public async Task When_a_socket_comes_to_its_end()
    {
        await using var slack = await Slack();
        await using var app = await BoltApp.Start(slack, socket: true);
        var mia = slack.As(Mia);

        await mia.OpenHome();
        await app.Says("home");
        await slack.Sockets.Warn();
        await slack.Sockets.Until(s => s is { Connections: 2, Open: 1 });
        await mia.OpenHome(repeats: 1);
        await app.Says("home");
        var again = await app.Says("home");
        await slack.Sockets.Drop();
        await slack.Sockets.Until(s => s is { Connections: 3, Open: 1 });
        await mia.OpenHome();
        await app.Says("home");

        Assert.Equal(1, again.GetProperty("retry").GetInt32());
        Assert.Equal("Welcome", SlackReading.Of(mia.Home!.Blocks));
        Assert.Equal(slack.Sockets.Acknowledged.Count, slack.Sockets.Acknowledged.Distinct().Count());
    }

    private static async Task<FakeSlack> Slack(TimeProvider? clock = null)
    {
        var slack = await FakeSlack.Start(clock);
        slack.AddUser(Mia, "Mia Keller", "mia@example.com");
        return slack;
    }
}
