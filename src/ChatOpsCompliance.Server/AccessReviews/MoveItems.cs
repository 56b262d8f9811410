using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Undecided items given on without anybody choosing each: to a stand-in and back, to a new manager, away from whoever left.</summary>
public static class MoveItems
{
    /// <summary>So many are looked through for some that can move: what nobody independent can take stays and would else be found again for ever.</summary>
    internal const int Look = 2000;

    private const int Step = 50;

    /// <summary>What an absence begins or ends moves at once; a large number goes on with the next look.</summary>
    public static async Task Now(Tx tx, Id<Person> from)
    {
        foreach (var campaign in (await CampaignStore.All(tx)).Where(c => c.Status == CampaignStatus.Active)) await ForAbsence(tx, campaign, from);
    }

    /// <summary>Gives to the stand-in while the absence runs, and back when it does not; returns how many moved.</summary>
    internal static async Task<int> ForAbsence(Tx tx, Campaign campaign, Id<Person> from)
    {
        if (await PeopleStore.ById(tx, from) is not { } person) return 0;
        var today = LocalDay.Of(person, tx.Now);
        var running = (await DelegationStore.Standing(tx)).FirstOrDefault(d => d.From == from && d.Covers(today));
        var items = running is null ? await SettleStore.LentBy(tx, campaign.Id, from, Look) : await SettleStore.WaitingWith(tx, campaign.Id, from, Look);
        if (items.Count == 0) return 0;
        var lines = new ReportingLines(await PeopleStore.Everybody(tx));
        var to = running is null ? person : lines.Find(running.To);
        return to is null ? 0 : await Give(tx, items, _ => to, running is null ? ReassignCause.DelegationEnded : ReassignCause.Delegated, lines);
    }

    /// <summary>Gives some of them on, and returns how many; what may not move stays.</summary>
    internal static async Task<int> Give(Tx tx, IReadOnlyList<ReviewItem> items, Func<ReviewItem, Person?> successor, ReassignCause cause, ReportingLines lines)
    {
        var given = 0;
        foreach (var item in items)
        {
            if (successor(item) is not { } to || !(await GiveItem.Run(tx, item, to, cause, null, null, lines)).Done) continue;
            if (++given == Step) break;
        }

        return given;
    }
}
