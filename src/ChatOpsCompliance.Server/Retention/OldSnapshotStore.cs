using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Retention;

/// <summary>
/// Extracts, by how long something rests on their rows: the review they were frozen for (the newest of each definition is what the next compares with),
/// the removals of it, the removals and the leavers' access that they proved gone.
/// </summary>
public static class OldSnapshotStore
{
    private static readonly Sql Old = new("""
        select s.number, s.system, s.row_count as count, s.content_hash, s.extracted_at, s.imported_at
        from access_snapshot s
        where s.status = 'published' and s.rows_gone_at is null and s.imported_at < @before
            and exists (select 1 from access_snapshot n where n.system = s.system and n.status = 'published' and n.number > s.number)
        order by s.number
        """);

    private static readonly Sql Uses = new("""
        select u.snapshot, min(u.began) as began, max(coalesce(u.ended, @never)) as ended from (
            select cs.snapshot, c.launched_at as began,
                case when c.status in ('Closed', 'Approved', 'Cancelled') and exists (select 1 from campaign n where n.definition = c.definition and n.launched_at > c.launched_at and n.status not in ('Staged', 'Cancelled'))
                    then coalesce(c.approved_at, c.closed_at, c.cancelled_at) end as ended
            from campaign_snapshot cs join campaign c on c.id = cs.campaign_id
            union all
            select cs.snapshot, t.opened_at, case when t.status in ('Verified', 'ConfirmedByInspection', 'Withdrawn') then coalesce(t.proven_at, t.claimed_at, t.opened_at) end
            from campaign_snapshot cs join remediation_task t on t.campaign_id = cs.campaign_id and t.system = cs.system
            union all
            select t.proven_by, t.opened_at, case when t.status in ('Verified', 'ConfirmedByInspection', 'Withdrawn') then coalesce(t.proven_at, t.claimed_at, t.opened_at) end
            from remediation_task t where t.proven_by is not null
            union all
            select t.reopened_by, t.opened_at, case when t.status in ('Verified', 'ConfirmedByInspection', 'Withdrawn') then coalesce(t.proven_at, t.claimed_at, t.opened_at) end
            from remediation_task t where t.reopened_by is not null
            union all
            select i.proven_by, i.opened_at, case when i.status in ('Verified', 'Withdrawn') then coalesce(i.proven_at, i.claimed_at, i.opened_at) end
            from leaver_incident i where i.proven_by is not null
        ) u group by u.snapshot
        """);

    private static readonly Sql SetGone = new("update access_snapshot set rows_gone_at = @now where number = @number and rows_gone_at is null and status = 'published'");

    private static readonly Sql Unfinished = new("select s.number, s.row_count as count from access_snapshot s where s.rows_gone_at is not null and exists (select 1 from access_grant g where g.snapshot = s.number) order by s.number");

    private static readonly Sql DeleteSome = new("delete from access_grant where snapshot = @number and ordinal > @after and ordinal <= @upTo");

    // Ordinals run from 1 without a gap, so the first and the last row tell whether a snapshot was cut.
    private static readonly Sql States = new("""
        select s.number, s.row_count as count, s.content_hash,
            case when s.rows_gone_at is null then case when s.row_count = 0 or (exists (select 1 from access_grant g where g.snapshot = s.number and g.ordinal = 1) and exists (select 1 from access_grant g where g.snapshot = s.number and g.ordinal = s.row_count)) then 'kept' else 'cut' end
            else 'let go' end as rows_are
        from access_snapshot s where s.status = 'published' order by s.number
        """);

    private static readonly Sql GoneBySystem = new("""
        select system, count(*) as snapshots, max(extracted_at) as newest_extracted_at, max(rows_gone_at) as last_gone_at
        from access_snapshot where rows_gone_at is not null group by system order by system
        """);

    /// <summary>A system of which the rows of old extracts were let go.</summary>
    public sealed record GoneRow
    {
        public string System { get; init; } = "";

        public int Snapshots { get; init; }

        public DateTimeOffset NewestExtractedAt { get; init; }

        public DateTimeOffset LastGoneAt { get; init; }
    }

    internal sealed record Row
    {
        public long Number { get; init; }

        public string System { get; init; } = "";

        public int Count { get; init; }

        public string ContentHash { get; init; } = "";

        public DateTimeOffset ExtractedAt { get; init; }

        public DateTimeOffset ImportedAt { get; init; }
    }

    internal sealed record State
    {
        public long Number { get; init; }

        public int Count { get; init; }

        public string ContentHash { get; init; } = "";

        /// <summary><c>kept</c>, <c>let go</c>, or <c>cut</c> when some are missing.</summary>
        public string RowsAre { get; init; } = "";
    }

    private sealed record Use
    {
        public long Snapshot { get; init; }

        public DateTimeOffset Began { get; init; }

        public DateTimeOffset Ended { get; init; }
    }

    /// <summary>A last day that both engines can write; what is open ends then.</summary>
    private static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What came in before, never the newest of its system; with the time in which its rows were of use.</summary>
    internal static async Task<IReadOnlyList<(Row Snapshot, DateTimeOffset Began, DateTimeOffset Ended)>> Before(Read read, DateTimeOffset before)
    {
        var old = await read.List<Row>(Old, new { before });
        if (old.Count == 0) return [];
        var uses = (await read.List<Use>(Uses, new { never = Never })).ToDictionary(u => u.Snapshot);
        return [.. old.Select(s => uses.TryGetValue(s.Number, out var use)
            ? (s, use.Began < s.ExtractedAt ? use.Began : s.ExtractedAt, use.Ended > s.ImportedAt ? use.Ended : s.ImportedAt)
            : (s, s.ExtractedAt, s.ImportedAt))];
    }

    /// <summary>Let go, with rows that are still there since it broke off: number and how many there were.</summary>
    internal static Task<IReadOnlyList<Row>> HalfGone(Read read) => read.List<Row>(Unfinished);

    public static Task<IReadOnlyList<GoneRow>> Gone(Read read) => read.List<GoneRow>(GoneBySystem);

    internal static IAsyncEnumerable<State> All(Read read) => read.Stream<State>(States);

    internal static async Task<bool> Mark(Tx tx, long number) => await tx.Run(SetGone, new { number, now = tx.Now }) > 0;

    internal static Task<int> Delete(Tx tx, long number, int after, int upTo) => tx.Run(DeleteSome, new { number, after, upTo });
}
