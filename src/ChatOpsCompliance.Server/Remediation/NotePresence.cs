using ChatOpsCompliance.Access;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>
/// Before a snapshot is published: which of the grants that should go, and of those that should take their place, are in it. Looked up outside any
/// transaction, since the snapshot may have a million rows and nothing of it changes any more. A task opened after this look can't have been claimed
/// before the extract, so the snapshot says nothing of it.
/// </summary>
internal static class NotePresence
{
    public static async Task Of(Database database, AccessSnapshot snapshot, CancellationToken ct)
    {
        var tasks = await database.Read(read => ProofStore.Watched(read, snapshot.System), ct);
        foreach (var chunk in tasks.Chunk(200))
        {
            var found = await database.Read(read => ProofStore.In(read, snapshot.Number, chunk), ct);
            await database.Bulk(
                Actor.Service,
                async tx =>
                {
                    foreach (var presence in found) await ProofStore.Note(tx, snapshot.Number, presence);
                    return Done.It;
                },
                ct);
        }
    }
}
