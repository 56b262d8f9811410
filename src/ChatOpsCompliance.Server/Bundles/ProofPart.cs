using System.Text;
using System.Text.Json;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>For each removal: the row of the extract it was found in, and what the account had left in the one that proved it.</summary>
internal static class ProofPart
{
    private const int Step = 2000;

    private const string Gone = "let go after retention";

    private const string Header = "task,campaign,item,system,account,entitlement,environment,becomes,status,before_extract,before_row,after_extract,after_extracted_at,still_there,account_has_left\r\n";

    public static Task Write(ZipOut zip, Read read, IReadOnlyList<Campaign> campaigns, Scratch scratch) => zip.Add("removals/proof.csv", async file =>
    {
        file.Write(Encoding.UTF8.GetBytes(Header));
        foreach (var campaign in campaigns)
        {
            await using var mine = scratch.Another();
            var proofs = new Dictionary<long, LeftBehind?>();
            for (var after = 0; after < campaign.Population; after += Step)
                foreach (var r in await BundleStore.Removals(read, campaign.Id, after, after + Step))
                {
                    LeftBehind? left = null;
                    if ((r.ProvenBy ?? r.ReopenedBy) is { } proof && !proofs.TryGetValue(proof, out left))
                        proofs.Add(proof, left = await LetGo(read, proof) ? null : await LeftBehind.In(read, campaign.Id, proof, mine.File()));
                    file.Write(Encoding.UTF8.GetBytes(await Line(read, r, left)));
                }
        }
    });

    private static async Task<bool> LetGo(Read read, long snapshot) => await SnapshotStore.Find(read, snapshot) is { RowsGoneAt: not null };

    /// <param name="proof">Null when nothing proved it yet, or when the extract that did was let go.</param>
    private static async Task<string> Line(Read read, BundleStore.Removed r, LeftBehind? proof)
    {
        var left = proof?.Of(r.Account);
        var none = (r.ProvenBy ?? r.ReopenedBy) is null ? "" : Gone;
        var before = r.GrantOrdinal > 0 ? await BundleStore.Before(read, r.Snapshot, r.GrantOrdinal) : null;
        string?[] cells =
        [
            r.Id.ToString(), r.Campaign.ToString(), FormattableString.Invariant($"{r.Ordinal}"), r.System, r.Account, r.Entitlement, r.Environment, r.Becomes, r.Status,
            FormattableString.Invariant($"{r.Snapshot}"), before is null ? await LetGo(read, r.Snapshot) ? Gone : "" : JsonSerializer.Serialize(before, MakeBundle.Json),
            (r.ProvenBy ?? r.ReopenedBy) is { } after ? FormattableString.Invariant($"{after}") : "", r.ProvenAt is { } at ? ChatOpsCompliance.Evidence.LedgerEntry.Time(at) : "",
            left is null ? none : left.Contains(LeftBehind.Named(r.Entitlement, r.Environment), StringComparer.Ordinal) ? "yes" : "no", left is null ? none : string.Join(" | ", left),
        ];
        return string.Join(',', cells.Select(c => CsvText.Cell(c ?? ""))) + "\r\n";
    }
}
