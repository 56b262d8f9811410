using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>What came of verifying a bundle, in plain sentences. The first fault ends it.</summary>
public sealed record BundleVerdict(string? Fault, string About, IReadOnlyList<string> Proved, IReadOnlyList<string> Unproven)
{
    public bool Fits => Fault is null;

    /// <summary>Line for line what <c>verify.py</c> prints.</summary>
    public override string ToString() => Fault is not null ? $"DOES NOT FIT. {Fault}" : string.Join('\n', [$"FITS. {About}", .. Proved.Select(p => "  Proved: " + p), .. Unproven.Select(u => "  Not proved: " + u)]);
}

/// <summary>What whoever verifies a bundle has from elsewhere.</summary>
/// <param name="Key">The signer's fingerprint.</param>
/// <param name="Checkpoints">The text of a file of checkpoints, one JSON line each.</param>
/// <param name="TimestampAuthority">PEM: the certificates of the authority that stamps, or of who vouches for it.</param>
public sealed record FromElsewhere(string? Key, byte[] Checkpoints, string? TimestampAuthority = null)
{
    public static readonly FromElsewhere Nothing = new(null, []);
}

/// <summary>
/// Says whether a bundle fits together and to what one has from elsewhere: with no server, database, network or settings. <c>verify.py</c> is
/// the same in another language, and says the same sentences; tests hold one against the other.
/// </summary>
public static partial class VerifyBundle
{
    public static BundleVerdict Of(string path, FromElsewhere elsewhere)
    {
        try
        {
            return Check(path, elsewhere);
        }
        catch (DoesNotFit fault)
        {
            return new(fault.Message, "", [], []);
        }
    }

    private static BundleVerdict Check(string path, FromElsewhere elsewhere)
    {
        var (yes, no) = (new List<string>(), new List<string>());
        using var zip = new ZipIn(path);
        var signer = zip.Seal.Signer;
        var key = string.IsNullOrEmpty(elsewhere.Key) ? null : elsewhere.Key.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
        DoesNotFit.Unless(key is null || key == signer, $"It was signed by another key than the one you named: {signer}.");
        var sums = Files(zip);
        yes.Add(Invariant($"Each of the {sums.Count} files is what SHA256SUMS says, and the zip holds nothing else."));
        using var signs = Signer(zip);
        DoesNotFit.Unless(signs.VerifyHash(SHA256.HashData(zip.SignedBytes()), zip.Seal.Signature), "The signature does not fit: something was changed after it was signed, or another key signed it.");
        yes.Add($"Every byte was signed with the key {signer}.");
        (key is null ? no : yes).Add(key is null ? "Who signed it. Anybody can make a key: ask somebody you trust for the fingerprint, and give it with --key." : "That is the key you named.");
        var about = BundleAbout.Read(zip.Text(BundleNames.About));
        DoesNotFit.Unless(about?.Signer == signer, "bundle.txt is not as a bundle has it.");
        DoesNotFit.Unless(about!.CountsItsDays, "bundle.txt names other days than it counts.");
        DoesNotFit.Unless(zip.Size(BundleNames.Checkpoints) <= ZipIn.Small, $"{BundleNames.Checkpoints} is larger than it ever is.");
        var inside = Checkpoints(zip.Lines(BundleNames.Checkpoints), BundleNames.Checkpoints);
        var given = Checkpoints(Split(elsewhere.Checkpoints), "The checkpoints you gave");
        new BundleLog(zip, sums, about!, inside.Concat(given)).Walk(yes);
        Signatures(inside, signs, signer);
        Signatures(given, signs, signer);
        foreach (var c in inside.Concat(given))
            DoesNotFit.Unless(c.Seq <= about!.Last || string.CompareOrdinal(c.At, about.AsOf) >= 0, Invariant($"The checkpoint of {c.At} saw entry {c.Seq}, and the audit log here ends with entry {about!.Last}: its end was cut off."));
        Checkpointed(about!, given, yes, no);
        if (string.CompareOrdinal(about!.AsOf, about.End) < 0) no.Add($"What came after {about.AsOf}: the bundle was made then, before its period was over.");
        if (elsewhere.TimestampAuthority is { Length: > 0 } authority && zip.Seal.Stamp is { } stamp) yes.Add($"It was signed before {TimestampAuthority.Verified(stamp, zip.Seal.Signature, authority)}: the authority whose certificate you gave stamped the signature then.");
        else no.Add(zip.Seal.Stamp is null ? "When it was signed: no authority stamped it, so the time is the operator's word." : "When it was signed: an authority's time stamp is there; give its certificate, from somebody you trust, with --tsa-certificate.");
        no.Add("That reports/, summary.pdf, removals/ and those columns of tables/ that do not begin with log. say what the log says: the signature covers them, and nothing else does.");
        return new(null, $"Evidence of {about.From} to {about.To}, as of {about.AsOf}.", yes, no);
    }

    /// <summary>Each file's hash, by its name.</summary>
    private static Dictionary<string, string> Files(ZipIn zip)
    {
        var text = zip.Text(BundleNames.Sums);
        var sums = Sum().Matches(text).Select(m => (Name: m.Groups["name"].Value, Hash: m.Groups["hash"].Value)).ToList();
        DoesNotFit.Unless(zip.Names.LastOrDefault() == BundleNames.Sums && sums.Select(s => s.Name).SequenceEqual(zip.Names.SkipLast(1), StringComparer.Ordinal) && text.Length == sums.Sum(s => s.Name.Length + 67), "SHA256SUMS does not name exactly the files that are there, in their order.");
        foreach (var (name, expected) in sums)
        {
            DoesNotFit.Unless(Known().IsMatch(name), $"{name} is no file that a bundle has.");
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var chunk in zip.Chunks(name)) hash.AppendData(chunk.Span);
            DoesNotFit.Unless(Convert.ToHexStringLower(hash.GetHashAndReset()) == expected, $"{name} is not what SHA256SUMS says.");
        }

        return sums.ToDictionary(s => s.Name, s => s.Hash, StringComparer.Ordinal);
    }

    private static ECDsa Signer(ZipIn zip)
    {
        var pem = Pem().Match(zip.Text(BundleNames.Signer));
        var der = pem.Success ? BundleSeal.Base64(pem.Groups["base"].Value.Replace("\n", "", StringComparison.Ordinal)) : null;
        DoesNotFit.Unless(der is { Length: 91 } && der.AsSpan().StartsWith(P256) && Convert.ToHexStringLower(SHA256.HashData(der)) == zip.Seal.Signer, "signer.pem is not the key that the end of the file names.");
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(der, out _);
            return key;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            throw new DoesNotFit("The signature does not fit: something was changed after it was signed, or another key signed it."); // no point of the curve
        }
    }

    private static List<Checkpoint> Checkpoints(IEnumerable<ReadOnlyMemory<byte>> lines, string where)
    {
        var (found, number) = (new List<Checkpoint>(), 0);
        foreach (var line in lines)
        {
            number++;
            if (line.Span.Trim(" \t\r\f\v"u8).IsEmpty) continue;
            var c = LogRow.Parse(line);
            var fits = LogRow.Whole(c, "seq") is not null && LogRow.Whole(c, "count") is not null && LogRow.Texts(c, "hash", "at", "key", "signature");
            var checkpoint = fits ? new Checkpoint(LogRow.Whole(c, "seq")!.Value, LogRow.Text(c, "hash")!, LogRow.Whole(c, "count")!.Value, LogRow.Text(c, "at")!, LogRow.Text(c, "key")!, LogRow.Text(c, "signature")!) : null;
            DoesNotFit.Unless(checkpoint is not null && BundleAbout.Hex().IsMatch(checkpoint.Hash) && BundleAbout.Time().IsMatch(checkpoint.At), Invariant($"{where}, line {number}: this is no checkpoint."));
            found.Add(checkpoint!);
        }

        return found;
    }

    /// <summary>Of those that name the key of the bundle the newest is checked: the others' hashes are held against the log.</summary>
    private static void Signatures(List<Checkpoint> found, ECDsa key, string signer)
    {
        if (found.Where(c => c.Key == signer).OrderBy(c => c.Seq).LastOrDefault() is not { } own) return;
        DoesNotFit.Unless(
            BundleSeal.Base64(own.Signature) is { Length: 64 } signature && key.VerifyData(own.Signed(), signature, HashAlgorithmName.SHA256),
            Invariant($"The checkpoint of {own.At} at entry {own.Seq} is not signed by the key of this bundle, though it names it."));
    }

    private static void Checkpointed(BundleAbout about, List<Checkpoint> given, List<string> yes, List<string> no)
    {
        var within = given.Where(c => c.Seq >= about.First - 1 && c.Seq <= about.Last).ToList();
        if (within.Count == 0)
        {
            no.Add("That this is the log as it was written. Whoever has the signing key could have written another, or cut off its end: give checkpoints kept elsewhere with --checkpoints.");
        }
        else
        {
            var newest = within.Max(c => c.Seq);
            yes.Add(Invariant($"Up to entry {newest} the audit log is the one that your checkpoints saw: nothing before it was rewritten."));
            if (newest < about.Last) no.Add(Invariant($"Entries {newest + 1} to {about.Last}: they came after your newest checkpoint and rest on the operator's word."));
        }

        if (given.Count > within.Count) no.Add(Invariant($"Your checkpoints of entries before or after those in this bundle, {given.Count - within.Count} in all, say nothing of it."));
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Split(byte[] text)
    {
        for (var from = 0; from <= text.Length;)
        {
            var length = text.AsSpan(from).IndexOf((byte)'\n') is var at and >= 0 ? at : text.Length - from;
            yield return text.AsMemory(from, length);
            from += length + 1;
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>How the DER of a public key on P-256 begins, its point uncompressed.</summary>
    private static ReadOnlySpan<byte> P256 => [0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04];

    [GeneratedRegex(@"(?<hash>[0-9a-f]{64})  (?<name>[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*)\n", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Sum();

    [GeneratedRegex(@"\A(README\.txt|bundle\.txt|signer\.pem|verify\.py|summary\.pdf|ledger/([0-9]{6}|texts|checkpoints)\.jsonl|tables/(decisions|extracts|removals|emergency-changes|deployments|attachments)\.csv|populations/[0-9a-f-]{36}\.jsonl|removals/proof\.csv|attachments/[0-9a-f]{64}|reports/[a-z0-9-]+\.(csv|xlsx))\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Known();

    [GeneratedRegex(@"\A-----BEGIN PUBLIC KEY-----\n(?<base>[A-Za-z0-9+/]{64}\n[A-Za-z0-9+/=]{60})\n-----END PUBLIC KEY-----\n\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Pem();
}
