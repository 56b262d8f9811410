using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Evidence;

/// <summary>What a walk of the chain found. The first fault ends the walk.</summary>
/// <param name="Fault">What does not fit, naming the row; null when all of it does.</param>
/// <param name="Unproven">What this walk can't prove, in plain sentences.</param>
public sealed record LedgerVerdict(long Rows, string Head, int CheckpointsInside, int CheckpointsOutside, int Texts, int Erased, string? Fault, IReadOnlyList<string> Unproven)
{
    public bool Whole => Fault is null;
}

/// <summary>Walks the chain, the texts beside it and the signed checkpoints; names the first row that does not fit.</summary>
public sealed class VerifyLedger(Database database, SigningKey? key)
{
    /// <param name="since">The first row walked; earlier ones are taken as they are.</param>
    /// <param name="outside">Checkpoints kept outside the database.</param>
    public Task<LedgerVerdict> Run(long since, IReadOnlyList<Checkpoint> outside, CancellationToken ct = default) => database.Read(
        async read =>
        {
            var inside = await LedgerStore.AllCheckpoints(read);
            var walk = new ChainWalk(since, [.. inside.Concat(outside)]);
            await using var texts = LedgerStore.Texts(read, 0).GetAsyncEnumerator(ct);
            // SQLite and SQL Server (MARS off) read one thing after the other on a connection, so texts are matched in a second walk.
            await foreach (var (entry, hash) in LedgerStore.Entries(read, since))
            {
                walk.Step(entry, hash);
                if (walk.Fault is not null) break;
            }

            walk.End(await LedgerStore.HeadOf(read));
            while (walk.Fault is null && await texts.MoveNextAsync()) walk.Text(texts.Current);
            walk.TextsEnd();
            foreach (var checkpoint in inside.Concat(outside))
                if (key is not null && !key.Signed(checkpoint)) walk.Fail(checkpoint.Seq, $"the checkpoint of {checkpoint.At} at row {checkpoint.Seq} is not signed by this key ({key.Fingerprint})");
            return walk.Verdict(inside.Count, outside.Count, key is not null);
        },
        ct);
}
