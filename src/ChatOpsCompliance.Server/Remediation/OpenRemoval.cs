using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>What follows from a revoke or a modification: a task for the owner of the system, in the same transaction.</summary>
public sealed class OpenRemoval(SystemBook systems, ReviewBook reviews, TimeProvider clock)
{
    public Task From(Tx tx, ItemDecided decided) => decided.Decision is Decision.Revoke or Decision.Modify ? For(tx, decided.Campaign, decided.Ordinal, decided.To) : Task.CompletedTask;

    /// <summary>Silence that revokes opens a task as a decision does.</summary>
    public Task From(Tx tx, ItemSettled settled) => settled.Outcome == Outcome.RevokedByNoResponse ? For(tx, settled.Campaign, settled.Ordinal) : Task.CompletedTask;

    /// <param name="becomes">The entitlement that is to take its place.</param>
    public async Task For(Tx tx, Id<Campaign> campaign, int ordinal, string? becomes = null)
    {
        var item = (await ItemStore.One(tx, campaign, ordinal))!;
        var before = await RemediationStore.OfItem(tx, campaign, ordinal);
        var opened = new TaskOpened(before?.Id ?? new(Guid.CreateVersion7(clock.GetUtcNow())), campaign, ordinal, await OwnerOf(tx, item), await DeadlineOf(tx, item)) { Becomes = becomes };
        if (!(before is null ? await TaskStore.Open(tx, opened) : await TaskStore.Again(tx, opened))) throw new InvalidOperationException($"No removal could be opened for campaign/{campaign}/{ordinal}.");
        tx.Happened(opened);
    }

    /// <summary>The decision was corrected: nothing is to be removed any more.</summary>
    public static async Task Withdraw(Tx tx, Id<Campaign> campaign, int ordinal)
    {
        if (await RemediationStore.OfItem(tx, campaign, ordinal) is not { } task) return;
        var (withdrawn, no) = task.Withdraw();
        if (withdrawn is null || !await TaskStore.Record(tx, withdrawn)) throw new InvalidOperationException($"The removal of campaign/{campaign}/{ordinal} can't be withdrawn: {no?.Kind ?? "it changed"}.");
        tx.Happened(withdrawn);
    }

    /// <summary>By the review's own calendar and zone. A definition that is configured no more left the defaults.</summary>
    private async Task<DateTimeOffset> DeadlineOf(Tx tx, ReviewItem item) =>
        RemovalTime.Of(reviews, (await CampaignStore.ById(tx, item.Campaign))!).Deadline(item.Flags.Any(f => f.Kind == FlagKind.Leaver), item.Privileged, tx.Now);

    /// <summary>The system's owner; when there is none who is active, the campaign's, so that a removal is never nobody's.</summary>
    private async Task<Id<Person>> OwnerOf(Tx tx, ReviewItem item) =>
        systems.Find(item.System) is { } system && await PeopleStore.ByEmail(tx, system.Owner) is { Active: true } owner
            ? owner.Id
            : (await CampaignStore.ById(tx, item.Campaign))!.Owner;
}

/// <summary>How a review counts the time its removals have.</summary>
internal sealed record RemovalTime(Deadlines Deadlines, BusinessCalendar Calendar, TimeZoneInfo Zone)
{
    public static RemovalTime Of(ReviewBook reviews, Campaign campaign) => reviews.Find(campaign.Definition) is { } definition
        ? new(definition.RemovalDeadlines, definition.Calendar, definition.Zone)
        : new(Deadlines.Default, BusinessCalendar.WeekendsOnly, TimeZoneInfo.Utc);

    public DateTimeOffset Deadline(bool leaver, bool? privileged, DateTimeOffset from) => Deadlines.For(leaver, privileged, from, Calendar, Zone);
}
