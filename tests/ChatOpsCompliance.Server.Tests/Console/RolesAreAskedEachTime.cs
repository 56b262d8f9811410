using System.Net;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>The cookie says who, never what they may: that comes from the current roster and settings.</summary>
public sealed class RolesAreAskedEachTime : IAsyncLifetime
{
    private readonly ConsoleHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private string Page => $"/console/campaigns/{host.Campaign.Id}";

    [Fact]
    public async Task A_newer_roster_without_them_shuts_the_console_at_once()
    {
        using var vera = await host.Visit("Vera");
        Assert.Equal(HttpStatusCode.OK, (await vera.Get(Page)).Status);
        await host.Roster(people => people.Replace("vera@lumen.example,erik@lumen.example,true", "vera@lumen.example,erik@lumen.example,false", StringComparison.Ordinal));
        var answer = await vera.Get(Page);

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("no longer active", await answer.Of("[role=alert]"));
        Assert.Equal(HttpStatusCode.Found, (await vera.Get(Page)).Status);
    }

    [Fact]
    public async Task Who_is_no_longer_active_closes_nothing_with_a_page_opened_before()
    {
        using var grace = await host.Visit("Grace");
        var token = await grace.Token();
        await host.Roster(people => people.Replace("grace@lumen.example,erik@lumen.example,true", "grace@lumen.example,erik@lumen.example,false", StringComparison.Ordinal));
        host.Clock.Push(TimeSpan.FromDays(15));
        var answer = await grace.Close(Page, "None.", token);

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal(ChatOpsCompliance.AccessReviews.CampaignStatus.Active, (await host.Read(r => AccessReviews.CampaignStore.ById(r, host.Campaign.Id)))!.Status);
    }

    [Fact]
    public async Task A_restart_signs_nobody_out_but_a_role_taken_away_is_gone()
    {
        using var before = await host.Visit("Erik");
        await host.Restart(settings => settings.Replace("\"executive\": \"erik@lumen.example\"", "\"executive\": \"\"", StringComparison.Ordinal));
        var cookies = before.Cookies;
        using var after = new ConsoleVisitor(host.Address, cookies);
        var answer = await after.Get(Page);

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("Grace Okafor (compliance) can help.", answer.Text);
    }

    [Fact]
    public async Task An_owner_without_a_role_sees_their_review_and_no_more()
    {
        await host.Restart(settings => settings.Replace("\"compliance\": \"grace@lumen.example\"", "\"compliance\": \"carla@lumen.example\"", StringComparison.Ordinal));
        using var grace = await host.Visit("Grace");
        var first = await grace.Get("/console");

        Assert.Contains("Quarterly access review", first.Text);
        Assert.DoesNotContain("Systems", first.Text);
        Assert.DoesNotContain("/console/log", first.Text);
        Assert.Equal(HttpStatusCode.OK, (await grace.Get(Page)).Status);
        Assert.Equal(HttpStatusCode.OK, (await grace.Get($"{Page}/completion.csv")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await grace.Get("/console/log")).Status);
    }
}
