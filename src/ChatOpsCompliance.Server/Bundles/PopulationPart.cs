using System.Text;
using System.Text.Json;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>The frozen population of a review: for each item the fields that were hashed at its launch, in their order. Its hash stands in the log, with <c>campaign.launched</c>.</summary>
internal static class PopulationPart
{
    public static Task Write(ZipOut zip, Read read, Campaign campaign) => zip.Add($"populations/{campaign.Id}.jsonl", async file =>
    {
        await foreach (var i in FrozenPopulation.Items(read, campaign.Id))
        {
            object?[] fields = [i.Ordinal, i.System, i.Grant.Account, i.Grant.Entitlement, i.Grant.Environment, i.AccountType.ToString(), i.Privileged, ChatOpsCompliance.Access.Flag.Write(i.Flags), i.Kind.ToString(), i.Statement, i.Covers];
            JsonSerializer.Serialize(file, fields, MakeBundle.Json);
            file.Write("\n"u8);
        }
    });
}

/// <summary>For each removal: the row of the extract it was found in, and what the account had left in the one that proved it.</summary>
internal static class ProofPart
{
    private const string Gone = "let go after retention";

    private const string Header = "task,campaign,item,system,account,entitlement,environment,becomes,status,before_extract,before_row,after_extract,after_extracted_at,still_there,account_has_left\r\n";

    public static Task Write(ZipOut zip, Read read, IReadOnlyList<Campaign> campaigns) => zip.Add("removals/proof.csv", async file =>
    {
        file.Write(Encoding.UTF8.GetBytes(Header));
        foreach (var campaign in campaigns)
            foreach (var bySnapshot in (await BundleStore.Removals(read, campaign.Id)).GroupBy(r => (r.System, After: r.ProvenBy ?? r.ReopenedBy)))
            {
                var left = bySnapshot.Key.After is { } after ? await BundleStore.After(read, campaign.Id, bySnapshot.Key.System, after) : null;
                var letGo = bySnapshot.Key.After is { } proof && await LetGo(read, proof);
                foreach (var r in bySnapshot) file.Write(Encoding.UTF8.GetBytes(await Line(read, r, letGo ? null : left?[r.Id.Value].ToList(), letGo)));
            }
    });

    private static async Task<bool> LetGo(Read read, long snapshot) => await SnapshotStore.Find(read, snapshot) is { RowsGoneAt: not null };

    private static async Task<string> Line(Read read, BundleStore.Removed r, List<string>? left, bool letGo)
    {
        var before = r.GrantOrdinal > 0 ? await BundleStore.Before(read, r.Snapshot, r.GrantOrdinal) : null;
        var this_ = $"{r.Entitlement}{(r.Environment.Length > 0 ? $" ({r.Environment})" : "")}";
        string?[] cells =
        [
            r.Id.ToString(), r.Campaign.ToString(), FormattableString.Invariant($"{r.Ordinal}"), r.System, r.Account, r.Entitlement, r.Environment, r.Becomes, r.Status,
            FormattableString.Invariant($"{r.Snapshot}"), before is null ? await LetGo(read, r.Snapshot) ? Gone : "" : JsonSerializer.Serialize(before, MakeBundle.Json),
            (r.ProvenBy ?? r.ReopenedBy) is { } after ? FormattableString.Invariant($"{after}") : "", r.ProvenAt is { } at ? ChatOpsCompliance.Evidence.LedgerEntry.Time(at) : "",
            letGo ? Gone : left is null ? "" : left.Contains(this_, StringComparer.Ordinal) ? "yes" : "no", letGo ? Gone : left is null ? "" : string.Join(" | ", left),
        ];
        return string.Join(',', cells.Select(c => CsvText.Cell(c ?? ""))) + "\r\n";
    }
}
