using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat.Slack;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>Whatever a review holds and however far it is: what goes out is within every limit that Slack documents, says everything, and is dead text.</summary>
public sealed class EveryScreenFitsSlack
{
    private const int States = 10_000;

    [Fact]
    public void In_ten_thousand_states()
    {
        var faults = new List<string>();
        // Without a bound it takes each thread that the pool adds, and tests that run beside it wait for theirs.
        Parallel.For(0, States, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            var (forms, cards) = new AnyReview(seed).Screens();
            foreach (var form in forms) Judge(seed, SlackView.Of(form), form.Title, faults);
            foreach (var card in cards)
            {
                Judge(seed, Message(card, SlackBlocks.Of(card)), card.Summary, faults);
                foreach (var part in SlackBlocks.Split(card)) Judge(seed, Message(card, part), card.Summary, faults);
            }
        });

        Found.Nothing(faults.Take(20));
    }

    [Fact]
    public void And_what_stands_above_a_field_is_not_read_as_the_end_of_the_one_before()
    {
        var about = new string('x', SlackText.Hint + 1);
        var view = SlackView.Of(new("Two", [new Choose("a", "A", [new("1", "One")], null, Hint: about), new Choose("b", "B", [new("1", "One")], null, Hint: about)], new Button(new("x"), "Send", Values.None), [], Values.None));

        Assert.Equal(["section", "input", "divider", "section", "input"], view["blocks"]!.AsArray().Select(b => b!["type"]!.GetValue<string>()));
    }

    [Fact]
    public void And_says_all_that_the_form_says()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            foreach (var form in new AnyReview(seed).Screens().Forms)
            {
                var text = string.Join('\n', Texts(SlackView.Of(form)).Select(t => t.Text));
                foreach (var field in form.Blocks.OfType<Tick>())
                    foreach (var option in field.Options)
                    {
                        Says(text, option.Label, seed);
                        Says(text, option.Hint ?? "", seed);
                    }

                foreach (var field in form.Blocks.OfType<Choose>())
                {
                    Says(text, field.Label, seed);
                    Says(text, field.Hint ?? "", seed);
                    if (field.Options.Count <= 15) foreach (var option in field.Options) Says(text, option.Label, seed);
                }

                foreach (var paragraph in form.Blocks.OfType<Paragraph>()) Says(text, paragraph.Text, seed);
                Says(text, form.Submit.Label, seed);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Hostiles))]
    public void And_nothing_in_it_is_live(string hostile)
    {
        var card = new Card(hostile, new Heading(hostile), new Paragraph(hostile), new Note(hostile), new Facts((hostile, hostile)), new Progress(1, 2, hostile), new Buttons(new Button(new("x"), hostile, new Values { ["a"] = hostile })));
        var form = new Form(hostile, [.. card.Blocks, new Choose("c", hostile, [new("1", hostile, hostile)], "1", Hint: hostile), new Tick("t", hostile, [new("1", hostile, hostile)]), new Write("w", hostile, hostile)], new Button(new("x"), hostile, Values.None), [], Values.None) { Banner = hostile };

        Assert.Empty(Live(Message(card, SlackBlocks.Of(card))));
        Assert.Empty(Live(SlackView.Of(form)));
    }

    [Fact]
    public void An_instant_stands_in_the_zone_of_whoever_reads_it_too()
    {
        var blocks = SlackBlocks.Of(new Card("Due", new Note("Due 2026-03-16 17:00 UTC, says “<!channel> 2026-99-16 17:00 UTC *x*”."))).ToJsonString();

        Assert.Contains("<!date^1773680400^{date_short_pretty} {time}|2026-03-16 17:00 UTC>", JsonNode.Parse(blocks)![1]!["elements"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("Your time: <!date^1773680400^{date_short_pretty} {time}|2026-03-16 17:00 UTC>", JsonNode.Parse(blocks)![1]!["elements"]![0]!["text"]!.GetValue<string>());
    }

    [Fact]
    public void Nor_in_a_thousand_hostile_reviews()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var (forms, cards) = new AnyReview(seed).Screens();
            foreach (var form in forms) Assert.Empty(Live(SlackView.Of(form)));
            foreach (var card in cards) Assert.Empty(Live(Message(card, SlackBlocks.Of(card))));
        }
    }

    [Fact]
    public void What_comes_back_from_a_view_is_what_went_out()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            foreach (var form in new AnyReview(seed).Screens().Forms)
            {
                var view = SlackView.Of(form, fromHome: seed % 2 == 0);
                var (verb, values, home) = SlackValues.UnpackView(view["private_metadata"]!.GetValue<string>())!.Value;
                Assert.Equal(form.Submit.Verb, verb);
                Assert.Equal(seed % 2 == 0, home);
                Assert.Equal(form.Rendering(), values[Form.RenderingField]);
                Assert.All(form.Hidden, h => Assert.Equal(form.Submit.Values.Has(h.Key) ? form.Submit.Values[h.Key] : h.Value, values[h.Key]));
            }
        }
    }

    public static TheoryData<string> Hostiles => [.. AnyReview.HostileTexts];

    private static void Judge(int seed, JsonObject payload, string what, List<string> faults)
    {
        var found = SlackLimits.Check(payload);
        if (found.Count == 0) return;
        lock (faults) faults.AddRange(found.Select(f => $"{seed}, {what}: {f}"));
    }

    private static JsonObject Message(Card card, JsonArray blocks) => new() { ["text"] = SlackBlocks.Fallback(card), ["mrkdwn"] = false, ["blocks"] = blocks };

    /// <summary>Text that Slack would read anything from: mrkdwn anywhere, or a fallback that is not escaped.</summary>
    private static IEnumerable<string> Live(JsonObject payload) =>
        Texts(payload).Where(t => (t.Type != "plain_text" || t.Emoji) && !Regex.IsMatch(t.Text, "^Your time: (<!date\\^[0-9]+\\^{date_short_pretty} {time}\\|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2} UTC>( · )?)+$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))).Select(t => t.Text)
            .Concat(payload["text"] is { } fallback && fallback.GetValue<string>().IndexOfAny(['<', '>']) >= 0 ? [fallback.GetValue<string>()] : []);

    /// <summary>Every text object, however deep.</summary>
    private static IEnumerable<(string Type, string Text, bool Emoji)> Texts(JsonNode? node) => node switch
    {
        JsonObject o when o["type"]?.GetValue<string>() is "plain_text" or "mrkdwn" => [(o["type"]!.GetValue<string>(), o["text"]!.GetValue<string>(), o["emoji"]?.GetValue<bool>() != false)],
        JsonObject o => o.SelectMany(p => Texts(p.Value)),
        JsonArray a => a.SelectMany(Texts),
        _ => [],
    };

    /// <summary>Line breaks move where a long text is parted, and lines may be split over sections.</summary>
    private static void Says(string all, string text, int seed)
    {
        var (shown, wanted) = (Joined(all), Joined(text));
        if (!shown.Contains(wanted, StringComparison.Ordinal)) Assert.Fail($"seed {seed}: “{text}” is not there in full.");
    }

    private static string Joined(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
