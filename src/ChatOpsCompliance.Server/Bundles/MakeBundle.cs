using System.Reflection;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>
/// Everything an auditor is to have of a period, as one signed zip: see <c>Bundles/README.txt</c>, which goes with it. Made from one read of
/// the database, so that all of it is of one instant; the same database, period and instant give the same bytes up to the seal. The log is
/// checkpointed before, so that the newest row in the bundle is in a checkpoint that left the database; that a bundle was made is a fact, and checkpointed too.
/// </summary>
public sealed class MakeBundle(Database database, SignCheckpoint? checkpoint = null, SigningKey? key = null, TimestampAuthority? authority = null)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new IdJson() },
    };

    /// <param name="path">Where the file goes; it is there whole or not at all.</param>
    public async Task<Result<BundleMade>> Run(ReportRequest request, string path, Actor actor, CancellationToken ct = default)
    {
        if (key is null || checkpoint is null) return new NothingSigns();
        if (File.Exists(path)) return new BundleExists(path);
        await checkpoint.WhenThereAreFacts(ct);
        var part = $"{path}.{Guid.NewGuid():N}.part"; // of this run alone: another one's is not taken away
        try
        {
            var (made, no) = await Written(request, part, ct);
            if (made is null) return no!;
            made = made with { By = actor.Person };
            await database.InTransaction<BundleMade>(actor, tx => { tx.Happened(made); return Task.FromResult<Result<BundleMade>>(made); }, ct: ct);
            await checkpoint.WhenThereAreFacts(ct);
            File.Move(part, path, overwrite: false);
            return made;
        }
        catch (LogBroken broken)
        {
            return new LogNotWhole(broken.Message);
        }
        catch (LargerThanAZip)
        {
            return new BundleTooLarge();
        }
        finally
        {
            File.Delete(part);
        }
    }

    private async Task<Result<BundleMade>> Written(ReportRequest request, string part, CancellationToken ct)
    {
        await using var file = new FileStream(part, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 65_536);
        await using var scratch = new Scratch(Path.GetDirectoryName(Path.GetFullPath(part))!);
        var (zip, slice) = (new ZipOut(file), default(LedgerSlice));
        for (var asOf = DateTimeOffset.MaxValue; slice is null || await Overtaken(slice, asOf, ct);)
        {
            file.SetLength(0);
            zip = new(file);
            var (written, no) = await database.Read(read => { asOf = read.Now; return Contents(zip, read, request, scratch, ct); }, ct);
            if (written is null) return no!;
            slice = written;
        }

        await zip.Add(BundleNames.Sums, zip.Sums);
        await zip.Finish();
        var signed = await HashOf(file, ct);
        var signature = BundleSeal.Lowered(key!.SignHash(signed));
        var (stamp, unstamped) = authority is null ? default(Result<byte[]>) : await authority.Stamp(signature, ct);
        if (unstamped is not null) return unstamped;
        await zip.Seal(new BundleSeal(key.Fingerprint, signature, stamp).Comment());
        return new BundleMade(request.From!.Value, request.To!.Value, Convert.ToHexStringLower(await HashOf(file, ct)), file.Length, slice.Last, slice.Hash, null);
    }

    /// <summary>A checkpoint from before the instant of the bundle was committed after its read began: the bundle would look as if its log had been cut.</summary>
    private async Task<bool> Overtaken(LedgerSlice slice, DateTimeOffset asOf, CancellationToken ct) =>
        (await database.Read(LedgerStore.AllCheckpoints, ct)).Any(c => c.Seq > slice.Last && string.CompareOrdinal(c.At, LedgerEntry.Time(asOf)) < 0);

    private async Task<Result<LedgerSlice>> Contents(ZipOut zip, Read read, ReportRequest request, Scratch scratch, CancellationToken ct)
    {
        var (scope, no) = await request.Scope(read, ReportOf.Period);
        if (scope is null) return no!;
        List<Campaign> campaigns = [.. (await CampaignStore.All(read)).Where(c => scope.Meets(c.LaunchedAt, c.ClosedAt ?? c.CancelledAt)).OrderBy(c => c.LaunchedAt).ThenBy(c => c.Id.ToString(), StringComparer.Ordinal)];
        var slice = await Slice(read, scope, campaigns);
        await zip.Add("README.txt", Resource("README.txt"));
        await zip.Add(BundleNames.About, About(request, scope, slice));
        await zip.Add(BundleNames.Signer, key!.PublicKey + "\n");
        await zip.Add("verify.py", Resource("verify.py"));
        var log = new LedgerPart(read, slice, scope, scratch);
        await log.Write(zip, ct);
        await zip.Add(BundleNames.Checkpoints, string.Concat((await LedgerStore.AllCheckpoints(read)).Where(c => c.Seq >= slice.First && c.Seq <= slice.Last).Select(c => JsonSerializer.Serialize(c, SignCheckpoint.Line) + "\n")));
        foreach (var campaign in campaigns.Where(c => c.Status != CampaignStatus.Staged)) await PopulationPart.Write(zip, read, campaign);
        await ProofPart.Write(zip, read, campaigns, scratch);
        foreach (var (hash, id) in log.Attachments) await zip.Add($"attachments/{hash}", await AttachmentStore.Content(read, id) is { } content && Convert.ToHexStringLower(SHA256.HashData(content)) == hash ? content : throw new LogBroken(slice.Last, $"attachment {id}, kept as evidence, is not what the log says"));
        await new ReportPart(read, request, scope).Write(zip, campaigns);
        return slice;
    }

    /// <summary>From the period's first day, or from the extracts of the reviews that were open then, to the newest row: what became of it comes after.</summary>
    private static async Task<LedgerSlice> Slice(Read read, ReportScope scope, IReadOnlyList<Campaign> campaigns)
    {
        var head = await LedgerStore.HeadOf(read);
        var begin = scope.Start;
        foreach (var earlier in campaigns.Select(c => (DateTimeOffset?)c.LaunchedAt).Append(campaigns.Count == 0 ? null : await BundleStore.FirstImportOf(read, campaigns.Select(c => c.Id))))
            if (earlier < begin) begin = earlier.Value;
        var first = await BundleStore.FirstSince(read, LedgerEntry.Time(begin)) ?? head.Seq + 1;
        first = Math.Max(1, first - 1); // one from before shows that nothing of the period was left out
        var before = first == 1 ? LedgerEntry.Genesis : (await LedgerStore.Entries(read, first - 1, 1))[0].Hash;
        return new(first, head.Seq, before, head.Hash);
    }

    private string About(ReportRequest request, ReportScope scope, LedgerSlice slice) => FormattableString.Invariant($"""
        {BundleSeal.Format}
        from {request.From:yyyy-MM-dd}
        to {request.To:yyyy-MM-dd}
        start {LedgerEntry.Time(scope.Start)}
        end {LedgerEntry.Time(scope.End)}
        as-of {LedgerEntry.Time(scope.AsOf)}
        made-by {typeof(MakeBundle).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown"}
        signer {key!.Fingerprint}
        log-first {slice.First}
        log-last {slice.Last}
        log-before {slice.Before}
        log-hash {slice.Hash}

        """).ReplaceLineEndings("\n");

    internal static byte[] Resource(string name)
    {
        using var stream = typeof(MakeBundle).Assembly.GetManifestResourceStream($"{typeof(MakeBundle).Namespace}.{name}")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static async Task<byte[]> HashOf(FileStream file, CancellationToken ct)
    {
        var end = file.Position = file.Length;
        file.Position = 0;
        var hash = await SHA256.HashDataAsync(file, ct);
        file.Position = end;
        return hash;
    }
}

/// <summary>Files of a bundle that verifiers ask for by name.</summary>
internal static class BundleNames
{
    public const string Sums = "SHA256SUMS", About = "bundle.txt", Signer = "signer.pem", Checkpoints = "ledger/checkpoints.jsonl", Texts = "ledger/texts.jsonl";
}
