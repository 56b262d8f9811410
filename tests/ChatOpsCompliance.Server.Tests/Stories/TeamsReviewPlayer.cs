using System.Text.Json.Nodes;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat.Teams;
using ChatOpsCompliance.Server.Tests.Chat.Teams;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary><see cref="ReviewPlayer"/> on Teams: one reviewer goes through a whole review on one card. Nothing is saved while they choose, so what depends on a choice comes with the next press.</summary>
/// <param name="wanted">What they think of an item, as the form's options say it.</param>
internal sealed class TeamsReviewPlayer(TeamsPerson person, IEnumerable<ReviewItem> mine, Func<ReviewItem, string> wanted)
{
    private const string Revoke = "Revoke: ";

    private static readonly string Choices = TeamsValues.Input("d"), Ticks = TeamsValues.Input("x"), Why = TeamsValues.Input(ReviewVerbs.Why);

    private readonly Dictionary<int, ReviewItem> items = mine.ToDictionary(i => i.Ordinal);

    /// <summary>The ordinals of all that stood on a screen, whose names were read there.</summary>
    public HashSet<int> Shown { get; } = [];

    public int Screens { get; private set; }

    /// <summary>What the last screen said before it was signed.</summary>
    public string Signed { get; private set; } = "";

    public async Task<string> Play(string open)
    {
        var text = await person.Press(open);
        while (await Next() is { } button)
        {
            Screens++;
            Assert.True(Screens < 40, $"It does not end:\n{text}");
            if (button.StartsWith("Sign ", StringComparison.Ordinal)) Signed = text;
            else await Fill(text);
            text = await person.Press(button);
            Assert.Empty(person.Mistakes);
        }

        return text;
    }

    private async Task<string?> Next()
    {
        var buttons = await person.Buttons();
        if (buttons.FirstOrDefault(b => b.StartsWith("Sign ", StringComparison.Ordinal) && b.Contains(" decision", StringComparison.Ordinal)) is { } sign) return sign;
        foreach (var ordinals in (await Inputs(Choices)).Select(Ordinals))
            if (ordinals.Select(o => wanted(items[o])).Distinct().Count() > 1) return $"{ReviewWords.Holder(items[ordinals[0]])}, one by one…";
        return buttons.FirstOrDefault(b => b is "Save, next page" or "Save, and look at what to sign" || b.StartsWith("Keep all ", StringComparison.Ordinal) || b.StartsWith("Keep the other", StringComparison.Ordinal) || (b.StartsWith("Revoke ", StringComparison.Ordinal) && b.Contains(" ticked", StringComparison.Ordinal)));
    }

    private async Task Fill(string text)
    {
        foreach (var field in await Inputs(Choices))
        {
            See(field, text);
            var wish = wanted(items[Ordinals(field)[0]]);
            if (TeamsReading.Choices(field).FirstOrDefault(c => c.Value == TeamsReading.Word(field, "value")).Title != wish) await person.Choose(TeamsReading.Label(field), wish);
        }

        foreach (var field in await Inputs(Ticks))
        {
            See(field, text);
            var going = Ordinals(field).Where(o => Goes(items[o])).Select(o => ReviewWords.Title(items[o])).ToHashSet(StringComparer.Ordinal);
            await person.Tick(TeamsReading.Label(field), [.. TeamsReading.Choices(field).Select(c => c.Title).Where(t => going.Any(g => t.StartsWith(g, StringComparison.Ordinal)))], TeamsReading.Word(field, "id"));
        }

        if ((await Inputs(Why)).FirstOrDefault() is { } why && TeamsReading.Word(why, "value").Length == 0)
            await person.Choose(TeamsReading.Label(why), wanted(items.Values.First(i => Shown.Contains(i.Ordinal) && !i.Flagged && Goes(i)))[Revoke.Length..]);
    }

    private void See(JsonObject field, string text)
    {
        foreach (var ordinal in Ordinals(field))
        {
            Assert.Contains(ReviewWords.Title(items[ordinal]), text, StringComparison.Ordinal);
            Shown.Add(ordinal);
        }
    }

    private async Task<List<JsonObject>> Inputs(string id) => [.. TeamsReading.Inputs(await person.Screen()).Where(i => TeamsReading.Word(i, "id").StartsWith(id, StringComparison.Ordinal))];

    private static IReadOnlyList<int> Ordinals(JsonObject field) => ReviewInHand.Numbers(TeamsReading.Word(field, "id")[Choices.Length..]);

    private bool Goes(ReviewItem item) => wanted(item).StartsWith(Revoke, StringComparison.Ordinal);
}
