using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Evidence;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>Walks the audit log of a bundle once, and holds the texts, tables, populations and checkpoints against it.</summary>
internal sealed partial class BundleLog(ZipIn zip, IReadOnlyDictionary<string, string> sums, BundleAbout about, IEnumerable<Checkpoint> checkpoints)
{
    private readonly ILookup<long, Checkpoint> watched = checkpoints.ToLookup(c => c.Seq);
    private readonly Dictionary<long, string> seen = [];
    private readonly Dictionary<string, (string At, string Hash, string Count)> launched = new(StringComparer.Ordinal);
    private readonly HashSet<long> erasures = [];
    private readonly List<long> erased = [];
    private readonly HashSet<string> kept = new(StringComparer.Ordinal);
    private readonly List<(LogTable Table, IEnumerator<ReadOnlyMemory<byte>> Lines)> tables = [];
    private int held, texts;

    public void Walk(List<string> yes)
    {
        var files = zip.Names.Where(n => LogFile().IsMatch(n)).ToList();
        DoesNotFit.Unless(files.SequenceEqual(Enumerable.Range(1, files.Count).Select(n => string.Create(CultureInfo.InvariantCulture, $"ledger/{n:000000}.jsonl")), StringComparer.Ordinal), "The files of the audit log are not numbered without a gap.");
        using var beside = zip.Lines(BundleNames.Texts).GetEnumerator();
        foreach (var table in LogTable.All) Open(table);
        DoesNotFit.Unless(about.First == 1 || about.First <= about.Last, "The audit log is not there.");
        var (number, prev) = (about.First - 1, about.Before);
        seen[number] = prev;
        foreach (var line in files.SelectMany(zip.Lines))
        {
            var row = LogRow.Parse(line);
            number++;
            DoesNotFit.Unless(LogRow.Texts(row, "at", "kind", "prev") && LogRow.Whole(row, "seq") is not null, Sentence($"Entry {number} of the audit log can't be read."));
            DoesNotFit.Unless(LogRow.Whole(row, "seq") == number && LogRow.Text(row, "prev") == prev, Sentence($"Entry {number} of the audit log does not follow the one before: one of the two was changed, taken out, put in or moved."));
            DoesNotFit.Unless(number > about.First || about.First == 1 || string.CompareOrdinal(LogRow.Text(row, "at"), about.Start) < 0, Sentence($"The audit log begins with entry {number}, which is of the period: what came before it may have been left out."));
            prev = Convert.ToHexStringLower(SHA256.HashData(line.Span));
            if (watched.Contains(number)) seen[number] = prev;
            Row(row, number, line, beside);
        }

        DoesNotFit.Unless(number == about.Last && prev == about.Hash, Sentence($"The audit log ends with entry {number}, and bundle.txt says that it ends otherwise."));
        foreach (var (table, lines) in tables) DoesNotFit.Unless(!lines.MoveNext(), $"{table.File} has lines of which the audit log says nothing.");
        DoesNotFit.Unless(!beside.MoveNext() && erased.TrueForAll(e => erasures.Contains(e) || e < about.First || e > about.Last), "ledger/texts.jsonl has texts, or erasures, of which the audit log says nothing.");
        foreach (var name in zip.Names.Where(n => n.StartsWith("attachments/", StringComparison.Ordinal))) DoesNotFit.Unless(kept.Contains(name), $"{name} is none of the period's: the audit log does not say that it was kept as evidence.");
        yes.Add(about.Last >= about.First ? Sentence($"Entries {about.First} to {about.Last} of the audit log follow each other without a gap, each with the hash of the one before.") : "The audit log has no entry that matters to this period.");
        yes.Add(Sentence($"{held} lines of the tables and {texts} texts are what the log says, and none of the period is left out."));
        foreach (var c in watched.OrderBy(w => w.Key).SelectMany(w => w))
            DoesNotFit.Unless(seen.GetValueOrDefault(c.Seq, c.Hash) == c.Hash, Sentence($"Entry {c.Seq} of the audit log is not the one that the checkpoint of {c.At} saw: it or one before it was rewritten."));
        Populations(yes);
    }

    private void Open(LogTable table)
    {
        var lines = zip.Lines(table.File).GetEnumerator();
        tables.Add((table, lines));
        DoesNotFit.Unless(lines.MoveNext() && lines.Current.Span.SequenceEqual(Encoding.UTF8.GetBytes(table.Header + "\r")), $"{table.File} has other columns than a bundle has.");
    }

    private void Row(JsonElement row, long number, ReadOnlyMemory<byte> line, IEnumerator<ReadOnlyMemory<byte>> beside)
    {
        var kind = LogRow.Text(row, "kind")!;
        if (kind == "campaign.launched") launched[LogTable.Value(row, "body.campaign")] = (LogRow.Text(row, "at")!, LogTable.Value(row, "body.populationHash"), LogTable.Value(row, "body.population"));
        if (kind == WordsErased.KindName) erasures.Add(number);
        if (!about.Has(LogRow.Text(row, "at")!)) return;
        foreach (var pointer in Pointer().Matches(Encoding.Latin1.GetString(line.Span)).Select(m => m.Groups["hash"].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            texts++;
            var text = beside.MoveNext() ? LogRow.Parse(beside.Current) : default;
            var fits = LogRow.Whole(text, "seq") == number && LogRow.Text(text, "ref") == pointer;
            if (fits && LogRow.Whole(text, "erased") is { } by) erased.Add(by);
            else DoesNotFit.Unless(fits && LogRow.Text(text, "salt") is { } salt && Salt().IsMatch(salt) && LogRow.Text(text, "text") is { } words && PersonalText.Hash(salt, words) == pointer, Sentence($"A text beside entry {number} of the audit log is not the one it points to."));
        }

        foreach (var (table, lines) in tables.Where(t => t.Table.Holds(kind)))
        {
            var expected = Encoding.UTF8.GetBytes(table.Line(row) + ",");
            DoesNotFit.Unless(lines.MoveNext() && lines.Current.Span.StartsWith(expected) && table.Reads(Encoding.Latin1.GetString(lines.Current.Span[expected.Length..])), Sentence($"{table.File} does not say what entry {number} of the audit log says."));
            DoesNotFit.Unless(table.Name != "attachments" || sums.GetValueOrDefault("attachments/" + LogTable.Value(row, "body.hash")) == LogTable.Value(row, "body.hash"), Sentence($"The file that entry {number} of the audit log kept as evidence is not there."));
            if (table.Name == "attachments") kept.Add("attachments/" + LogTable.Value(row, "body.hash"));
            held++;
        }
    }

    private void Populations(List<string> yes)
    {
        var there = zip.Names.Where(n => n.StartsWith("populations/", StringComparison.Ordinal)).Select(n => n.Length > 18 ? n[12..^6] : "").ToHashSet(StringComparer.Ordinal);
        foreach (var campaign in there.Union(launched.Where(l => about.Has(l.Value.At)).Select(l => l.Key)).Order(StringComparer.Ordinal))
        {
            var name = $"populations/{campaign}.jsonl";
            DoesNotFit.Unless(launched.TryGetValue(campaign, out var frozen) && Population(name) == (frozen.Hash, frozen.Count), $"{name} is not the population that the audit log says was frozen.");
        }

        yes.Add(Sentence($"Populations of reviews: {there.Count}, each with the hash that the log has from its launch."));
    }

    private (string Hash, string Count) Population(string name)
    {
        using var hash = new FieldHash();
        var count = 0;
        foreach (var line in zip.Lines(name))
        {
            count++;
            var fields = LogRow.Parse(line);
            DoesNotFit.Unless(fields.ValueKind == JsonValueKind.Array && fields.GetArrayLength() == 11 && fields.EnumerateArray().All(f => f.ValueKind is JsonValueKind.Null or JsonValueKind.String or JsonValueKind.True or JsonValueKind.False || (f.ValueKind == JsonValueKind.Number && LogRow.IsWhole(f))), Sentence($"{name}, line {count}: it can't be read."));
            var isGrant = fields[8].ValueKind == JsonValueKind.String && fields[8].GetString() == "Grant";
            foreach (var field in fields.EnumerateArray().Take(isGrant ? 8 : 11))
                hash.Add(field.ValueKind switch { JsonValueKind.Null => null, JsonValueKind.String => field.GetString(), _ => field.GetRawText() });
        }

        return (hash.Finish(), count.ToString(CultureInfo.InvariantCulture));
    }

    private static string Sentence(FormattableString text) => FormattableString.Invariant(text);

    [GeneratedRegex(@"\Aledger/[0-9]{6}\.jsonl\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex LogFile();

    [GeneratedRegex("""(?<!\\)"text:(?<hash>[0-9a-f]{64})""" + "\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Pointer();

    [GeneratedRegex(@"\A([0-9a-f]{2})*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Salt();
}
