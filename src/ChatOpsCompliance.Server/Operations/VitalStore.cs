using System.Globalization;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Operations;

/// <summary>Reads the vitals. Each question is answered by an index, since it is asked every few seconds.</summary>
internal static class VitalStore
{
    private static readonly Sql Outbox = new("select status, count(*) as effects, min(created_at) as oldest from outbox where status in ('ready', 'leased', 'dead') group by status");

    private static readonly Sql Removals = new("select count(*) from remediation_task where status in ('Open', 'Claimed', 'Unconfirmed') and deadline < @now");

    private static readonly Sql Actions = new("select count(*) from action_task where status in ('Open', 'Done') and deadline < @now");

    private static readonly Sql Gate = new("select count(*) from gate_question where answer = 'Pending'");

    private static readonly Sql Extracts = new("select system, max(extracted_at) as extracted_at from access_snapshot where status = 'published' group by system");

    private sealed record OutboxRow
    {
        public string Status { get; init; } = "";

        public int Effects { get; init; }

        public DateTimeOffset Oldest { get; init; }
    }

    private sealed record ExtractRow
    {
        public string System { get; init; } = "";

        public DateTimeOffset ExtractedAt { get; init; }
    }

    public static async Task<Vitals> Of(Read read)
    {
        var now = read.Now;
        var outbox = await read.List<OutboxRow>(Outbox);
        var waiting = outbox.Where(o => o.Status != "dead").ToList();
        var head = await LedgerStore.HeadOf(read);
        var checkpoint = await LedgerStore.LatestCheckpoint(read);
        return new()
        {
            OutboxWaiting = waiting.Sum(o => o.Effects),
            OutboxDead = outbox.Where(o => o.Status == "dead").Sum(o => o.Effects),
            OutboxOldest = waiting.Count == 0 ? 0 : (now - waiting.Min(o => o.Oldest)).TotalSeconds,
            LedgerHead = head.Seq,
            LedgerUnsigned = head.Seq - (checkpoint?.Seq ?? 0),
            CheckpointAge = checkpoint is null ? null : (now - DateTimeOffset.Parse(checkpoint.At, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)).TotalSeconds,
            ItemsOverdue = await ItemCountStore.ItemsOverdue(read),
            RemovalsOverdue = await read.One<int>(Removals, new { now }),
            ActionsOverdue = await read.One<int>(Actions, new { now }),
            GateWaiting = await read.One<int>(Gate),
            SourceAge = (await read.List<ExtractRow>(Extracts)).ToDictionary(e => e.System, e => (now - e.ExtractedAt).TotalSeconds),
        };
    }
}
