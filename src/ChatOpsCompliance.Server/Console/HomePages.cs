using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>All that the first page shows. What its visitor may not see is null.</summary>
public sealed record Home(
    IReadOnlyList<Mine> Mine,
    IReadOnlyList<(Campaign Campaign, TieOut TieOut)> Campaigns,
    IReadOnlyList<SystemState>? Systems,
    (LedgerStore.Head Head, Checkpoint? Last)? Log,
    DateTimeOffset Now);

/// <summary>How a system stands: its newest snapshot, and how many of its accounts are nobody's.</summary>
public sealed record SystemState(SystemDefinition System, AccessSnapshot? Newest, int Unmatched);

/// <summary>One open review in which something waits for its visitor.</summary>
public sealed record Mine(Campaign Campaign, ItemStore.Tally Tally);

/// <summary>The first page: what waits for its visitor, and how the reviews stand. Who has only removals to do is shown the way to chat.</summary>
internal sealed class HomePages(ConsoleDoor door, SystemBook systems)
{
    public Task<IResult> Show(HttpContext http) => door.Enter(http, async (read, visitor) =>
    {
        var all = await CampaignStore.All(read);
        var seen = all.Where(visitor.Sees).ToList();
        if (visitor.SeesAll || seen.Count > 0) return new Drawn<HomePage>(new() { [nameof(HomePage.Visitor)] = visitor, [nameof(HomePage.Home)] = await Of(read, visitor, seen) });
        return await WorksHere(read, visitor, all)
            ? new Drawn<WorkPage>(new() { [nameof(WorkPage.Visitor)] = visitor, [nameof(WorkPage.Mine)] = await MineOf(read, visitor) })
            : await door.Refuse(read, visitor, "The console is for compliance officers, executives, auditors and owners of reviews.");
    });

    /// <summary>An address that is nothing's.</summary>
    public Task<IResult> Nothing(HttpContext http) => door.Enter(http, (_, visitor) =>
        Task.FromResult<IResult>(new Drawn<SentencePage>(SentencePage.NotFound(visitor), StatusCodes.Status404NotFound)));

    private static async Task<IReadOnlyList<Mine>> MineOf(Read read, Visitor visitor)
    {
        var mine = new List<Mine>();
        foreach (var id in await ItemStore.WaitingFor(read, visitor.Person.Id))
            if (await CampaignStore.ById(read, id) is { } campaign) mine.Add(new(campaign, await ItemStore.TallyOf(read, id, visitor.Person.Id)));
        return [.. mine.OrderBy(m => m.Campaign.DueAt)];
    }

    private async Task<Home> Of(Read read, Visitor visitor, IReadOnlyList<Campaign> seen)
    {
        var campaigns = new List<(Campaign, TieOut)>();
        foreach (var campaign in seen) campaigns.Add((campaign, await CloseCampaign.Recount(read, campaign.Id)));
        var mine = await MineOf(read, visitor);
        if (!visitor.SeesAll) return new(mine, campaigns, null, null, read.Now);

        var unmatched = await UnmatchedStore.Counts(read);
        var extracts = new List<SystemState>();
        foreach (var system in systems.All) extracts.Add(new(system, await SnapshotStore.Newest(read, system.Name), unmatched.GetValueOrDefault(system.Name)));
        return new(mine, campaigns, extracts, (await LedgerStore.HeadOf(read), await LedgerStore.LatestCheckpoint(read)), read.Now);
    }

    private async Task<bool> WorksHere(Read read, Visitor visitor, IReadOnlyList<Campaign> campaigns)
    {
        if (systems.All.Any(s => s.Owner == visitor.Person.Email) || (await RemediationStore.Of(read, visitor.Person.Id)).Count > 0) return true;
        foreach (var campaign in campaigns)
            if ((await ItemStore.TallyOf(read, campaign.Id, visitor.Person.Id)).Items > 0) return true;
        return false;
    }
}
