using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Controls;

/// <summary>All that a tester needs of one control and period on one sheet, and what they concluded.</summary>
public sealed record TestSheet(ControlCoverage Coverage, IReadOnlyList<Sample> Samples, ControlTest? Test)
{
    public Control Control => Coverage.Control;

    /// <summary>How many single things there are, and their hash, of each kind.</summary>
    public string PopulationText => Joined(Coverage.Evidence.Where(e => e.Population is not null).Select(e => FormattableString.Invariant($"{e.Source}: {e.Population!.Count}, hash {e.Population.Hash}")), "required times alone");

    public string TiesText => Joined(Coverage.Evidence.Where(e => e.Population is not null).Select(e => e.Population!.Ties), "Each required time is held against what was recorded at its source.");

    public string SampleText => Joined(Samples.Select(s => $"{s.Reference} of {s.Source}: {s.MethodText}"), "none drawn: all were looked at by the service");

    /// <summary>What the service itself did for each kind of evidence.</summary>
    public string ProcedureText => Test?.Work is { } work ? $"{work} ({Recomputed})" : Recomputed;

    public string ResultText => Test?.ResultText ?? "not concluded yet";

    public string DeviationsText => Coverage is { Gaps.Count: 0, Late.Count: 0, Deviations.Count: 0 }
        ? "none"
        : string.Join("; ", new[] { Said(Coverage.Gaps.Count(g => g.Operated != Operated.NoRecord), "not at all"), Said(Coverage.Gaps.Count(g => g.Operated == Operated.NoRecord), "before there was any record"), Said(Coverage.Late.Count, "late"), Said(Coverage.OtherDeviations.Count, Coverage.OtherDeviations.Count == 1 ? "deviation" : "deviations") }.OfType<string>());

    private string Recomputed => "Recomputed by the service: " + string.Join("; ", Coverage.Evidence.Select(e => e.Source.Kind switch
    {
        EvidenceKind.Review => "each interval and system was held against the campaigns that had it in scope, their due and completion dates, and items without a decision",
        EvidenceKind.Extracts => "each interval and system was held against the extracts that were taken",
        EvidenceKind.Remediation => "each removal's deadline was held against the newer extract, or the second person, that proved it",
        EvidenceKind.Leavers => "access that people who left still had was held against the extract that proved it gone",
        EvidenceKind.EmergencyChanges => "each request's approvals, details and review were held against when they were due",
        EvidenceKind.Deployments when Coverage.Control.Frequency == Frequency.Each => "each deployment was classed by what had approved it, also those that only the source's own list told of",
        EvidenceKind.Deployments => "each day and place was held against the readings of the source's own list",
        _ => "each day and place was held against the readings of the gate's settings",
    }).Distinct(StringComparer.Ordinal)) + ".";

    private static string? Said(int count, string what) => count == 0 ? null : FormattableString.Invariant($"{count} {what}");

    private static string Joined(IEnumerable<string> parts, string otherwise) => string.Join("; ", parts) is { Length: > 0 } all ? all : otherwise;
}

/// <summary>Control test sheets: of every control in one table, or of one with all that speaks for and against it.</summary>
public static class TestSheetReport
{
    public const string Name = "test-sheet";

    private static readonly IReadOnlyList<ReportColumn<TestSheet>> Columns =
    [
        new("control", s => s.Control.Name),
        new("title", s => s.Control.Title, Below: true),
        new("criteria", s => s.Control.CriteriaText, Below: true),
        new("statement", s => s.Control.Statement),
        new("owner", s => s.Control.Owner, Below: true),
        new("frequency", s => s.Control.FrequencyText),
        new("evidenced_by", s => s.Control.EvidenceText, Below: true),
        new("systems", s => s.Control.SystemsText, Below: true),
        new("population", s => s.PopulationText),
        new("ties", s => s.TiesText, Below: true),
        new("sample", s => s.SampleText, Below: true),
        new("procedure", s => s.ProcedureText),
        new("found", s => CoverageWords.Answer(s.Coverage)),
        new("deviations", s => s.DeviationsText, Below: true),
        new("result", s => s.ResultText),
        new("conclusion", s => s.Test?.Words, Below: true),
        new("tester", s => s.Test?.TestedBy, Below: true),
        new("tested_at", s => s.Test?.TestedAt, Below: true),
    ];

    public static ReportTable Of(ReportScope scope, IReadOnlyList<TestSheet> sheets) => ReportTable.Of(
        Name,
        scope.Title("control test sheets"),
        [.. scope.Facts, new("controls", sheets.Count), new("concluded", sheets.Count(s => s.Test is not null))],
        Columns,
        sheets) with
    { Notes = ["'found' is what the service recomputed for the period; 'result' is what the tester concluded from it, by their own word."] };

    /// <summary>One control: the sheet as facts, and below it each required time, each population and each deviation.</summary>
    public static ReportTable Of(ReportScope scope, TestSheet sheet) => ReportTable.Of(
        Name,
        $"Control test sheet: {sheet.Control.Title}, {scope.Of}",
        [
            .. scope.Facts,
            .. Columns.Select(c => new ReportFact(c.Name, c.Of(sheet) ?? "")),
            new("control_version", sheet.Control.Version),
            new("defined_at", sheet.Control.Since),
        ],
        CoverageReport.Columns,
        CoverageReport.Lines(sheet.Coverage)) with
    { Notes = ["'found' is what the service recomputed for the period; 'result' is what the tester concluded from it, by their own word."] };
}
