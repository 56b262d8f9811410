namespace ChatOpsCompliance.Evidence;

/// <summary>A report as rows and columns: every format (CSV, JSON, later XLSX and PDF) is made from this one, so the numbers agree.</summary>
/// <param name="Facts">What stands above the table: of what, when, the tie-out.</param>
public sealed record ReportTable(string Name, string Title, IReadOnlyList<(string Label, string Value)> Facts, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
