using System.Text.Json.Nodes;
using ChatOpsCompliance.Server.Chat.Slack;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>What goes out is what Slack's own SDK for TypeScript would let through.</summary>
public sealed class OurPayloadsAreOfSlacksTypes(ITestOutputHelper output)
{
    /// <summary>Each state has some seven screens; the compiler takes them all in one run.</summary>
    private const int States = 100;

    [Fact]
    public async Task Of_reviews_in_any_state()
    {
        var types = new SlackTypes();
        for (var seed = 0; seed < States; seed++)
        {
            var (forms, cards) = new AnyReview(seed).Screens();
            foreach (var form in forms) types.Add("views.open", new JsonObject { ["trigger_id"] = "1.2.3", ["view"] = SlackView.Of(form) });
            foreach (var card in cards) types.Add("chat.postMessage", new JsonObject { ["channel"] = "C1", ["text"] = SlackBlocks.Fallback(card), ["mrkdwn"] = false, ["blocks"] = SlackBlocks.Of(card) });
        }

        Assert.Equal("", await types.Check());
        output.WriteLine($"{types.Count} payloads");
    }

    /// <summary>All that there is to press is pressed, by four people with different work, and everything has something to show for it.</summary>
    [Fact]
    public async Task Of_a_company_that_presses_every_button()
    {
        await using var on = await CompanyOnSlack.Reviewing(socket: false);
        var (types, pressed) = (new SlackTypes(), 0);
        foreach (var person in new[] { SmallCompany.Mia, SmallCompany.Carla, SmallCompany.Omar, SmallCompany.Grace })
        {
            var everything = new PressingEverything(on.Slack, on.As(person));
            await on.As(person).Sees("");
            await everything.Run();
            pressed += everything.Pressed.Count;
        }

        foreach (var (way, sent) in on.Slack.Outgoing) types.Add(way, sent);
        Found.Nothing(on.Slack.Api.Refused.Select(r => $"{r.Method}: {r.Answer.ToJsonString()}\n{r.Args.ToJsonString()}"));
        Assert.True((await on.Workspace.Verify()).Whole);
        Assert.Equal("", await types.Check());
        output.WriteLine($"{pressed} buttons, {types.Count} payloads");
    }

    [Theory]
    [InlineData("""{"trigger_id":"1","view":{"type":"modal","title":{"type":"mrkdwn","text":"T"},"blocks":[]}}""")]
    [InlineData("""{"trigger_id":"1","view":{"type":"modal","title":{"type":"plain_text","text":"T"},"blocks":[{"type":"sections"}]}}""")]
    [InlineData("""{"trigger_id":"1","view":{"type":"modal","title":{"type":"plain_text","text":"T"},"blocks":[{"type":"input","element":{"type":"plain_text_input"}}]}}""")]
    public async Task And_the_compiler_would_say_so(string call)
    {
        var types = new SlackTypes();
        types.Add("views.open", JsonNode.Parse(call)!);

        Assert.Contains("error TS", await types.Check(), StringComparison.Ordinal);
    }
}
