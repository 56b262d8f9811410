using System.Net;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Evidence;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>Closing in the console is the very act that chat knows: the same rule, the same refusals, the same fact.</summary>
public sealed class ClosingAReview : IAsyncLifetime
{
    private readonly ConsoleHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private string Page => $"/console/campaigns/{host.Campaign.Id}";

    [Fact]
    public async Task Before_everything_is_decided_it_is_refused_and_the_text_is_kept()
    {
        using var grace = await host.Visit("Grace");
        var answer = await grace.Close(Page, "Everything <b>fine</b>");

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.StartsWith("26 items are undecided and the review is not due until", await answer.Of("[role=alert]"));
        Assert.Equal("Everything <b>fine</b>", (await answer.Of("#response")).Trim());
        Assert.Equal(CampaignStatus.Active, await Status());
    }

    [Fact]
    public async Task After_the_due_date_it_asks_for_managements_response_beside_the_field()
    {
        host.Clock.Push(TimeSpan.FromDays(15));
        using var grace = await host.Visit("Grace");
        var answer = await grace.Close(Page, "  ");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("26 items were not decided in time. That is a deviation: write management's response to close.", await answer.Of("#response-mistake"));
        Assert.Equal("", await answer.Of("[role=alert]"));
        Assert.Equal(CampaignStatus.Active, await Status());
    }

    [Fact]
    public async Task With_the_response_it_closes_and_says_so_once()
    {
        host.Clock.Push(TimeSpan.FromDays(15));
        using var grace = await host.Visit("Grace");
        var answer = await grace.Close(Page, "The managers were at an offsite; all are asked again next week.");

        Assert.Equal((HttpStatusCode.Found, Page), (answer.Status, answer.Location));
        Assert.Equal("Closed: 26 in the population, all accounted for.", await (await grace.Get(Page)).Of("[role=status]"));
        Assert.Equal("", await (await grace.Get(Page)).Of("[role=status]"));
        Assert.Equal(CampaignStatus.Closed, await Status());
        var closed = (await host.Read(r => LedgerStore.Latest(r, 10))).Single(e => e.Kind == "campaign.closed");
        Assert.Contains((await host.Person("Grace")).Id.ToString(), closed.Actor);
        Assert.Contains("\"via\":\"console\"", closed.Actor);
    }

    [Fact]
    public async Task Sent_twice_it_is_one_act()
    {
        host.Clock.Push(TimeSpan.FromDays(15));
        using var grace = await host.Visit("Grace");
        var (token, delivery) = (await grace.Token(), Guid.NewGuid().ToString());
        var first = await grace.Post($"{Page}/close", token, ("delivery", delivery), ("response", "Late."));
        var second = await grace.Post($"{Page}/close", token, ("delivery", delivery), ("response", "Late."));

        Assert.Equal((first.Status, first.Location), (second.Status, second.Location));
        Assert.Single(await host.Read(r => LedgerStore.Latest(r, 200)), e => e.Kind == "campaign.closed");
    }

    [Theory]
    [InlineData("Erik")]
    [InlineData("Mia")]
    [InlineData("Omar")]
    public async Task Posted_by_hand_without_the_role_it_is_refused_by_name(string who)
    {
        host.Clock.Push(TimeSpan.FromDays(15));
        using var visitor = await host.Visit(who);
        var answer = await visitor.Close(Page, "Mine now.");

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("Only Grace Okafor, who owns this review, or a compliance officer can close it.", await answer.Of("[role=alert]"));
        Assert.Equal(CampaignStatus.Active, await Status());
        Assert.Contains("NotTheCampaignOwner", (await host.Read(r => LedgerStore.Latest(r, 200))).First(e => e.Kind == "act.refused").Body);
    }

    [Theory]
    [InlineData("Grace", true)]
    [InlineData("Erik", false)]
    [InlineData("Vera", false)]
    public async Task The_form_is_shown_to_whom_may_close(string who, bool shown)
    {
        using var visitor = await host.Visit(who);
        var page = await (await visitor.Get(Page)).Page();

        Assert.Equal(shown, page.QuerySelector($"form[action='{Page}/close']") is not null);
        Assert.Equal(shown, page.Body!.TextContent.Contains("26 items are undecided.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Too_long_a_response_is_said_beside_the_field()
    {
        using var grace = await host.Visit("Grace");
        var answer = await grace.Close(Page, new string('x', 2001));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("Write at most 2000 characters; these are 2001.", await answer.Of("#response-mistake"));
    }

    private async Task<CampaignStatus> Status() => (await host.Read(r => CampaignStore.ById(r, host.Campaign.Id)))!.Status;
}
