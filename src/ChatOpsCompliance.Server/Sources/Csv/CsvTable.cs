using System.Globalization;
using System.Text;
using ChatOpsCompliance.People;
using Sylvan.Data.Csv;

namespace ChatOpsCompliance.Server.Sources.Csv;

/// <summary>
/// A CSV file in (UTF-8, RFC 4180, header row), read row by row. Collects every fault with its line; unknown columns are reported
/// and ignored.
/// </summary>
public sealed class CsvTable : IDisposable
{
    /// <summary>After so many faults a file is not worth reading on.</summary>
    public const int MostFaults = 10_000;

    /// <summary>What the tables take in any field.</summary>
    public const int MostCharacters = 300;

    private readonly CsvDataReader reader;
    private readonly Dictionary<string, int> columns = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Name, int At)> asked = [];
    private readonly List<Fault> faults = [];
    private int next;

    private CsvTable(CsvDataReader reader) => this.reader = reader;

    public IReadOnlyList<Fault> Faults => faults;

    /// <summary>Columns this program does not know; reported, not read.</summary>
    public IReadOnlyList<string> Unknown { get; private set; } = [];

    /// <summary>The line of the current row as a text editor counts it; the header is line 1. Quoted line breaks are counted as rows.</summary>
    public int Line => reader.RowNumber + 1;

    /// <summary>Opens the file and reads its header; what is wrong with that is a fault of line 1, and then no row means anything.</summary>
    public static CsvTable Open(string path, IReadOnlyList<string> required, IReadOnlyList<string> optional) => Open(File.OpenRead(path), required, optional);

    /// <param name="file">Closed together with the table.</param>
    public static CsvTable Open(Stream file, IReadOnlyList<string> required, IReadOnlyList<string> optional)
    {
        var empty = file.Length == 0;
        var text = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, 1 << 16);
        try
        {
            var table = new CsvTable(CsvDataReader.Create(text, new CsvDataReaderOptions { Delimiter = ',', HasHeaders = true, BufferSize = 1 << 16, MaxBufferSize = 1 << 20, OwnsReader = true }));
            table.ReadHeader(required, optional);
            return table;
        }
        catch (Exception e) when (Unreadable(e))
        {
            // The reader looks some rows ahead, so the fault may stand behind the header.
            text.Dispose();
            var unreadable = new CsvTable(CsvDataReader.Create(TextReader.Null, new CsvDataReaderOptions { HasHeaders = false }));
            unreadable.Fault(empty ? "the file is empty; it has not even a header row" : Why(e), line: 1);
            return unreadable;
        }
    }

    private void ReadHeader(IReadOnlyList<string> required, IReadOnlyList<string> optional)
    {
        for (var i = 0; i < reader.FieldCount; i++)
        {
            var name = reader.GetName(i).Trim();
            if (!columns.TryAdd(name, i)) Fault($"the column {name} stands twice", line: 1);
        }

        foreach (var name in required.Where(n => !columns.ContainsKey(n))) Fault($"the column {name} is missing", line: 1);
        Unknown = [.. columns.Keys.Where(n => !required.Contains(n, StringComparer.OrdinalIgnoreCase) && !optional.Contains(n, StringComparer.OrdinalIgnoreCase))];
    }

    /// <summary>Moves to the next row; false at the end, when the file can't be read on, when the header is wrong, and after too many faults.</summary>
    public bool Next()
    {
        if (faults.Count >= MostFaults || (faults.Count > 0 && faults[0].Line == 1)) return false;
        try
        {
            if (!reader.Read()) return false;
            // Fewer is a fault too: a row that was cut off would pass for one that says less.
            if (reader.RowFieldCount != reader.FieldCount) Fault($"{reader.RowFieldCount} fields, the header has {reader.FieldCount}");
            return true;
        }
        catch (Exception e) when (Unreadable(e))
        {
            Fault(Why(e));
            return false;
        }
    }

    public void Fault(string reason, int? line = null) => faults.Add(new(line ?? Line, reason));

    /// <summary>The trimmed text, empty when the column or the field is.</summary>
    /// <param name="most">The longest text taken, in characters.</param>
    public string Text(string column, int most = MostCharacters)
    {
        // Columns are asked for in the same order in every row, so the answer of the row before is looked at first.
        if (next == asked.Count || !ReferenceEquals(asked[next].Name, column))
        {
            next = asked.FindIndex(a => ReferenceEquals(a.Name, column));
            if (next < 0)
            {
                next = asked.Count;
                asked.Add((column, columns.GetValueOrDefault(column, -1)));
            }
        }

        var at = asked[next].At;
        next = next + 1 < asked.Count ? next + 1 : 0;
        var text = at >= 0 && at < reader.RowFieldCount ? reader.GetString(at).Trim() : "";
        if (text.Length > most) Fault($"{column} has {text.Length} characters; {most} are the most");
        return text;
    }

    public string? Optional(string column) => Text(column) is { Length: > 0 } text ? text : null;

    public string Required(string column)
    {
        var text = Text(column);
        if (text.Length == 0) Fault($"{column} is empty");
        return text;
    }

    /// <summary>Lower case, since e-mail addresses are compared.</summary>
    public string? Email(string column, bool required = false)
    {
        var text = required ? Required(column) : Text(column);
        if (text.Length == 0) return null;
        if (text.IndexOf('@', StringComparison.Ordinal) is < 1 || text.EndsWith('@') || text.Contains(' ', StringComparison.Ordinal)) Fault($"{column} '{text}' is no e-mail address");
        return text.ToLowerInvariant();
    }

    /// <summary>true, false, or null when empty: the source did not say.</summary>
    public bool? Bool(string column) => Text(column) switch
    {
        "" => null,
        var t when t.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        var t when t.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        var t => Wrong<bool>($"{column} '{t}' is neither true nor false nor empty"),
    };

    /// <summary>ISO 8601 with offset, as UTC.</summary>
    public DateTimeOffset? Time(string column) => Time(column, Text(column));

    /// <summary>A time, or a word in its place, such as <c>never</c>; null when it is the word.</summary>
    public DateTimeOffset? TimeOr(string column, string word, out bool isWord)
    {
        var text = Text(column);
        isWord = text.Equals(word, StringComparison.OrdinalIgnoreCase);
        return isWord ? null : Time(column, text);
    }

    private DateTimeOffset? Time(string column, string text)
    {
        if (text.Length == 0) return null;
        if (UtcTime.TryParse(text, out var time) || IsoTime.TryParse(text, out time)) return time;
        return Wrong<DateTimeOffset>($"{column} '{text}' is no ISO 8601 time with offset, such as 2026-01-31T09:00:00Z");
    }

    public DateOnly? Date(string column)
    {
        var text = Text(column);
        if (text.Length == 0) return null;
        return DateOnly.TryParseExact(text.Length > 10 ? text[..10] : text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : Wrong<DateOnly>($"{column} '{text}' is no ISO 8601 date, such as 2026-01-31");
    }

    public void Dispose() => reader.Dispose();

    // The reader's own exceptions are FormatExceptions, not all of them CsvFormatExceptions.
    private static bool Unreadable(Exception e) => e is FormatException or DecoderFallbackException or IOException;

    private static string Why(Exception e) =>
        e is DecoderFallbackException ? "the text is not UTF-8" : "the row is not well-formed CSV (a quote that does not end, or a field of over a million characters)";

    private T? Wrong<T>(string reason)
        where T : struct
    {
        Fault(reason);
        return null;
    }
}
