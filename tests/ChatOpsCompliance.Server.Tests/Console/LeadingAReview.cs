using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.AccessReviews;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>The acts of a review's owner, from its page: offered to whom may, by the forms that chat has.</summary>
public sealed class LeadingAReview : IAsyncLifetime
{
    private readonly ConsoleHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private string Page => $"/console/campaigns/{host.Campaign.Id}";

    [Theory]
    [InlineData("Grace", "Give items to another reviewer, Take items out of the review, Ask for more time, Cancel this review")]
    [InlineData("Erik", "Ask for more time")]
    [InlineData("Vera", "")]
    public async Task Each_is_offered_what_they_may_do(string who, string acts)
    {
        using var visitor = await host.Visit(who);
        var offered = (await (await visitor.Get(Page)).Page()).QuerySelectorAll(".offers a");

        Assert.Equal(acts, string.Join(", ", offered.Select(a => a.TextContent)));
        foreach (var link in offered) Assert.Equal(HttpStatusCode.OK, (await visitor.Get(link.GetAttribute("href")!)).Status);
    }

    [Fact]
    public async Task Many_are_given_to_another_by_the_filter_of_the_page()
    {
        using var grace = await host.Visit("Grace");
        var (mia, ben) = (await host.Person("Mia"), await host.Person("Ben"));
        var waiting = (await Items()).Count(i => i.Reviewer == mia.Id && i.Grant.Account.Contains("priya", StringComparison.Ordinal));
        var filtered = await (await grace.Get($"{Page}?reviewer={mia.Id}&q=priya")).Page();
        var link = filtered.QuerySelectorAll(".found a").Single(a => a.TextContent.StartsWith("Give those", StringComparison.Ordinal));
        var form = await (await grace.Get(link.GetAttribute("href")!)).Page();
        Assert.Equal(("Mia Keller", "priya"), (Field(form, "reviewer").Value, Field(form, "text").Value));
        Field(form, "to").Value = "Ben Adeyemi";
        Field(form, "why").Value = "Priya works for Ben now.";
        var look = await (await grace.Press(form, "Look at what would go")).Page();
        var done = await grace.Press(look, $"Give these {waiting} items to Ben Adeyemi");

        Assert.Equal((HttpStatusCode.Found, Page), (done.Status, done.Location));
        Assert.Equal(waiting, (await Items()).Count(i => i.Reviewer == ben.Id && i.Grant.Account.Contains("priya", StringComparison.Ordinal)));
        Assert.InRange(waiting, 2, 5);
    }

    [Fact]
    public async Task One_is_given_to_another_from_its_row_and_the_holder_is_refused()
    {
        using var grace = await host.Visit("Grace");
        var item = (await Items()).First(i => i.SubjectName == "Ada Novak");
        var page = await (await grace.Get($"{Page}?q=ada")).Page();
        var link = page.QuerySelectorAll("tbody tr").Single(r => r.QuerySelector("td")!.TextContent.Trim() == $"{item.Ordinal}").QuerySelector("a")!;
        var form = await (await grace.Get(link.GetAttribute("href")!)).Page();
        Field(form, "to").Value = "Ada Novak";
        Field(form, "why").Value = "She knows best.";
        var refused = await grace.Press(form, "Look at what would go");

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.StartsWith("Ada Novak holds this access", await refused.Of("[role=alert]"));
        Assert.Equal("Ada Novak", Field(await refused.Page(), "to").Value);
        Assert.Equal(item.Reviewer, (await Items()).Single(i => i.Ordinal == item.Ordinal).Reviewer);
    }

    [Fact]
    public async Task A_cancelled_review_offers_nothing_more()
    {
        using var grace = await host.Visit("Grace");
        var page = await (await grace.Get(Page)).Page();
        var form = await (await grace.Get(page.QuerySelectorAll(".offers a")[^1].GetAttribute("href")!)).Page();
        Field(form, "why").Value = "The extract was of the wrong organisation.";
        await grace.Press(form, "Cancel the review");
        page = await (await grace.Get(Page)).Page();

        Assert.Empty(page.QuerySelectorAll(".offers a"));
        Assert.Null(page.QuerySelector("form[action$='/close']"));
        Assert.Equal(CampaignStatus.Cancelled, (await host.Read(r => CampaignStore.ById(r, host.Campaign.Id)))!.Status);
    }

    [Fact]
    public async Task A_closed_one_is_approved_by_an_executive()
    {
        host.Clock.Push(TimeSpan.FromDays(15));
        using var grace = await host.Visit("Grace");
        await grace.Close(Page, "Late.");
        Assert.DoesNotContain("Approve", (await (await grace.Get(Page)).Page()).QuerySelectorAll(".offers a").Select(a => a.TextContent));
        using var erik = await host.Visit("Erik");
        var form = await (await erik.Get((await (await erik.Get(Page)).Page()).QuerySelectorAll(".offers a").Single(a => a.TextContent == "Approve this review").GetAttribute("href")!)).Page();
        await erik.Press(form, form.GetElementById("form-submit")!.TextContent.Trim());

        Assert.Equal(CampaignStatus.Approved, (await host.Read(r => CampaignStore.ById(r, host.Campaign.Id)))!.Status);
    }

    private static IHtmlInputElement Field(IDocument page, string name) => page.QuerySelector<IHtmlInputElement>($"[name='v.{name}']:not([type=hidden])")!;

    private async Task<IReadOnlyList<ReviewItem>> Items() => await host.Read(r => ItemStore.Page(r, host.Campaign.Id, 0, 100));
}
