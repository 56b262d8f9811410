using AngleSharp.Dom;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

public sealed class FindingItems(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private string Page => $"/console/campaigns/{host.Campaign.Id}";

    [Theory]
    [InlineData("q=DEPLOY-bot", 2)]
    [InlineData("q=organisation", 3)]
    [InlineData("q=mendes", 2)]
    [InlineData("q=mendes&whole=yes", 2)]
    [InlineData("q=Jonas+Berg", 2)]
    [InlineData("q=100%25", 0)]
    [InlineData("q=_", 0)]
    [InlineData("q=%5B", 0)]
    [InlineData("q=%5C", 0)]
    [InlineData("outcome=undecided", 26)]
    [InlineData("outcome=kept", 0)]
    [InlineData("outcome=nonsense", 26)]
    [InlineData("reviewer=nonsense&after=-4", 26)]
    [InlineData("after=20", 6)]
    [InlineData("after=26", 0)]
    public async Task A_filter_narrows_to_what_it_says(string query, int items)
    {
        using var vera = await host.Visit("Vera");
        var page = await (await vera.Get($"{Page}?{query}")).Page();

        Assert.Equal(items, Rows(page).Count);
    }

    [Fact]
    public async Task Flagged_and_reviewer_narrow_together()
    {
        var mia = await host.Person("Mia");
        using var vera = await host.Visit("Vera");
        var page = await (await vera.Get($"{Page}?flagged=yes&reviewer={mia.Id}&q=tom")).Page();
        var mine = (await host.Read(r => ItemStore.Of(r, host.Campaign.Id, mia.Id))).Where(i => i.Flagged && i.SubjectName == "Tom Baker").ToList();

        Assert.NotEmpty(mine);
        Assert.Equal(mine.Select(i => $"{i.Ordinal}"), Rows(page).Select(r => r.QuerySelector("td")!.TextContent.Trim()));
        Assert.Equal(mia.Id.ToString(), page.QuerySelector("#reviewer option[selected]")!.GetAttribute("value"));
        Assert.Equal("tom", page.QuerySelector("#q")!.GetAttribute("value"));
    }

    [Fact]
    public async Task However_few_are_looked_at_for_a_page_every_item_is_found_once()
    {
        var mia = await host.Person("Mia");
        ItemFilter[] filters = [ItemFilter.None, new(Flagged: true), new(Text: "deploy"), new(Outcome.Undecided, Text: "o"), new(Outcome.Undecided, Reviewer: mia.Id), new(Reviewer: mia.Id, Text: "a"), new(Outcome.Kept), new(Text: "nothing has this")];
        foreach (var filter in filters)
        {
            var (all, matches) = await host.Read(async r => (await ItemSearchStore.Items(r, host.Campaign.Id, filter, 0, 1000), await ItemSearchStore.Matches(r, host.Campaign.Id, filter)));
            var (seen, pages, next) = (new List<int>(), 0, (int?)0);
            for (; next is { } after; pages++)
            {
                var found = await host.Read(r => ItemSearchStore.Found(r, host.Campaign.Id, filter, after, count: 3, looked: 4));
                Assert.True(found.Next is null || (found.Next > after && (found.Items.Count == 3 || found.Looked == 4)));
                seen.AddRange(found.Items.Select(i => i.Ordinal));
                next = found.Next;
            }

            Assert.Equal(all.Select(i => i.Ordinal), seen);
            Assert.Equal((all.Count, true), matches);
            if (filter.Text == "nothing has this") Assert.Equal((host.Campaign.Population / 4) + 1, pages);
        }
    }

    [Fact]
    public async Task Many_items_come_fifty_at_a_time_and_keep_the_filter()
    {
        await using var big = new ConsoleHost();
        await big.InitializeAsync();
        await Grow(big, 120);
        using var vera = await big.Visit("Vera");
        var (seen, pages, next) = (new List<string>(), 0, $"/console/campaigns/{big.Campaign.Id}?q=robot-");
        while (next is not null)
        {
            var page = await (await vera.Get(next)).Page();
            seen.AddRange(Rows(page).Select(r => r.QuerySelector("td")!.TextContent.Trim()));
            next = page.QuerySelectorAll(".pages a").FirstOrDefault(a => a.TextContent.StartsWith("Next", StringComparison.Ordinal))?.GetAttribute("href");
            pages++;
        }

        Assert.Equal((3, 120), (pages, seen.Count));
        Assert.Equal(seen, seen.Distinct());
    }

    [Fact]
    public async Task What_was_decided_is_shown_with_who_and_when_and_what_became_of_it()
    {
        await using var fresh = new ConsoleHost();
        await fresh.InitializeAsync();
        var mia = await fresh.Person("Mia");
        var item = (await fresh.Read(r => ItemStore.Of(r, fresh.Campaign.Id, mia.Id))).First(i => i.CountsAtOnce(Decision.Revoke));
        await Decide(fresh, mia.Id, item, "revoke:other", "<script>alert(1)</script>");
        using var grace = await fresh.Visit("Grace");
        var answer = await grace.Get($"/console/campaigns/{fresh.Campaign.Id}?outcome=revoked");
        var row = Rows(await answer.Page()).Single().TextContent;

        Assert.Contains("Revoke: <script>alert(1)</script>", row);
        Assert.Contains("Mia Keller", row);
        Assert.Contains("Open", row);
        Assert.DoesNotContain("<script", answer.Text);
    }

    private static async Task Decide(ConsoleHost host, Id<ChatOpsCompliance.People.Person> by, ReviewItem item, string option, string words)
    {
        var router = host.Get<ChatRouter>();
        var shown = (Show)await router.Handle(by, ReviewVerbs.Open, Values.None.With(ReviewVerbs.Campaign, host.Campaign.Id.ToString()), "open");
        var values = shown.Form.Hidden.With(Form.RenderingField, shown.Form.Rendering()).With(ReviewVerbs.ChoiceOf(item.Ordinal), option).With(ReviewVerbs.WordsOf(item.Ordinal), words);
        _ = await router.Handle(by, ReviewVerbs.Page, values.With(ReviewVerbs.To, ReviewForm.ToSign), "draft");
    }

    /// <summary>More items in the frozen population than a demo has: only for looking at.</summary>
    private static Task Grow(ConsoleHost host, int items) => host.Get<Database>().Bulk(Actor.Service, async tx => await ItemStore.Stage(
        tx,
        host.Campaign.Id,
        System.Text.Json.JsonSerializer.Serialize(Enumerable.Range(1, items).Select(n => new
        {
            o = 100 + n,
            s = 1,
            g = 100 + n,
            sys = "github",
            a = $"robot-{n}",
            t = "Service",
            e = "web: read",
            env = "",
            reviewer = host.Campaign.Owner.ToString().ToUpperInvariant(),
            flags = "",
            kind = nameof(ItemKind.Grant),
            covers = 1,
        }))));

    private static List<IElement> Rows(IDocument page) => [.. page.QuerySelectorAll("[aria-label='Items of the review'] tbody tr")];
}
