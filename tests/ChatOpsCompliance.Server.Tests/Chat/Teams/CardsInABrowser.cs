using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat.Teams;
using ChatOpsCompliance.Server.Web;
using Microsoft.Playwright;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>Our cards before the renderer that Teams' own client is made of, with the Markdown that its authors recommend, at its greediest.</summary>
public sealed class CardsInABrowser(Chromium browser) : IClassFixture<Chromium>
{
    /// <summary>Some seven screens each.</summary>
    private const int States = 60;

    private const int Names = 1000;

    private static readonly Values Ids = new() { ["campaign"] = "01890000-0000-7000-8000-0000000000c1" };

    private static readonly Form Everything = new(
        "Quarterly access review: page 1 of 2",
        [
            new Progress(3, 8, "chosen, not signed yet"),
            new Heading("Ada Novak"),
            new Choose("d1", "payments: admin on github, production — Ada Novak", [.. Enumerable.Range(1, 9).Select(n => new Option($"{n}", $"Keep: reason {n}"))], "2", new Verb("review.draft"), "Flagged: privileged access.\nAccount ada, last used 2026-02-20."),
            new Write("w1", "The reason in your own words", "On call", OnChange: new("review.draft")),
            new Buttons(new Button(new("review.page"), "Revoke everything of Ada Novak…", Values.None), new Button(new("review.page"), "Ada Novak, one by one…", Values.None)),
            new Heading("Ben Weber"),
            new Tick("x2", "Tick what Ben Weber should lose", [new("2", "web: write on aws", "Account ben, last used 2026-02-20."), new("3", "docs: write on github", "Account ben. Unknown: since when.")], ["3"]),
            new Choose("why", "Why do the ticked ones go?", [new("moved", "moved team"), new("left", "left the company")], null),
            new Write("note", "Note (optional)", Long: true),
            new Attach("file", "What shows it", "Such as a screenshot."),
            new Note("Due 2026-03-16 17:00 UTC. It counts when you sign."),
        ],
        new Button(new("review.page"), "Save, next page", new Values { ["to"] = "next" }, ButtonStyle.Primary),
        [new Button(new("review.page"), "Sign this page", Values.None), new Button(new("review.page"), "Back", Values.None)],
        Ids);

    private static readonly Card Message = new(
        "Two wait",
        new Heading("Quarterly access review, 2026-03-01"),
        new Paragraph("2 items wait for your decision."),
        new Facts(("State", "Open"), ("Due", "2026-03-16 17:00 UTC")),
        new Progress(6, 8, "decided"),
        new Divider(),
        new Paragraph("Ada Novak: payments: admin on github"),
        new Buttons(new Button(new("a.b"), "Keep payments: admin of Ada Novak", Ids), new Button(new("a.b"), "Revoke payments: admin of Ada Novak…", Ids, ButtonStyle.Danger)),
        new Links([new("The review in the console", new("https://review.example/console"))]));

    [Fact]
    public async Task Are_parsed_without_a_word_and_drawn_dead()
    {
        var cards = new List<JsonObject>();
        for (var seed = 0; seed < States; seed++)
        {
            var (forms, messages) = new AnyReview(seed).Screens();
            cards.AddRange(forms.Select(f => TeamsCards.Of(ShownForm.Fresh(f), "Saved.", "k")));
            cards.AddRange(messages.Select(m => TeamsCards.Of(m, "k", "Saved.")));
        }

        var text = new AnyReview(Names);
        foreach (var name in Enumerable.Range(0, Names).Select(n => n < AnyReview.HostileTexts.Count ? AnyReview.HostileTexts[n] : text.Text(300)).Append("{{DATE(2026-03-16T17:00:00Z)}} {{TIME(2026-03-16T17:00:00Z)}} <at>Mia Keller</at> [x]: https://evil.example"))
        {
            var all = Everything with { Title = name, Banner = name, Blocks = [new Heading(name), new Paragraph(name), new Facts((name, name)), new Choose("a", name, [new("1", name, name)], "1"), new Choose("b", name, [.. Enumerable.Range(1, 7).Select(n => new Option($"{n}", name))], "1", Hint: name), new Tick("c", name, [new("1", name, name)]), new Write("d", name, "")] };
            cards.Add(TeamsCards.Of(ShownForm.AsTyped(all, Values.None, new Dictionary<string, string> { ["a"] = name }), name, "k"));
            cards.Add(TeamsCards.Of(new Card(name, [.. all.Blocks.Take(3), new Buttons(new Button(new("a.b"), name, new Values { ["n"] = name }))]), "k", name));
        }

        var page = await Page();
        foreach (var some in cards.Chunk(100)) Found.Nothing((await Judge(page, some)).SelectMany(f => f).Take(20));
    }

    [Theory]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"RichTextBlok","inlines":[]}]}""", "Unknown element type")]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"Input.Text","id":"a","labelPosition":"inline"}]}""", "is supported in version 1.6")]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock","text":"x","wrapp":true}]}""", "wrapp is lost")]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"Input.Text","id":"a","label":"A","isRequired":true}]}""", "should have an error message")]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock","text":"see https://evil.example"}]}""", "is live")]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"Input.ChoiceSet","id":"a","label":"A","style":"expanded","choices":[{"title":"*x*","value":"1"}]}]}""", "is live")]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"RichTextBlock","inlines":[{"type":"TextRun","text":"{{DATE(2026-03-16T17:00:00Z)}}"}]}]}""", "would become a date")]
    public async Task And_it_would_say_so(string card, string fault) =>
        Assert.Contains(await Judge(await Page(), [JsonNode.Parse(card)!.AsObject()]), f => f.Any(w => w.Contains(fault, StringComparison.Ordinal)));

    [Theory]
    [InlineData(360)]
    [InlineData(720)]
    public async Task Are_readable_by_everybody(int width)
    {
        var mistakes = new Dictionary<string, string> { ["w1"] = "Say why in a word more.", ["elsewhere"] = "Somebody else decided this meanwhile." };
        var page = await Page(width);

        var faults = await Judge(page, [TeamsCards.Of(ShownForm.AsTyped(Everything, new() { ["d1"] = "3", ["x2"] = "2,3" }, mistakes), "That can't be sent like this yet.", "k"), TeamsCards.Of(Message, "k", "Recorded: keep web: write of Ben Weber.")]);

        await Chromium.Shot(page, $"teams-{width}");
        Found.Nothing(faults.SelectMany(f => f));
        await Chromium.IsAccessible(page);
        Assert.Equal("3", await page.EvaluateAsync<string>("document.querySelector('select').value"));
        Assert.Equal(2, await page.Locator("input[type=checkbox]:checked").CountAsync());
    }

    [Fact]
    public async Task What_is_filled_in_there_comes_back()
    {
        var page = await Page();
        await Judge(page, [TeamsCards.Of(ShownForm.Fresh(Everything), key: "k")]);

        await page.SelectOptionAsync("select", "5");
        await page.FillAsync("input[type=text]", "two\u00A0words");
        await page.Locator("input[type=checkbox]").Nth(1).UncheckAsync();
        await page.FillAsync("textarea", "one\ntwo");
        await page.ClickAsync("text=Save, next page");

        var press = TeamsValues.Unpack(JsonDocument.Parse(await page.EvaluateAsync<string>("pressed")).RootElement)!;
        Assert.Equal(new Verb("review.page"), press.Verb);
        Assert.Equal("k", press.Key);
        Assert.Equal(["d1=5", "file=", "note=one\ntwo", "to=next", "w1=two\u00A0words", "why=", "x2="], press.Values.Where(v => v.Key is not ("campaign" or Form.RenderingField)).Select(v => $"{v.Key}={v.Value}"));
        Assert.Equal(Everything.Rendering(), press.Values[Form.RenderingField]);
        Assert.Equal(Everything.Sketch(), press.Shown!.Form.Sketch());
    }

    private async Task<IPage> Page(int width = 720)
    {
        var page = await browser.Open(new("about:blank"), "about:blank", width, 900);
        await page.SetContentAsync("<!doctype html><html lang=en><title>Cards</title><body><main><h1 style='font-size:14px'>Cards</h1></main>");
        foreach (var script in new[] { "adaptivecards/dist/adaptivecards.min.js", "markdown-it/dist/markdown-it.min.js" }) await page.AddScriptTagAsync(new() { Path = Peers.Npm(script) });
        await page.AddScriptTagAsync(new() { Path = Path.Combine(Peers.Folder, "adaptive-cards.js") });
        return page;
    }

    private static async Task<string[][]> Judge(IPage page, IReadOnlyList<JsonObject> cards) =>
        JsonSerializer.Deserialize<string[][]>(await page.EvaluateAsync<string>("cards => JSON.stringify(JSON.parse(cards).map(judge))", $"[{string.Join(',', cards.Select(c => c.ToJsonString(TeamsCards.Json)))}]"))!;
}
