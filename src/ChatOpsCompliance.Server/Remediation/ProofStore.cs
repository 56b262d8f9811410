using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>What shows that access is gone, or still there: snapshots, second persons, inspections.</summary>
public static class ProofStore
{
    private static readonly Sql VerifyIt = new("""
        update remediation_task set status = 'Verified', proven_by = @snapshot, proven_at = @at, reopened = null where id = @id and status in ('Claimed', 'Unconfirmed')
        """);

    private static readonly Sql DoubtIt = new("update remediation_task set status = 'Unconfirmed', proven_by = @snapshot, proven_at = @at where id = @id and status = 'Claimed'");

    private static readonly Sql ConfirmIt = new("update remediation_task set status = 'Verified', reopened = null where id = @id and status = 'Unconfirmed' and proven_by = @snapshot and claimed_by <> @by");

    private static readonly Sql InspectIt = new("""
        update remediation_task set status = 'ConfirmedByInspection', proven_by = @snapshot, proven_at = @at, reopened = null where id = @id and status in ('Claimed', 'Unconfirmed') and claimed_by <> @by
        """);

    private static readonly Sql ReopenIt = new("""
        update remediation_task set status = 'Open', reopened = @reason, reopened_by = @snapshot, claimed_by = null, claimed_at = null, proven_by = null, proven_at = null
        where id = @id and status in ('Claimed', 'Unconfirmed', 'Verified', 'ConfirmedByInspection')
        """);

    // Only a grant can be looked for in an extract; what was found wrong with a role, a rule or a statement is settled by looking.
    private static readonly Sql WatchedIn = new("""
        select t.id from remediation_task t join review_item i on i.campaign_id = t.campaign_id and i.ordinal = t.ordinal
        where t.system = @system and i.kind = 'Grant'
        """);

    private static readonly Sql Present = new("""
        select distinct t.id, case when t.entitlement = g.entitlement then 1 else 0 end as old
        from access_grant g join remediation_task t on t.account = g.account and t.environment = g.environment and (t.entitlement = g.entitlement or t.becomes = g.entitlement)
        where g.snapshot = @snapshot and t.id in list(@tasks)
        """);

    private static readonly Sql NoteIt = new("""
        insert into snapshot_presence (snapshot, task_id, present, replaced)
        select @snapshot, @task, @present, @replaced where not exists (select 1 from snapshot_presence where snapshot = @snapshot and task_id = @task)
        """);

    private static readonly Sql Noted = new("""
        select p.task_id as id, p.present, p.replaced from snapshot_presence p join remediation_task t on t.id = p.task_id
        where p.snapshot = @snapshot and t.status in ('Claimed', 'Unconfirmed', 'Verified', 'ConfirmedByInspection')
        """);

    private static readonly Sql CountJudged = new("""
        select sum(case when proven_by = @snapshot and status in ('Verified', 'ConfirmedByInspection') then 1 else 0 end) as verified, sum(case when proven_by = @snapshot and status = 'Unconfirmed' then 1 else 0 end) as unconfirmed,
            sum(case when reopened_by = @snapshot and status = 'Open' then 1 else 0 end) as reopened
        from remediation_task where proven_by = @snapshot or reopened_by = @snapshot
        """);

    /// <summary>What one snapshot says of a removal.</summary>
    /// <param name="Present">The access that should go is in it.</param>
    /// <param name="Replaced">So is the access that should take its place.</param>
    internal sealed record Presence(Id<RemediationTask> Task, bool Present, bool Replaced);

    internal sealed record PresenceRow
    {
        public Id<RemediationTask> Id { get; init; }

        public bool Present { get; init; }

        public bool Replaced { get; init; }
    }

    internal sealed record FoundRow
    {
        public Id<RemediationTask> Id { get; init; }

        public bool Old { get; init; }
    }

    /// <summary>What one snapshot did to removals.</summary>
    public sealed record Judged
    {
        public int Verified { get; init; }

        /// <summary>Gone in it, but its maker removed or held them: a second person is to look.</summary>
        public int Unconfirmed { get; init; }

        public int Reopened { get; init; }
    }

    public static async Task<Judged> JudgedBy(Read read, long snapshot) => await read.One<Judged>(CountJudged, new { snapshot }) ?? new();

    internal static async Task<bool> Record(Tx tx, RemovalVerified fact) => await tx.Run(VerifyIt, new { id = fact.Task, snapshot = fact.Snapshot, at = fact.ExtractedAt }) > 0;

    internal static async Task<bool> Record(Tx tx, RemovalUnconfirmed fact) => await tx.Run(DoubtIt, new { id = fact.Task, snapshot = fact.Snapshot, at = fact.ExtractedAt }) > 0;

    internal static async Task<bool> Record(Tx tx, RemovalConfirmed fact) => await tx.Run(ConfirmIt, new { id = fact.Task, snapshot = fact.Snapshot, by = fact.By }) > 0;

    internal static async Task<bool> Record(Tx tx, RemovalInspected fact) => await tx.Run(InspectIt, new { id = fact.Task, at = fact.At, by = fact.By, snapshot = fact.Snapshot }) > 0;

    internal static async Task<bool> Record(Tx tx, RemovalReopened fact) => await tx.Run(ReopenIt, new { id = fact.Task, snapshot = fact.Snapshot, reason = fact.Reason.ToString() }) > 0;

    internal static Task<IReadOnlyList<Id<RemediationTask>>> Watched(Read read, string system) => read.List<Id<RemediationTask>>(WatchedIn, new { system });

    internal static async Task<IReadOnlyList<Presence>> In(Read read, long snapshot, IReadOnlyList<Id<RemediationTask>> tasks)
    {
        var found = (await read.List<FoundRow>(Present, new { snapshot, tasks = read.In(tasks) })).Select(r => (r.Id, r.Old)).ToHashSet();
        return [.. tasks.Select(t => new Presence(t, found.Contains((t, true)), found.Contains((t, false))))];
    }

    internal static Task<int> Note(Tx tx, long snapshot, Presence p) => tx.Run(NoteIt, new { snapshot, task = p.Task, present = p.Present, replaced = p.Replaced });

    internal static async Task<IReadOnlyList<Presence>> NotedIn(Read read, long snapshot) =>
        [.. (await read.List<PresenceRow>(Noted, new { snapshot })).Select(r => new Presence(r.Id, r.Present, r.Replaced))];
}
