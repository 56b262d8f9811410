using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.AccessReviews;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>What chat can do, the console can: the same forms, through the same router, to the same handlers.</summary>
public sealed class AnyActAsAPage : IAsyncLifetime
{
    private readonly ConsoleHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private string Review => $"/console/do/review.open?campaign={host.Campaign.Id}&back=%2Fconsole%2Flog";

    [Fact]
    public async Task A_form_is_drawn_filled_in_and_sent_on()
    {
        using var mia = await host.Visit("Mia");
        var page = await (await mia.Get(Review)).Page();
        Assert.StartsWith("Quarterly access review", page.QuerySelector("h1")!.TextContent);
        page.QuerySelector<IHtmlSelectElement>("select")!.Value = "keep:needed";
        var next = await mia.Press(page, "Save, and sign what I chose");

        Assert.Equal(HttpStatusCode.OK, next.Status);
        Assert.Equal("Quarterly access review: sign", await next.Of("h1"));
        var signed = await mia.Press(await next.Page(), "Sign 1 decision");
        Assert.Equal((HttpStatusCode.Found, "/console/log"), (signed.Status, signed.Location));
        Assert.Equal("Signed: 1 kept, 0 to be removed. 13 items still wait for you.", await (await mia.Get("/console")).Of("[role=status]"));
        Assert.Equal(1, await Done("Mia"));
    }

    [Fact]
    public async Task Sent_twice_it_counts_once()
    {
        using var mia = await host.Visit("Mia");
        var page = await (await mia.Get(Review)).Page();
        page.QuerySelector<IHtmlSelectElement>("select")!.Value = "keep:needed";
        var sign = await (await mia.Press(page, "Save, and sign what I chose")).Page();
        var (first, second) = (await mia.Press(sign, "Sign 1 decision"), await mia.Press(sign, "Sign 1 decision"));

        Assert.Equal(first.Location, second.Location);
        Assert.Equal(1, await Done("Mia"));
    }

    [Fact]
    public async Task What_is_missing_is_said_beside_its_field_and_what_was_typed_stays()
    {
        using var mia = await host.Visit("Mia");
        var page = await (await mia.Get(Review)).Page();
        page.QuerySelector<IHtmlSelectElement>("select")!.Value = "keep:other";
        var asked = await (await mia.Press(page, "Save, and sign what I chose")).Page();
        var answer = await mia.Press(asked, "Save, and sign what I chose");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("Write the reason in your own words.", await answer.Of(".mistake"));
        Assert.Equal("keep:other", (await answer.Page()).QuerySelector<IHtmlSelectElement>("select")!.Value);
        Assert.Equal(0, await Done("Mia"));
    }

    [Fact]
    public async Task A_refusal_is_the_handlers_own_sentence()
    {
        using var lena = await host.Visit("Lena");
        var answer = await lena.Get(Review);

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("Nothing in this review is yours to decide. Grace Okafor, who owns it, can say whose it is.", await answer.Of("[role=alert]"));
        Assert.Equal("/console/log", (await answer.Page()).QuerySelector("main a")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("campaign.close")]
    [InlineData("review.sign")]
    [InlineData("no.such-verb")]
    public async Task A_link_never_acts(string verb)
    {
        host.Clock.Push(TimeSpan.FromDays(15));
        using var grace = await host.Visit("Grace");
        var answer = await grace.Get($"/console/do/{verb}?campaign={host.Campaign.Id}&response=Late");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal(CampaignStatus.Active, (await host.Read(r => CampaignStore.ById(r, host.Campaign.Id)))!.Status);
    }

    [Fact]
    public async Task Afterwards_it_leads_to_a_page_of_ours_only()
    {
        using var mia = await host.Visit("Mia");
        var page = await (await mia.Get(Review.Replace("%2Fconsole%2Flog", "https:%2F%2Fevil.example", StringComparison.Ordinal))).Page();

        Assert.Equal("/console", page.QuerySelector("main .crumb a")!.GetAttribute("href"));
        Assert.Equal("/console", page.QuerySelector("input[name=place]")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("verb=review.open")]
    [InlineData("delivery=1")]
    [InlineData("verb=review.open&delivery=1&shown=%7B")]
    public async Task Nonsense_is_not_sent(string body)
    {
        using var grace = await host.Visit("Grace");
        var fields = body.Split('&').Select(f => f.Split('=')).Select(f => (f[0], Uri.UnescapeDataString(f[1]))).ToArray();
        var answer = await grace.Post("/console/do", await grace.Token(), fields);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    private async Task<int> Done(string name) => (await host.Read(async r => await ItemCountStore.Of(r, host.Campaign.Id, (await host.Person(name)).Id))).Done;
}
