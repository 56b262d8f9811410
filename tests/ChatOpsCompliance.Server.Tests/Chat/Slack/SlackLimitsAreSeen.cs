using System.Text.Json.Nodes;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>Each documented limit, kept and passed by one.</summary>
public sealed class SlackLimitsAreSeen
{
    private const string Option = """{"text":{"type":"plain_text","text":"T"},"value":"V"}""", Button = """{"type":"button","text":{"type":"plain_text","text":"T"}}""", Words = """{"type":"mrkdwn","text":"T"}""";

    [Theory]
    [InlineData("title", 24)]
    [InlineData("submit", 24)]
    [InlineData("close", 24)]
    public void Of_a_views_frame(string part, int most) => Turns(most, text => Modal("", $"""
        "{part}":{Plain(text)}
        """));

    [Fact]
    public void Of_a_views_private_metadata() => Turns(3000, text => Modal("", $"""
        "private_metadata":"{text}"
        """));

    [Fact]
    public void Of_what_was_written_before() => Turns(3000, text => Modal("""{"type":"input","label":{"type":"plain_text","text":"T"},"element":{"type":"plain_text_input","initial_value":"@"}}""".Replace("@", text, StringComparison.Ordinal)));

    [Theory]
    [InlineData("""{"type":"header","text":{"type":"plain_text","text":"@"}}""", 150)]
    [InlineData("""{"type":"section","text":{"type":"mrkdwn","text":"@"}}""", 3000)]
    [InlineData("""{"type":"section","fields":[{"type":"mrkdwn","text":"@"}]}""", 2000)]
    [InlineData("""{"type":"divider","block_id":"@"}""", 255)]
    [InlineData("""{"type":"actions","elements":[{"type":"button","action_id":"@","text":{"type":"plain_text","text":"T"}}]}""", 255)]
    [InlineData("""{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"@"}}]}""", 75)]
    [InlineData("""{"type":"actions","elements":[{"type":"button","value":"@","text":{"type":"plain_text","text":"T"}}]}""", 2000)]
    [InlineData("""{"type":"input","label":{"type":"plain_text","text":"@"},"element":{"type":"plain_text_input"}}""", 2000)]
    [InlineData("""{"type":"input","label":{"type":"plain_text","text":"T"},"hint":{"type":"plain_text","text":"@"},"element":{"type":"plain_text_input"}}""", 2000)]
    [InlineData("""{"type":"input","label":{"type":"plain_text","text":"T"},"element":{"type":"plain_text_input","placeholder":{"type":"plain_text","text":"@"}}}""", 150)]
    [InlineData("""{"type":"actions","elements":[{"type":"static_select","options":[{"text":{"type":"plain_text","text":"@"},"value":"V"}]}]}""", 75)]
    [InlineData("""{"type":"actions","elements":[{"type":"static_select","options":[{"text":{"type":"plain_text","text":"T"},"value":"@"}]}]}""", 150)]
    [InlineData("""{"type":"actions","elements":[{"type":"checkboxes","options":[{"text":{"type":"mrkdwn","text":"T"},"value":"V","description":{"type":"mrkdwn","text":"@"}}]}]}""", 75)]
    public void Of_texts(string block, int most)
    {
        Turns(most, text => Modal(block.Replace("@", text, StringComparison.Ordinal)));
        Assert.NotEmpty(SlackLimits.Check(JsonNode.Parse(Modal(block.Replace("@", "", StringComparison.Ordinal)))));
    }

    [Theory]
    [InlineData("static_select", 100)]
    [InlineData("checkboxes", 10)]
    [InlineData("radio_buttons", 10)]
    [InlineData("overflow", 5)]
    public void Of_options(string element, int most) => Counts(most, n => Modal($$"""
        {"type":"actions","elements":[{"type":"{{element}}","options":[{{Times(n, i => Option.Replace("\"V\"", $"\"{i}\"", StringComparison.Ordinal))}}]}]}
        """));

    [Fact]
    public void Of_how_much_there_is_of_anything()
    {
        Counts(100, n => Modal(Times(n, _ => """{"type":"divider"}""")));
        Counts(50, n => $$"""{"text":"T","blocks":[{{Times(n, _ => """{"type":"divider"}""")}}]}""");
        Counts(25, n => Modal($$"""{"type":"actions","elements":[{{Times(n, _ => Button)}}]}"""));
        Counts(10, n => Modal($$"""{"type":"context","elements":[{{Times(n, _ => Words)}}]}"""));
        Counts(10, n => Modal($$"""{"type":"section","fields":[{{Times(n, _ => Words)}}]}"""));
    }

    [Fact]
    public void Of_the_whole()
    {
        string Sections(int n, int length) => Times(n, _ => """{"type":"section","text":@}""".Replace("@", Words.Replace("\"T\"", $"\"{new string('x', length)}\"", StringComparison.Ordinal), StringComparison.Ordinal));

        Assert.Empty(SlackLimits.Check(JsonNode.Parse(Modal(Sections(83, 2900)))));
        Assert.Contains("view_too_large", Assert.Single(SlackLimits.Check(JsonNode.Parse(Modal(Sections(88, 2900))))), StringComparison.Ordinal);
        Assert.Contains("msg_blocks_too_long", Assert.Single(SlackLimits.Check(JsonNode.Parse($$"""{"text":"T","blocks":[{{Sections(5, 2900)}}]}"""))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}""", "already exists")]
    [InlineData("""{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"T"}},{"type":"button","action_id":"a","text":{"type":"plain_text","text":"T"}}]}""", "already exists")]
    [InlineData("""{"type":"actions","elements":[]}""", "at least 1")]
    [InlineData("""{"type":"actions","elements":[{"type":"plain_text_input"}]}""", "unsupported")]
    [InlineData("""{"type":"header","text":{"type":"mrkdwn","text":"T"}}""", "plain_text")]
    [InlineData("""{"type":"section"}""", "missing")]
    [InlineData("""{"type":"sections"}""", "unsupported")]
    [InlineData("""{"type":"actions","elements":[{"type":"static_select","options":[{"text":{"type":"plain_text","text":"T"},"value":"V"}],"initial_option":{"text":{"type":"plain_text","text":"t"},"value":"V"}}]}""", "exactly")]
    [InlineData("""{"type":"actions","elements":[{"type":"static_select","options":[{"text":{"type":"plain_text","text":"T"},"value":"V"},{"text":{"type":"plain_text","text":"U"},"value":"V"}]}]}""", "twice")]
    public void Of_shapes(string blocks, string says) => Assert.Contains(says, Assert.Single(SlackLimits.Check(JsonNode.Parse(Modal(blocks)))), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"blocks":[{"type":"divider"}]}""")]
    [InlineData("""{"text":"","blocks":[{"type":"divider"}]}""")]
    [InlineData("""{"response_action":"errors","errors":{}}""")]
    [InlineData("""{"type":"home","submit":{"type":"plain_text","text":"T"},"blocks":[]}""")]
    [InlineData("""{"view":{"type":"modal","title":{"type":"plain_text","text":"T"},"blocks":[{"type":"input","label":{"type":"plain_text","text":"T"},"element":{"type":"plain_text_input"}}]}}""")]
    public void Of_messages_answers_and_calls(string sent) => Assert.Single(SlackLimits.Check(JsonNode.Parse(sent)));

    private static void Turns(int most, Func<string, string> view) => Counts(most, n => view(new string('x', n)));

    private static void Counts(int most, Func<int, string> view)
    {
        Assert.Empty(SlackLimits.Check(JsonNode.Parse(view(most))));
        Assert.Single(SlackLimits.Check(JsonNode.Parse(view(most + 1))));
    }

    private static string Times(int n, Func<int, string> part) => string.Join(',', Enumerable.Range(0, n).Select(part));

    private static string Plain(string text) => $$"""{"type":"plain_text","text":"{{text}}"}""";

    /// <summary>A modal of these blocks; the frame is usual unless said.</summary>
    private static string Modal(string blocks, string? frame = null)
    {
        var modal = JsonNode.Parse($$"""{"type":"modal","title":{{Plain("T")}},"submit":{{Plain("T")}},"blocks":[{{blocks}}]}""")!.AsObject();
        if (frame is not null)
            foreach (var (name, value) in JsonNode.Parse("{" + frame + "}")!.AsObject()) modal[name] = value?.DeepClone();
        return modal.ToJsonString();
    }
}
