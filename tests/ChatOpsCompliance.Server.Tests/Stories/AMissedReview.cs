using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Evidence;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>A review that was due and never launched: the control did not operate in that period, and nobody may learn that only from the auditor.</summary>
public sealed class AMissedReview
{
    [Fact]
    public async Task A_period_overtaken_by_the_next_is_recorded_and_told_once_and_only_the_newest_is_launched()
    {
        var (workspace, company) = await SmallCompany.Starting();
        await using var _ = workspace;
        var due = workspace.Get<LaunchDue>();
        await due.Run(TestContext.Current.CancellationToken);

        workspace.Clock.Advance(new DateTimeOffset(2026, 7, 1, 9, 30, 0, TimeSpan.Zero) - workspace.Clock.GetUtcNow()); // the service was off in April
        await company.Extract(SmallCompany.Grants);
        await due.Run(TestContext.Current.CancellationToken);
        await due.Run(TestContext.Current.CancellationToken);

        var campaign = Assert.Single(await workspace.Read(CampaignStore.All));
        Assert.Equal(new DateOnly(2026, 7, 1), campaign.Period);
        var missed = Assert.Single(await workspace.Read(read => LedgerStore.Latest(read, 100)), f => f.Kind == "review.missed");
        Assert.Contains("\"period\":\"2026-04-01\"", missed.Body, StringComparison.Ordinal);
        using var grace = await company.As(SmallCompany.Grace);
        await grace.GoTo("0 of 13 decided");
        await grace.Sees("It was due 2026-04-01 and was never launched.");
        Assert.Single(grace.Cards, c => c.Text.Contains("Quarterly access review was missed once", StringComparison.Ordinal));
        Assert.True((await workspace.Verify()).Whole);
    }

    [Fact]
    public async Task What_was_launched_or_is_still_waiting_for_an_extract_is_not_missed()
    {
        var (workspace, company) = await SmallCompany.Starting();
        await using var _ = workspace;
        var due = workspace.Get<LaunchDue>();
        await due.Run(TestContext.Current.CancellationToken);
        workspace.Clock.Advance(new DateTimeOffset(2026, 4, 1, 9, 30, 0, TimeSpan.Zero) - workspace.Clock.GetUtcNow());
        await due.Run(TestContext.Current.CancellationToken); // the extract is stale by now: it waits
        Assert.Empty(await workspace.Read(CampaignStore.All));

        await company.Extract(SmallCompany.Grants);
        await due.Run(TestContext.Current.CancellationToken);
        workspace.Clock.Advance(TimeSpan.FromDays(100));
        await company.Extract(SmallCompany.Grants);
        await due.Run(TestContext.Current.CancellationToken);

        Assert.Equal(2, (await workspace.Read(CampaignStore.All)).Count);
        Assert.DoesNotContain(await workspace.Read(read => LedgerStore.Latest(read, 100)), f => f.Kind == "review.missed");
    }
}
