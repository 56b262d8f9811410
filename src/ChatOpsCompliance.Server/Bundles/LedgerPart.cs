using System.Text;
using System.Text.Json;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>The rows of the audit log that a bundle holds.</summary>
/// <param name="First">The first of them; one past <paramref name="Last"/> when there are none.</param>
/// <param name="Before">The hash of the row before the first.</param>
/// <param name="Hash">The hash of the last.</param>
internal sealed record LedgerSlice(long First, long Last, string Before, string Hash);

/// <summary>
/// Writes the audit log as the very lines that were hashed, and while they go by the tables made of them and the texts beside them, so that
/// the log is walked once and memory stays flat. A row that does not give its stored hash ends it: nothing is signed that does not fit.
/// </summary>
internal sealed class LedgerPart(Read read, LedgerSlice slice, ReportScope scope, Scratch scratch)
{
    private const int Step = 250, RowsOfAFile = 100_000;

    private readonly LedgerHasher hasher = new();
    private readonly string start = LedgerEntry.Time(scope.Start), end = LedgerEntry.Time(scope.End);
    private readonly List<(LogTable Table, Stream File)> tables = [];
    private IReadOnlyDictionary<string, string> people = new Dictionary<string, string>(), reviews = new Dictionary<string, string>(), places = new Dictionary<string, string>();
    private string prev = slice.Before;

    /// <summary>The files that became evidence in the period, by their hash.</summary>
    public SortedDictionary<string, Id<Attachment>> Attachments { get; } = new(StringComparer.Ordinal);

    private Stream texts = Stream.Null;

    public async Task Write(ZipOut zip, CancellationToken ct)
    {
        people = (await PeopleStore.Everybody(read)).ToDictionary(p => p.Id.ToString(), p => p.Name, StringComparer.Ordinal);
        reviews = (await CampaignStore.All(read)).ToDictionary(c => c.Id.ToString(), c => $"{c.Title}, {ReportTable.Text(c.Period)}", StringComparer.Ordinal);
        places = await BundleStore.Places(read, ReviewDigest.Kind);
        texts = scratch.File();
        foreach (var table in LogTable.All)
        {
            tables.Add((table, scratch.File()));
            Put(tables[^1].File, table.Header + "\r\n");
        }

        var next = slice.First;
        for (var number = 1; next <= slice.Last; number++)
            await zip.Add($"ledger/{number:000000}.jsonl", async file => next = await Rows(file, next, Math.Min(slice.Last, next + RowsOfAFile - 1), ct));
        if (prev != slice.Hash) throw new LogBroken(slice.Last, "it is not the one that the head of the log names");
        await zip.Add("ledger/texts.jsonl", texts.CopyBack);
        foreach (var (table, file) in tables) await zip.Add(table.File, file.CopyBack);
    }

    private async Task<long> Rows(Stream file, long from, long upTo, CancellationToken ct)
    {
        while (from <= upTo)
        {
            ct.ThrowIfCancellationRequested();
            var rows = await LedgerStore.Entries(read, from, (int)Math.Min(Step, upTo - from + 1));
            if (rows.Count == 0) throw new LogBroken(from, "it is missing");
            var beside = (await LedgerStore.Texts(read, from, rows[^1].Entry.Seq)).ToLookup(t => t.Seq);
            var lines = new List<(LogTable Table, Stream File, JsonElement Row)>();
            foreach (var (entry, hash) in rows)
            {
                if (entry.Seq != from++) throw new LogBroken(from - 1, "it is missing");
                if (entry.Prev != prev || hasher.Hash(entry) != hash) throw new LogBroken(entry.Seq, "its content or its place does not give its hash");
                var line = hasher.Line(entry);
                file.Write(line);
                file.Write("\n"u8);
                prev = hash;
                if (string.CompareOrdinal(entry.At, start) < 0 || string.CompareOrdinal(entry.At, end) >= 0) continue;
                foreach (var text in beside[entry.Seq]) Text(text);
                foreach (var (table, target) in tables)
                    if (table.Holds(entry.Kind)) lines.Add((table, target, JsonElement.Parse(line)));
                if (entry.Kind == "attachment.kept") Attachments.TryAdd(LogTable.Value(lines[^1].Row, "body.hash"), Id<Attachment>.Parse(entry.Subject[(entry.Subject.IndexOf('/', StringComparison.Ordinal) + 1)..]));
            }

            await Lines(lines, beside);
        }

        return from;
    }

    private void Text(LedgerStore.TextRow t)
    {
        JsonSerializer.Serialize(texts, t.Text is null ? new { seq = t.Seq, @ref = t.Ref, erased = t.ErasedSeq } : (object)new { seq = t.Seq, @ref = t.Ref, salt = t.Salt, text = t.Text }, MakeBundle.Json);
        texts.Write("\n"u8);
    }

    private async Task Lines(List<(LogTable Table, Stream File, JsonElement Row)> lines, ILookup<long, LedgerStore.TextRow> beside)
    {
        var items = new Dictionary<(string Campaign, int Ordinal), BundleStore.Item>();
        foreach (var some in lines.Where(l => l.Table.Name == "decisions").Select(l => l.Row.GetProperty("body")).GroupBy(b => b.GetProperty("campaign").GetString()!))
            foreach (var item in await BundleStore.Items(read, Id<Campaign>.Parse(some.Key), some.Select(b => b.GetProperty("ordinal").GetInt32()).Distinct()))
                items[(some.Key, item.Ordinal)] = item;
        foreach (var (table, file, row) in lines)
            Put(file, string.Concat(table.Line(row), ",", string.Join(',', table.Beside.Select(column => CsvText.Cell(Beside(column, row, items, beside)))), "\r\n"));
    }

    private string Beside(string column, JsonElement row, Dictionary<(string, int), BundleStore.Item> items, ILookup<long, LedgerStore.TextRow> beside)
    {
        var body = row.GetProperty("body");
        if (column == "words") return Words(body, beside[row.GetProperty("seq").GetInt64()]);
        var person = row.GetProperty("actor").TryGetProperty("person", out var id) ? id.GetString()! : "";
        if (column == "person") return people.GetValueOrDefault(person, "");
        var campaign = body.GetProperty("campaign").GetString()!;
        if (column == "review") return reviews.GetValueOrDefault(campaign, "");
        if (column == "message") return places.GetValueOrDefault($"{campaign}/{person}", "");
        return items.GetValueOrDefault((campaign, body.GetProperty("ordinal").GetInt32())) is { } item
            ? column switch { "system" => item.System, "account" => item.Account, "entitlement" => item.Entitlement, _ => item.Environment }
            : "";
    }

    /// <summary>What people wrote with it, each by the name of the property that points to it.</summary>
    private static string Words(JsonElement body, IEnumerable<LedgerStore.TextRow> beside)
    {
        var written = beside.ToDictionary(t => PersonalText.Prefix + t.Ref, t => t.Text ?? "(erased)", StringComparer.Ordinal);
        return written.Count == 0 ? "" : string.Join("; ", body.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String && written.ContainsKey(p.Value.GetString()!)).Select(p => $"{p.Name}: {written[p.Value.GetString()!]}"));
    }

    private static void Put(Stream file, string text) => file.Write(Encoding.UTF8.GetBytes(text));
}

/// <summary>The log in the database does not fit together; nothing is made of it.</summary>
internal sealed class LogBroken(long row, string why) : Exception($"row {row}: {why}");
