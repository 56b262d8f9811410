using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Evidence;

/// <summary>What a walk of the chain found. The first fault ends the walk.</summary>
/// <param name="SnapshotsLetGo">Extracts whose rows were let go after retention; the log has their counts and hashes.</param>
/// <param name="Fault">What does not fit, naming the row; null when all of it does.</param>
/// <param name="Unproven">What this walk can't prove, in plain sentences.</param>
public sealed record LedgerVerdict(long Rows, string Head, int CheckpointsInside, int CheckpointsOutside, int Texts, int Erased, int SnapshotsLetGo, string? Fault, IReadOnlyList<string> Unproven)
{
    public bool Whole => Fault is null;
}

/// <summary>Walks the chain, the texts beside it, the signed checkpoints, and the decisions and removals that the tables have; names the first row that does not fit.</summary>
public sealed class VerifyLedger(Database database, SigningKey? key)
{
    /// <summary>So few that their strings die young: with thousands at once the collector copies them, and the walk takes half as long again.</summary>
    private const int Step = 250;

    /// <param name="since">The first row walked; earlier ones are taken as they are.</param>
    /// <param name="outside">Checkpoints kept outside the database.</param>
    public Task<LedgerVerdict> Run(long since, IReadOnlyList<Checkpoint> outside, CancellationToken ct = default) => database.Read(
        async read =>
        {
            var inside = await LedgerStore.AllCheckpoints(read);
            var walk = new ChainWalk(since, [.. inside.Concat(outside)]);
            var state = new StateWalk((await LedgerStore.HeadOf(read)).Seq);
            await Walk(read, walk, state, ct);
            walk.End(await LedgerStore.HeadOf(read));
            walk.Texts(await LedgerStore.Texts(read, walk.Next, long.MaxValue)); // none may stand beside a row that is not there
            foreach (var checkpoint in inside.Concat(outside))
                if (key is not null && !key.Signed(checkpoint)) walk.Fail(checkpoint.Seq, $"the checkpoint of {checkpoint.At} at row {checkpoint.Seq} is not signed by this key ({key.Fingerprint})");
            if (walk.Fault is null && since <= 1) walk.Fail(await state.Compare(read) ?? await ItemCountStore.Difference(read) ?? await RemovalCountStore.Difference(read));
            return walk.Verdict(inside.Count, outside.Count, key is not null);
        },
        ct);

    /// <summary>
    /// Some rows at a time with the texts beside them, so that memory stays flat; the next are read while these are hashed. One read after the
    /// other, as SQL Server wants them (MARS off).
    /// </summary>
    private static async Task Walk(Read read, ChainWalk walk, StateWalk state, CancellationToken ct)
    {
        var rows = await LedgerStore.Entries(read, walk.Next, Step);
        while (rows.Count > 0 && walk.Fault is null)
        {
            ct.ThrowIfCancellationRequested();
            var last = rows[^1].Entry.Seq;
            var texts = await LedgerStore.Texts(read, walk.Next, last);
            var ahead = Task.Run(() => LedgerStore.Entries(read, last + 1, Step), CancellationToken.None);
            foreach (var (entry, hash) in rows)
            {
                walk.Step(entry, hash);
                state.Step(entry);
            }

            if (walk.Fault is null) walk.Texts(texts);
            rows = await ahead;
        }
    }
}
