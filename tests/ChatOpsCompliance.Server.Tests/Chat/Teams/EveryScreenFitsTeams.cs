using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat.Teams;
using ChatOpsCompliance.Server.Web;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>Whatever a review holds and however far it is: what goes out is small enough for Teams, is of schema 1.5, and says everything.</summary>
public sealed class EveryScreenFitsTeams(ITestOutputHelper output)
{
    private const int States = 10_000;

    private const string Key = "01890000-0000-7000-8000-0000000000ff";

    [Fact]
    public void In_ten_thousand_states()
    {
        var faults = new List<string>();
        var (screens, alone) = (0, 0);
        // Without a bound it takes each thread that the pool adds, and tests that run beside it wait for theirs.
        Parallel.For(0, States, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            var (forms, cards) = new AnyReview(seed).Screens();
            foreach (var form in forms)
            {
                var card = TeamsCards.Of(ShownForm.Fresh(form), key: Key);
                Judge(seed, card, form.Title, faults);
                Interlocked.Increment(ref screens);
                if (AdaptiveCard15.All(card).All(a => a["data"]?["shown"] is null)) Interlocked.Increment(ref alone);
            }

            foreach (var card in cards)
            {
                Judge(seed, TeamsCards.Of(card, Key), card.Summary, faults);
                foreach (var part in TeamsCards.Split(card)) Judge(seed, part, card.Summary, faults);
            }
        });

        Found.Nothing(faults.Take(20));
        output.WriteLine($"{screens} forms, {alone} of them without room for themselves");
        Assert.True(alone < screens / 1000, $"{alone} of {screens} forms could not be drawn again as they were typed");
    }

    [Fact]
    public void And_says_all_that_the_form_says()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            foreach (var form in new AnyReview(seed).Screens().Forms)
            {
                var text = Joined(string.Join('\n', Texts(TeamsCards.Of(ShownForm.Fresh(form)))));
                var said = form.Blocks.SelectMany(b => b switch
                {
                    Tick t => t.Options.SelectMany(o => new[] { o.Label, o.Hint }).Prepend(t.Label),
                    Choose c => c.Options.Where(o => o.Label.Length <= 75).Select(o => o.Label).Prepend(c.Hint).Prepend(c.Label),
                    Paragraph p => [p.Text],
                    Note n => [n.Text],
                    Heading h => [h.Text],
                    _ => Array.Empty<string?>(),
                });
                foreach (var words in said.Append(form.Submit.Label).Append(form.Banner).OfType<string>())
                    if (!text.Contains(Joined(words), StringComparison.Ordinal)) Assert.Fail($"seed {seed}: “{words}” is not there in full.");
            }
        }
    }

    [Fact]
    public void A_message_that_is_too_long_keeps_its_buttons_and_says_so()
    {
        var buttons = new Buttons([.. Enumerable.Range(1, 20).Select(n => new Button(new("x.y"), $"Press {n}", new Values { ["n"] = $"{n}" }))]);
        var card = new Card("Long", [new Heading("Long"), buttons, .. Enumerable.Range(1, 200).Select(n => new Paragraph(new string('世', 400) + n)), buttons]);

        var message = TeamsCards.Of(card, Key, "Saved.");

        Assert.Empty(AdaptiveCard15.Faults(message));
        Assert.Equal(40, AdaptiveCard15.All(message).Count(a => (string?)a["verb"] == "x.y"));
        Assert.Contains("There is more than one message holds. The rest is in the console.", Texts(message));
        Assert.Contains("Saved.", Texts(message));
        var parts = TeamsCards.Split(card).ToList();
        Assert.All(parts, p => Assert.Empty(AdaptiveCard15.Faults(p)));
        Assert.Equal(200, parts.SelectMany(Texts).Count(t => t[0] == '世'));
    }

    [Fact]
    public void What_no_card_holds_is_refused_whole() => Assert.Throws<TooLargeForTeamsException>(() =>
        TeamsCards.Of(ShownForm.Fresh(new("Long", [.. Enumerable.Range(1, 200).Select(n => new Paragraph(new string('世', 400) + n))], new Button(new("x.y"), "Send", Values.None), [], Values.None))));

    private static void Judge(int seed, JsonObject card, string what, List<string> faults)
    {
        var found = AdaptiveCard15.Faults(card).ToList();
        if (found.Count == 0) return;
        lock (faults) faults.AddRange(found.Select(f => $"{seed}, {what}: {f}"));
    }

    private static IEnumerable<string> Texts(JsonObject card) => AdaptiveCard15.All(card)
        .SelectMany(e => new[] { "text", "title", "tooltip", "label" }.Select(name => (string?)e[name]).Concat((e["choices"] as JsonArray ?? []).Select(c => (string?)c!["title"]))).OfType<string>();

    /// <summary>Without what can't be seen: neutral characters, and lines, which may be broken elsewhere.</summary>
    private static string Joined(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c) && c is not ('\u200B' or '\uFFFD'))).Replace('`', 'ˋ');
}
