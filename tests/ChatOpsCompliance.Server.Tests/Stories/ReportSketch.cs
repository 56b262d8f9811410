using System.Text.RegularExpressions;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>A report as text, to be approved by a reader.</summary>
internal static partial class ReportSketch
{
    public static string Of(ReportTable table) => string.Join('\n',
    [
        table.Title,
        .. table.Facts.Select(f => $"  {f.Label}: {(f.Name == "audit_log_entries" ? "…" : Masked(ReportTable.Text(f.Value)))}"),
        "",
        .. table.Notes,
        "",
        string.Join(" | ", table.Columns.Select(c => c.Label)),
        .. table.Rows.Select(r => string.Join(" | ", r.Select(v => Masked(ReportTable.Text(v))))),
    ]);

    /// <summary>Ids and hashes are others in each run.</summary>
    private static string Masked(string text) => Drawn().Replace(text, "…");

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Drawn();
}
