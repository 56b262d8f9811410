using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>Removals: one row for each revoked item.</summary>
public static class RemediationStore
{
    private const string Columns = """
        select t.id, t.campaign_id as campaign, t.ordinal, t.system, t.account, t.entitlement, t.environment, t.owner_id as owner, coalesce(o.name, 'somebody') as owner_name, t.status,
            t.opened_at, t.deadline, t.method, t.claimed_at, k.name as claimed_by_name, t.proven_at, t.reopened
        from remediation_task t
        join roster_current r on r.id = 1
        left join roster_entry o on o.roster = r.roster and o.person_id = t.owner_id
        left join roster_entry k on k.roster = r.roster and k.person_id = t.claimed_by
        """;

    private static readonly Sql Find = new(Columns + " where t.id = @id");

    private static readonly Sql OfOwner = new(Columns + " where t.owner_id = @owner order by t.deadline, t.campaign_id, t.ordinal");

    private static readonly Sql OfCampaign = new(Columns + " where t.campaign_id = @campaign order by t.ordinal");

    private static readonly Sql FirstOfCampaign = new(Columns + """
         where t.campaign_id = @campaign
        order by case when t.status in ('Open', 'Claimed') then 0 else 1 end, t.deadline, t.ordinal page(@count)
        """);

    private static readonly Sql OfItems = new(Columns + " where t.campaign_id = @campaign and t.ordinal in list(@ordinals) order by t.ordinal");

    private static readonly Sql Insert = new("""
        insert into remediation_task (id, campaign_id, ordinal, system, account, entitlement, environment, owner_id, status, opened_at, deadline, method)
        select @id, i.campaign_id, i.ordinal, i.system, i.account, i.entitlement, i.environment, @owner, 'Open', @now, @deadline, coalesce(s.method, '')
        from review_item i left join access_snapshot s on s.number = i.snapshot
        where i.campaign_id = @campaign and i.ordinal = @ordinal
        """);

    private static readonly Sql ClaimIt = new("update remediation_task set status = 'Claimed', claimed_by = @by, claimed_at = @at where id = @id and status = 'Open' and owner_id = @by");

    private static readonly Sql VerifyIt = new("update remediation_task set status = 'Verified', proven_by = @snapshot, proven_at = @at, reopened = null where id = @id and status = 'Claimed'");

    private static readonly Sql ReopenIt = new("""
        update remediation_task set status = 'Open', reopened = @reason, reopened_by = @snapshot, claimed_by = null, claimed_at = null, proven_by = null, proven_at = null
        where id = @id and status in ('Claimed', 'Verified')
        """);

    // Only a grant can be looked for in an extract; what was found wrong with a role, a rule or a statement is settled by looking.
    private static readonly Sql WatchedIn = new("""
        select t.id from remediation_task t join review_item i on i.campaign_id = t.campaign_id and i.ordinal = t.ordinal
        where t.system = @system and i.kind = 'Grant'
        """);

    private static readonly Sql Present = new("""
        select distinct t.id from access_grant g join remediation_task t on t.account = g.account and t.entitlement = g.entitlement and t.environment = g.environment
        where g.snapshot = @snapshot and t.id in list(@tasks)
        """);

    private static readonly Sql NoteIt = new("""
        insert into snapshot_presence (snapshot, task_id, present)
        select @snapshot, @task, @present where not exists (select 1 from snapshot_presence where snapshot = @snapshot and task_id = @task)
        """);

    private static readonly Sql Noted = new("""
        select p.task_id as id, p.present from snapshot_presence p join remediation_task t on t.id = p.task_id
        where p.snapshot = @snapshot and t.status in ('Claimed', 'Verified')
        """);

    private static readonly Sql EveryStatus = new("select id, status from remediation_task order by id");

    private static readonly Sql CountJudged = new("""
        select sum(case when proven_by = @snapshot then 1 else 0 end) as verified, sum(case when reopened_by = @snapshot and status = 'Open' then 1 else 0 end) as reopened
        from remediation_task where proven_by = @snapshot or reopened_by = @snapshot
        """);

    private static readonly Sql CountStatuses = new("select status, count(*) as tasks from remediation_task where campaign_id = @campaign group by status");

    private static readonly Sql CountOpen = new("select owner_id as owner, count(*) as tasks from remediation_task where status = 'Open' group by owner_id");

    internal sealed record PresenceRow
    {
        public Id<RemediationTask> Id { get; init; }

        public bool Present { get; init; }
    }

    /// <summary>How many removals a snapshot proved, and how many it opened again.</summary>
    public sealed record Judged
    {
        public int Verified { get; init; }

        public int Reopened { get; init; }
    }

    internal sealed record OwnerRow
    {
        public Id<Person> Owner { get; init; }

        public int Tasks { get; init; }
    }

    internal sealed record StatusRow
    {
        public Removal Status { get; init; }

        public int Tasks { get; init; }
    }

    public static async Task<RemediationTask?> One(Read read, Id<RemediationTask> id) => (await read.One<RemovalRow>(Find, new { id }))?.Value;

    public static async Task<IReadOnlyList<RemediationTask>> Of(Read read, Id<Person> owner) => [.. (await read.List<RemovalRow>(OfOwner, new { owner })).Select(r => r.Value)];

    public static async Task<IReadOnlyList<RemediationTask>> Of(Read read, Id<Campaign> campaign) => [.. (await read.List<RemovalRow>(OfCampaign, new { campaign })).Select(r => r.Value)];

    /// <summary>Some of a campaign's removals: those not proven first, the most urgent of them first.</summary>
    public static async Task<IReadOnlyList<RemediationTask>> First(Read read, Id<Campaign> campaign, int count) =>
        [.. (await read.List<RemovalRow>(FirstOfCampaign, new { campaign, count })).Select(r => r.Value)];

    /// <summary>The removals of these items.</summary>
    public static async Task<IReadOnlyList<RemediationTask>> Of(Read read, Id<Campaign> campaign, IEnumerable<int> ordinals) =>
        [.. (await read.List<RemovalRow>(OfItems, new { campaign, ordinals = read.In(ordinals) })).Select(r => r.Value)];

    public static async Task<IReadOnlyDictionary<Removal, int>> Statuses(Read read, Id<Campaign> campaign) =>
        (await read.List<StatusRow>(CountStatuses, new { campaign })).ToDictionary(r => r.Status, r => r.Tasks);

    /// <summary>How many open removals each owner has.</summary>
    public static async Task<IReadOnlyList<(Id<Person> Owner, int Tasks)>> OpenByOwner(Read read) =>
        [.. (await read.List<OwnerRow>(CountOpen)).Select(r => (r.Owner, r.Tasks))];

    public static async Task<Judged> JudgedBy(Read read, long snapshot) => await read.One<Judged>(CountJudged, new { snapshot }) ?? new();

    /// <summary>Every removal, for holding them against the log.</summary>
    internal static async IAsyncEnumerable<(Guid Task, string Status)> AllStatuses(Read read)
    {
        await foreach (var row in read.Rows(EveryStatus)) yield return (row.GetGuid(0), row.GetString(1));
    }

    internal static async Task<bool> Open(Tx tx, TaskOpened fact) =>
        await tx.Run(Insert, new { id = fact.Task, campaign = fact.Campaign, ordinal = fact.Ordinal, owner = fact.Owner, deadline = fact.Deadline, now = tx.Now }) > 0;

    internal static async Task<bool> Record(Tx tx, RemovalClaimed fact) => await tx.Run(ClaimIt, new { id = fact.Task, by = fact.By, at = fact.At }) > 0;

    internal static async Task<bool> Record(Tx tx, RemovalVerified fact) => await tx.Run(VerifyIt, new { id = fact.Task, snapshot = fact.Snapshot, at = fact.ExtractedAt }) > 0;

    internal static async Task<bool> Record(Tx tx, RemovalReopened fact) => await tx.Run(ReopenIt, new { id = fact.Task, snapshot = fact.Snapshot, reason = fact.Reason.ToString() }) > 0;

    internal static Task<IReadOnlyList<Id<RemediationTask>>> Watched(Read read, string system) => read.List<Id<RemediationTask>>(WatchedIn, new { system });

    internal static Task<IReadOnlyList<Id<RemediationTask>>> PresentIn(Read read, long snapshot, IEnumerable<Id<RemediationTask>> tasks) =>
        read.List<Id<RemediationTask>>(Present, new { snapshot, tasks = read.In(tasks) });

    internal static Task<int> Note(Tx tx, long snapshot, Id<RemediationTask> task, bool present) => tx.Run(NoteIt, new { snapshot, task, present });

    internal static async Task<IReadOnlyList<(Id<RemediationTask> Task, bool Present)>> NotedIn(Read read, long snapshot) =>
        [.. (await read.List<PresenceRow>(Noted, new { snapshot })).Select(r => (r.Id, r.Present))];
}
