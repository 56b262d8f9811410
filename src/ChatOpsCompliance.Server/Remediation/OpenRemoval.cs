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
    public async Task From(Tx tx, ItemDecided decided)
    {
        if (decided.Decision == Decision.Keep) return;
        var item = (await ItemStore.One(tx, decided.Campaign, decided.Ordinal))!;
        var opened = new TaskOpened(new(Guid.CreateVersion7(clock.GetUtcNow())), decided.Campaign, decided.Ordinal, await OwnerOf(tx, item), await DeadlineOf(tx, item));
        if (!await RemediationStore.Open(tx, opened)) throw new InvalidOperationException($"No removal could be opened for {decided.Subject}.");
        tx.Happened(opened);
    }

    /// <summary>By the review's own calendar and zone. A definition that is configured no more left the defaults.</summary>
    private async Task<DateTimeOffset> DeadlineOf(Tx tx, ReviewItem item)
    {
        var definition = reviews.Find((await CampaignStore.ById(tx, item.Campaign))!.Definition);
        var (deadlines, calendar, zone) = definition is null ? (Deadlines.Default, BusinessCalendar.WeekendsOnly, TimeZoneInfo.Utc) : (definition.RemovalDeadlines, definition.Calendar, definition.Zone);
        return deadlines.For(item.Flags.Any(f => f.Kind == FlagKind.Leaver), item.Privileged, tx.Now, calendar, zone);
    }

    /// <summary>The system's owner; when there is none who is active, the campaign's, so that a removal is never nobody's.</summary>
    private async Task<Id<Person>> OwnerOf(Tx tx, ReviewItem item) =>
        systems.Find(item.System) is { } system && await PeopleStore.ByEmail(tx, system.Owner) is { Active: true } owner
            ? owner.Id
            : (await CampaignStore.ById(tx, item.Campaign))!.Owner;
}
