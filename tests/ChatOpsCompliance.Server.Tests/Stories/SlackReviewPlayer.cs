using System.Text.Json.Nodes;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Tests.Chat.Slack;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary><see cref="ReviewPlayer"/> on Slack: one reviewer goes through a whole review in modals. Each choice, tick and press is one interaction.</summary>
/// <param name="wanted">What they think of an item, as the form's options say it.</param>
internal sealed class SlackReviewPlayer(FakeSlack slack, FakeSlackPerson person, IEnumerable<ReviewItem> mine, Func<ReviewItem, string> wanted)
{
    private const string Revoke = "Revoke: ";

    private readonly Dictionary<int, ReviewItem> items = mine.ToDictionary(i => i.Ordinal);

    /// <summary>The ordinals of all that stood on a screen, whose names were read there.</summary>
    public HashSet<int> Shown { get; } = [];

    public int Screens { get; private set; }

    /// <summary>What the last screen said before it was signed.</summary>
    public string Signed { get; private set; } = "";

    public async Task<string> Play(string open)
    {
        await person.Open(open);
        while (person.Modal!.Sent["submit"] is { } submit)
        {
            Screens++;
            Assert.True(Screens < 40, $"It does not end:\n{person.ModalText}");
            if (SlackReading.Of(submit).StartsWith("Sign ", StringComparison.Ordinal)) Signed = person.ModalText;
            else if (Apart() is { } apart)
            {
                await person.Turn(apart);
                continue;
            }
            else await Screen();

            await person.Submit();
            Assert.Empty(person.Mistakes);
        }

        return person.ModalText;
    }

    private IEnumerable<JsonObject> Inputs(params char[] kinds) => person.Modal!.Blocks.OfType<JsonObject>().Where(b => SlackReading.Word(b, "type") == "input" && kinds.Contains(SlackReading.Word(b, "block_id")[0]));

    /// <summary>The button “one by one”, when not all that is asked together is wanted the same.</summary>
    private string? Apart() => Inputs('d').Select(Ordinals).Where(o => o.Select(n => wanted(items[n])).Distinct().Count() > 1).Select(o => $"{ReviewWords.Holder(items[o[0]])}, one by one…").FirstOrDefault();

    private async Task Screen()
    {
        var text = person.ModalText;
        foreach (var field in Inputs('d', 'x').ToList())
        {
            foreach (var ordinal in Ordinals(field))
            {
                Assert.Contains(ReviewWords.Title(items[ordinal]), text, StringComparison.Ordinal);
                Shown.Add(ordinal);
            }

            var label = SlackReading.Of(field["label"]);
            if (SlackReading.Word(field, "block_id")[0] == 'd') await person.Choose(label, wanted(items[Ordinals(field)[0]]));
            else await Tick(label, field);
        }

        if (person.Modal!.Blocks.OfType<JsonObject>().FirstOrDefault(b => SlackReading.Word(b, "block_id") == ReviewVerbs.Why) is not { } why) return;
        var hash = person.Modal!.Hash;
        await person.Choose(SlackReading.Of(why["label"]), wanted(items.Values.First(i => Shown.Contains(i.Ordinal) && !i.Flagged && Goes(i)))[Revoke.Length..]);
        await slack.Until(() => person.Modal!.Hash != hash, "the button to know the reason");
    }

    private async Task Tick(string label, JsonObject field)
    {
        var going = SlackReading.Options((JsonObject)field["element"]!).Where(o => Goes(items[int.Parse(SlackReading.Word(o, "value"), System.Globalization.CultureInfo.InvariantCulture)])).Select(o => SlackReading.Of(o["text"])).ToList();
        for (var n = 1; n <= going.Count; n++)
        {
            var hash = person.Modal!.Hash;
            await person.Tick(label, going.Take(n).ToList());
            await slack.Until(() => person.Modal!.Hash != hash, "the button to say what is ticked");
        }
    }

    private static IReadOnlyList<int> Ordinals(JsonObject field) => ReviewInHand.Numbers(SlackReading.Word(field, "block_id")[1..]);

    private bool Goes(ReviewItem item) => wanted(item).StartsWith(Revoke, StringComparison.Ordinal);
}
