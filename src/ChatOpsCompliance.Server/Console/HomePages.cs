using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>All that the first page shows. What its visitor may not see is null.</summary>
public sealed record Home(
    IReadOnlyList<Block> Tasks,
    IReadOnlyList<Block> Emergencies,
    IReadOnlyList<Mine> Mine,
    IReadOnlyList<(Campaign Campaign, TieOut TieOut)> Campaigns,
    IReadOnlyList<SystemState>? Systems,
    (LedgerStore.Head Head, Checkpoint? Last)? Log,
    IReadOnlyList<GlanceLine>? Glance,
    DateTimeOffset Now);

/// <summary>How a system stands: its newest snapshot, and how many of its accounts are nobody's.</summary>
/// <param name="Offers">What its visitor can do about it.</param>
public sealed record SystemState(SystemDefinition System, AccessSnapshot? Newest, int Unmatched, IReadOnlyList<Offer> Offers);

/// <summary>One open review in which something waits for its visitor.</summary>
public sealed record Mine(Campaign Campaign, ItemCountStore.Tally Tally);

/// <summary>The first page: what waits for its visitor, and how the reviews stand. Who has work to do, and no more, is shown that.</summary>
internal sealed class HomePages(ConsoleDoor door, SystemBook systems, Offers offers, MyChanges changes, Glance glance)
{
    public Task<IResult> Show(HttpContext http) => door.Enter(http, async (read, visitor) =>
    {
        var all = await CampaignStore.All(read);
        var seen = all.Where(visitor.Sees).ToList();
        if (visitor.Engagement is { } engagement) return new Drawn<AuditPage>(new() { [nameof(AuditPage.Visitor)] = visitor, [nameof(AuditPage.S)] = await AuditScreen.Of(read, engagement, seen) });
        if (visitor.SeesAll || seen.Count > 0) return new Drawn<HomePage>(new() { [nameof(HomePage.Visitor)] = visitor, [nameof(HomePage.Home)] = await Of(read, visitor, seen) });
        var emergencies = await EmergenciesOf(read, visitor);
        return emergencies.Count > 0 || await WorksHere(read, visitor, all)
            ? new Drawn<WorkPage>(new()
            {
                [nameof(WorkPage.Visitor)] = visitor,
                [nameof(WorkPage.Mine)] = await MineOf(read, visitor),
                [nameof(WorkPage.Tasks)] = await offers.Waiting(read, visitor),
                [nameof(WorkPage.Emergencies)] = emergencies,
                [nameof(WorkPage.Systems)] = await Of(read, visitor, systems.All.Where(s => s.Owner == visitor.Person.Email)),
                [nameof(WorkPage.Now)] = read.Now,
            })
            : await door.Refuse(read, visitor, "The console is for compliance officers, executives, auditors and owners of reviews.");
    });

    /// <summary>What somebody asked for, what waits for their approval, and the way to ask: here too, since chat may be down just then.</summary>
    private Task<IReadOnlyList<Block>> EmergenciesOf(Read read, Visitor visitor) => changes.AtHome(read, new(visitor.Person, visitor.Roles, Values.None));

    /// <summary>An address that is nothing's.</summary>
    public Task<IResult> Nothing(HttpContext http) => door.Enter(http, (_, visitor) =>
        Task.FromResult<IResult>(new Drawn<SentencePage>(SentencePage.NotFound(visitor), StatusCodes.Status404NotFound)));

    private static async Task<IReadOnlyList<Mine>> MineOf(Read read, Visitor visitor)
    {
        var mine = new List<Mine>();
        foreach (var id in await ItemCountStore.WaitingFor(read, visitor.Person.Id))
            if (await CampaignStore.ById(read, id) is { } campaign) mine.Add(new(campaign, await ItemCountStore.Of(read, id, visitor.Person.Id)));
        return [.. mine.OrderBy(m => m.Campaign.DueAt)];
    }

    private async Task<Home> Of(Read read, Visitor visitor, IReadOnlyList<Campaign> seen)
    {
        var campaigns = new List<(Campaign, TieOut)>();
        foreach (var campaign in seen) campaigns.Add((campaign, await CloseCampaign.Standing(read, campaign.Id)));
        var mine = await MineOf(read, visitor);
        var tasks = await offers.Waiting(read, visitor);
        var emergencies = await EmergenciesOf(read, visitor);
        if (!visitor.SeesAll) return new(tasks, emergencies, mine, campaigns, null, null, null, read.Now);

        return new(tasks, emergencies, mine, campaigns, await Of(read, visitor, systems.All), (await LedgerStore.HeadOf(read), await LedgerStore.LatestCheckpoint(read)), await glance.Of(read, seen.Count(c => c.Status is CampaignStatus.Active or CampaignStatus.Remediating)), read.Now);
    }

    private async Task<IReadOnlyList<SystemState>> Of(Read read, Visitor visitor, IEnumerable<SystemDefinition> some)
    {
        var unmatched = await UnmatchedStore.Counts(read);
        var states = new List<SystemState>();
        foreach (var system in some)
        {
            var offered = await offers.Of(read, visitor, Offers.OfSystem, new() { ["system"] = system.Name }, ConsolePage.First);
            states.Add(new(system, await SnapshotStore.Newest(read, system.Name), unmatched.GetValueOrDefault(system.Name), offered));
        }

        return states;
    }

    private async Task<bool> WorksHere(Read read, Visitor visitor, IReadOnlyList<Campaign> campaigns)
    {
        if (visitor.Roles.Admin || systems.All.Any(s => s.Owner == visitor.Person.Email) || (await RemediationStore.Of(read, visitor.Person.Id)).Count > 0) return true;
        foreach (var campaign in campaigns)
            if ((await ItemCountStore.Of(read, campaign.Id, visitor.Person.Id)).Items > 0) return true;
        return false;
    }
}
