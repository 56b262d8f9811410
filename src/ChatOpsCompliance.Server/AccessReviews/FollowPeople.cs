using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>
/// Keeps open reviews with the right people, by asking the state and in small steps: what a reviewer who is away, or gone, or no longer the
/// holder's manager has, goes to who has it now; what somebody who left no longer has needs no decision. What nobody independent can take stays
/// where it is, and the campaign's owner is told.
/// </summary>
public sealed class FollowPeople(Database database, ReviewBook reviews, SystemBook systems)
{
    private const int Step = 50;

    public async Task Run(CancellationToken ct = default)
    {
        foreach (var campaign in (await database.Read(CampaignStore.All, ct)).Where(c => c.Status == CampaignStatus.Active))
        {
            await GoneReviewers(campaign, ct);
            await Moves(campaign, ct);
            await Absences(campaign, ct);
            await Leavers(campaign, ct);
        }
    }

    private async Task Absences(Campaign campaign, CancellationToken ct)
    {
        var from = await database.Read(async read => (await DelegationStore.Standing(read)).Select(d => d.From).Concat(await SettleStore.Lenders(read, campaign.Id)).Distinct().ToList(), ct);
        foreach (var person in from)
            while (await database.Bulk(Actor.Service, tx => MoveItems.ForAbsence(tx, campaign, person), ct) > 0)
            {
            }
    }

    private async Task GoneReviewers(Campaign campaign, CancellationToken ct)
    {
        foreach (var reviewer in await database.Read(read => ItemCountStore.WaitedFor(read, campaign.Id), ct))
        {
            while (await database.Bulk(
                Actor.Service,
                async tx =>
                {
                    if (await PeopleStore.ById(tx, reviewer) is { Active: true }) return 0;
                    var lines = new ReportingLines(await PeopleStore.Everybody(tx));
                    var gone = lines.Find(reviewer);
                    return await MoveItems.Give(tx, await SettleStore.WaitingWith(tx, campaign.Id, reviewer, MoveItems.Look), item => Successor(item, campaign, gone, lines), ReassignCause.ReviewerLeft, lines);
                },
                ct) > 0)
            {
            }
        }
    }

    private async Task Moves(Campaign campaign, CancellationToken ct)
    {
        var (followed, current) = await database.Read(async read => (await CampaignLifeStore.RosterOf(read, campaign.Id), await PeopleStore.Current(read)), ct);
        if (followed >= current) return;
        for (var after = 0; after >= 0;)
        {
            var from = after;
            after = await database.Bulk(
                Actor.Service,
                async tx =>
                {
                    var items = await SettleStore.Moved(tx, campaign.Id, followed, from, Step);
                    var lines = new ReportingLines(await PeopleStore.Everybody(tx));
                    await MoveItems.Give(tx, items, item => Successor(item, campaign, null, lines), ReassignCause.HolderMoved, lines);
                    return items.Count < Step ? -1 : items[^1].Ordinal;
                },
                ct);
        }

        await database.Bulk(Actor.Service, tx => CampaignLifeStore.HasFollowed(tx, campaign.Id, current), ct);
    }

    /// <summary>Somebody who left and whose access a newer extract, made in the same way, no longer shows: nothing is left to decide.</summary>
    private async Task Leavers(Campaign campaign, CancellationToken ct)
    {
        foreach (var (system, frozen) in await database.Read(read => CampaignStore.Snapshots(read, campaign.Id), ct))
        {
            for (var after = 0; after >= 0;)
            {
                var from = after;
                var (gone, next) = await database.Read(read => Gone(read, campaign.Id, system, frozen, from), ct);
                after = next;
                if (gone.Count > 0) await database.Bulk(Actor.Service, tx => Settle(tx, gone), ct);
            }
        }
    }

    private static async Task<(IReadOnlyList<ItemSettled> Gone, int Next)> Gone(Read read, Id<Campaign> campaign, string system, long frozen, int after)
    {
        if (await SnapshotStore.Newest(read, system) is not { } newest || newest.Number <= frozen || await SnapshotStore.Find(read, frozen) is not { } first || !Same(newest.Facts.Method, first.Facts.Method)) return ([], -1);
        var items = await SettleStore.Leavers(read, campaign, system, after, Step);
        if (items.Count == 0) return ([], -1);
        var there = await SettleStore.PresentIn(read, campaign, newest.Number, items.Select(i => i.Ordinal));
        return ([.. items.Where(i => !there.Contains(i.Ordinal)).Select(i => new ItemSettled(campaign, i.Ordinal, Outcome.RemovedBeforeDecision, Snapshot: newest.Number))], items.Count < Step ? -1 : items[^1].Ordinal);
    }

    private static async Task<Done> Settle(Tx tx, IReadOnlyList<ItemSettled> gone)
    {
        foreach (var settled in gone)
            if (await SettleStore.Record(tx, settled)) tx.Happened(settled);
        return Done.It;
    }

    /// <summary>The holder's manager, or for what is nobody's the system's owner; then the manager of who is gone; then the review's fallback and owner.</summary>
    private Person? Successor(ReviewItem item, Campaign campaign, Person? gone, ReportingLines lines)
    {
        var definition = reviews.Find(campaign.Definition);
        Person? ByEmail(string? email) => email is null ? null : lines.ByEmail(email);
        var holder = lines.Find(item.Subject);
        var first = item.AccountType == AccountType.Human && definition?.Reviewer != ReviewerRule.SystemOwner ? holder is null ? null : lines.ManagerOf(holder) : ByEmail(systems.Find(item.System)?.Owner);
        return Routing.Successor([first, gone is null ? null : lines.ManagerOf(gone), ByEmail(definition?.Fallback), lines.Find(campaign.Owner)], item.Subject, lines);
    }

    private static bool Same(string a, string b) => string.Equals(a.Trim(), b.Trim(), StringComparison.OrdinalIgnoreCase);
}
