using System.Globalization;

namespace ChatOpsCompliance.Evidence;

/// <summary>A report as rows and columns: every format (CSV, JSON, XLSX, PDF) is made from this one, so the numbers agree.</summary>
public sealed record ReportTable : IDisposable
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>What stands above the table: of what, when, the numbers it ties out with. Names are unique.</summary>
    public required IReadOnlyList<ReportFact> Facts { get; init; }

    /// <summary>Sentences a reader needs: the equations, what a column means.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public required IReadOnlyList<ReportColumn> Columns { get; init; }

    /// <summary>Texts, whole numbers, dates, times (UTC, whole seconds); null is empty. Many rows may stand in a file, which is gone when the table is disposed of.</summary>
    public required IReadOnlyList<IReadOnlyList<object?>> Rows { get; init; }

    /// <summary>One row a line, each column telling where its value comes from.</summary>
    public static ReportTable Of<T>(string name, string title, IReadOnlyList<ReportFact> facts, IReadOnlyList<ReportColumn<T>> columns, IEnumerable<T> lines) => new()
    {
        Name = name,
        Title = title,
        Facts = [.. facts.Select(f => f with { Value = Plain(f.Value) })],
        Columns = [.. columns.Select(c => new ReportColumn(c.Name, c.Below))],
        Rows = [.. lines.Select(line => Row(columns, line))],
    };

    /// <summary>A line as the table has it.</summary>
    public static object?[] Row<T>(IReadOnlyList<ReportColumn<T>> columns, T line)
    {
        var row = new object?[columns.Count];
        for (var i = 0; i < row.Length; i++) row[i] = Plain(columns[i].Of(line));
        return row;
    }

    public void Dispose() => (Rows as IDisposable)?.Dispose();

    /// <summary>How a value is written where everything is text.</summary>
    public static string Text(object? value) => Plain(value) switch
    {
        null => "",
        string s => s,
        DateTimeOffset at => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        var number => ((IFormattable)number).ToString(null, CultureInfo.InvariantCulture),
    };

    /// <summary>True, false or unknown, as everybody reads it.</summary>
    public static string Known(bool? value) => value switch { true => "yes", false => "no", null => "unknown" };

    /// <summary><c>RevokedByNoResponse</c> → revoked by no response.</summary>
    public static string Words(string name) =>
        string.Concat(name.Select((c, n) => char.IsUpper(c) ? (n == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()));

    private static object? Plain(object? value) => value switch
    {
        null or string or int or long or DateOnly => value,
        bool known => Known(known),
        Enum e => Words(e.ToString()),
        DateTimeOffset at => new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero),
        _ => throw new ArgumentException($"A report holds no {value.GetType().Name}.", nameof(value)),
    };
}

/// <param name="Name">In lower case with underscores, as CSV and JSON have it.</param>
public sealed record ReportFact(string Name, object? Value)
{
    public string Label => Name.Replace('_', ' ');
}

/// <param name="Name">In lower case with underscores, as CSV and JSON have it.</param>
/// <param name="Below">On paper it stands beneath the column before it, so that a wide table stays readable.</param>
public sealed record ReportColumn(string Name, bool Below)
{
    public string Label => Name.Replace('_', ' ');
}

/// <summary>A column and where its value comes from.</summary>
public sealed record ReportColumn<T>(string Name, Func<T, object?> Of, bool Below = false);
