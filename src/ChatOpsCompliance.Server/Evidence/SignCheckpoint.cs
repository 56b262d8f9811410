using System.Text.Json;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Evidence;

/// <summary>
/// Signs what the ledger is now and sends it out of the database, to the compliance channel and a file: hourly when there are facts, and at
/// each close. Whoever holds one can see that a row before it was changed or cut.
/// </summary>
public sealed class SignCheckpoint(Database database, SigningKey key, Outbox outbox)
{
    public static readonly JsonSerializerOptions Line = new(JsonSerializerDefaults.Web);

    public Task<Checkpoint?> WhenThereAreFacts(CancellationToken ct = default) => database.Bulk(
        Actor.Service,
        async tx =>
        {
            var head = await LedgerStore.HeadOf(tx);
            if (head.Seq == 0 || (await LedgerStore.LatestCheckpoint(tx))?.Seq == head.Seq) return null;
            var checkpoint = key.Sign(head.Seq, head.Hash, tx.Now);
            if (await LedgerStore.Keep(tx, checkpoint) == 0) return null;
            await outbox.AppendToFile(tx, JsonSerializer.Serialize(checkpoint, Line));
            await outbox.PostToCompliance(tx, CardOf(checkpoint));
            return checkpoint;
        },
        ct);

    private static Card CardOf(Checkpoint c) => new(
        $"Audit log checkpoint at entry {c.Seq}",
        new Heading($"Audit log checkpoint at entry {c.Seq}"),
        new Paragraph(JsonSerializer.Serialize(c, Line)),
        new Note("Signed. Keep this message: with it anybody can see whether an earlier entry was changed or removed (ledger verify --checkpoints FILE, one such line each)."));
}
