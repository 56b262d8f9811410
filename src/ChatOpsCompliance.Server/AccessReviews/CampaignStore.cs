using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Campaigns: one row each, unique by definition and period, with how far their population is staged.</summary>
public static class CampaignStore
{
    private const string Columns = """
        select c.id, c.definition, c.title, c.period, c.status, c.launched_at, c.due_at, c.owner_id as owner, c.population, c.population_hash, c.staged_snapshot, c.staged_ordinal,
            c.review_completed_at, c.closed_at, c.closed_by, coalesce(e.name, 'somebody') as owner_name, c.original_due_at, c.replaces, c.cancelled_at, c.reason, c.approved_at, a.name as approved_by_name
        from campaign c left join roster_current r on r.id = 1 left join roster_entry e on e.roster = r.roster and e.person_id = c.owner_id
        left join roster_entry a on a.roster = r.roster and a.person_id = c.approved_by
        """;

    private static readonly Sql Find = new(Columns + " where c.id = @id");

    private static readonly Sql FindByPeriod = new(Columns + " where c.definition = @definition and c.period = @period order by c.attempt desc page(@count)");

    private static readonly Sql AllCampaigns = new(Columns + " order by c.launched_at desc, c.id");

    private static readonly Sql LastOf = new("select id from campaign where definition = @definition and status not in ('Staged', 'Cancelled') and id <> @id order by period desc page(@count)");

    private static readonly Sql Insert = new("""
        insert into campaign (id, definition, definition_hash, title, period, status, launched_at, due_at, owner_id, population, population_hash, staged_snapshot, staged_ordinal, replaces, attempt, roster_followed)
        select @id, @definition, @definitionHash, @title, @period, 'Staged', @now, @dueAt, @owner, 0, '', 0, 0, @replaces,
            (select count(*) from campaign where definition = @definition and period = @period), (select roster from roster_current where id = 1)
        where not exists (select 1 from campaign where definition = @definition and period = @period and status <> 'Cancelled')
        """);

    private static readonly Sql InsertSnapshot = new("insert into campaign_snapshot (campaign_id, system, snapshot) values (@campaign, @system, @snapshot)");

    private static readonly Sql SnapshotsOf = new("select system, snapshot from campaign_snapshot where campaign_id = @campaign order by system");

    private static readonly Sql Advance = new("""
        update campaign set population = population + @items, staged_snapshot = @snapshot, staged_ordinal = @ordinal
        where id = @campaign and status = 'Staged' and staged_snapshot = @fromSnapshot and staged_ordinal = @fromOrdinal
        """);

    private static readonly Sql Activate = new("update campaign set status = 'Active', population_hash = @hash where id = @campaign and status = 'Staged' and population = @population");

    private static readonly Sql Complete = new("""
        update campaign set status = 'Remediating', review_completed_at = @now
        where id = @campaign and status = 'Active'
          and not exists (select 1 from review_item i where i.campaign_id = @campaign and i.outcome = 'Undecided')
        """);

    private static readonly Sql CloseIt = new("""
        update campaign set status = 'Closed', closed_at = @now, closed_by = @by, response = @response, review_completed_at = coalesce(review_completed_at, @now)
        where id = @campaign and status in ('Active', 'Remediating')
        """);

    private static readonly Sql SeeDefinition = new("""
        insert into review_definition (name, first_seen_at)
        select @name, @now where not exists (select 1 from review_definition where name = @name)
        """);

    private static readonly Sql DefinitionSince = new("select first_seen_at from review_definition where name = @name");

    private static readonly Sql TellOnce = new("update review_definition set told_on = @day where name = @name and (told_on is null or told_on < @day)");

    private static readonly Sql EraseResponses = new("""
        update campaign set response = case when closed_by = @person then null else response end, reason = case when cancelled_by = @person then null else reason end,
            approval = case when approved_by = @person then null else approval end
        where closed_by = @person or cancelled_by = @person or approved_by = @person
        """);

    internal sealed record SnapshotRow
    {
        public string System { get; init; } = "";

        public long Snapshot { get; init; }
    }

    public static async Task<Campaign?> ById(Read read, Id<Campaign> id) => (await read.One<CampaignRow>(Find, new { id }))?.Value;

    /// <summary>The newest of its attempts: those before it were cancelled.</summary>
    public static async Task<Campaign?> ByPeriod(Read read, string definition, DateOnly period) => (await read.One<CampaignRow>(FindByPeriod, new { definition, period, count = 1 }))?.Value;

    public static async Task<IReadOnlyList<Campaign>> All(Read read) => [.. (await read.List<CampaignRow>(AllCampaigns)).Select(r => r.Value)];

    /// <summary>The campaign of this definition before this one, or null on the first.</summary>
    public static Task<Id<Campaign>?> Before(Read read, string definition, Id<Campaign> id) => read.One<Id<Campaign>?>(LastOf, new { definition, id, count = 1 });

    public static async Task<IReadOnlyList<(string System, long Snapshot)>> Snapshots(Read read, Id<Campaign> campaign) =>
        [.. (await read.List<SnapshotRow>(SnapshotsOf, new { campaign })).Select(r => (r.System, r.Snapshot))];

    /// <summary>False when the period was launched before, by whomever.</summary>
    internal static async Task<bool> Begin(Tx tx, Id<Campaign> id, ReviewDefinition definition, DateOnly period, Id<Person> owner, IReadOnlyList<(string System, long Snapshot)> snapshots, Id<Campaign>? replaces = null)
    {
        var began = await tx.Run(Insert, new
        {
            id,
            definition = definition.Name,
            definitionHash = definition.ContentHash(),
            title = definition.Title,
            period,
            now = tx.Now,
            dueAt = definition.DueAt(tx.Now),
            owner,
            replaces,
        });
        if (began == 0) return false;
        foreach (var (system, snapshot) in snapshots) await tx.Run(InsertSnapshot, new { campaign = id, system, snapshot });
        return true;
    }

    internal static async Task<(long Snapshot, int Ordinal, int Population)> StagedTo(Read read, Id<Campaign> id) =>
        await read.One<CampaignRow>(Find, new { id }) is { } row ? (row.StagedSnapshot, row.StagedOrdinal, row.Population) : default;

    /// <summary>False when another process staged this step.</summary>
    internal static async Task<bool> MoveTo(Tx tx, Id<Campaign> campaign, int items, (long Snapshot, int Ordinal) from, (long Snapshot, int Ordinal) to) => await tx.Run(Advance, new
    {
        campaign,
        items,
        snapshot = to.Snapshot,
        ordinal = to.Ordinal,
        fromSnapshot = from.Snapshot,
        fromOrdinal = from.Ordinal,
    }) > 0;

    internal static async Task<bool> MakeActive(Tx tx, Id<Campaign> campaign, int population, string hash) => await tx.Run(Activate, new { campaign, population, hash }) > 0;

    /// <summary>True for whoever decided the last item.</summary>
    internal static async Task<bool> CompleteReview(Tx tx, Id<Campaign> campaign) => await tx.Run(Complete, new { campaign, now = tx.Now }) > 0;

    internal static async Task<bool> Close(Tx tx, CampaignClosed fact) =>
        await tx.Run(CloseIt, new { campaign = fact.Campaign, now = fact.At, by = fact.By, response = fact.Response?.Text }) > 0;

    /// <summary>When the definition was first seen by a running service: nothing due before that is launched late.</summary>
    internal static async Task<DateTimeOffset> FirstSeen(Tx tx, string name)
    {
        await tx.Run(SeeDefinition, new { name, now = tx.Now });
        return await tx.One<DateTimeOffset>(DefinitionSince, new { name });
    }

    /// <summary>True when compliance was told of this definition that day already; otherwise it counts as told now.</summary>
    internal static async Task<bool> ToldToday(Tx tx, string name, DateOnly day) => await tx.Run(TellOnce, new { name, day }) == 0;

    internal static async Task EraseWords(Tx tx, Id<Person> person)
    {
        await tx.Run(EraseResponses, new { person });
        await ItemStore.EraseWords(tx, person);
        await DecisionStore.EraseWords(tx, person);
        await RequestStore.EraseWords(tx, person);
    }
}
