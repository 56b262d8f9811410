namespace ChatOpsCompliance.Evidence;

/// <summary>A report that is written line by line: what stands above the rows is counted while they go by, so that a million need not be kept.</summary>
/// <param name="count">Sees each line that the report takes, once, in the order in which they come.</param>
/// <param name="facts">What was counted; asked for when the last line has gone by.</param>
public sealed class ReportDraft<T>(string name, string title, IReadOnlyList<ReportColumn<T>> columns, Action<T> count, Func<IEnumerable<ReportFact>> facts)
{
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether a line belongs to the report.</summary>
    public Func<T, bool> Takes { get; init; } = _ => true;

    /// <summary>Where a line stands; those of the same place, and all when there is none, stand in the order in which they came.</summary>
    public Func<T, (long, int, int)>? Place { get; init; }

    /// <summary>Null when the line does not belong to the report.</summary>
    public object?[]? Row(T line)
    {
        if (!Takes(line)) return null;
        count(line);
        return ReportTable.Row(columns, line);
    }

    /// <param name="rows">All that <see cref="Row"/> gave, in their places.</param>
    public ReportTable Table(IReadOnlyList<IReadOnlyList<object?>> rows) => ReportTable.Of(name, title, [.. facts()], columns, []) with { Rows = rows, Notes = Notes };

    /// <summary>Of lines that are few.</summary>
    public ReportTable Of(IEnumerable<T> lines) => Table([.. lines.Select(l => (At: Place?.Invoke(l) ?? default, Row: Row(l))).Where(r => r.Row is not null).OrderBy(r => r.At).Select(r => r.Row!)]);
}
