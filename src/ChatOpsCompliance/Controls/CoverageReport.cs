using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Controls;

/// <summary>One line of the coverage report: required times, things it applied to, or a deviation.</summary>
/// <param name="Times">How many required times, or things, this line is of.</param>
/// <param name="What">What it was shown by, or what went wrong.</param>
public sealed record CoverageLine(Control Control, EvidenceSource Source, string System, DateOnly? From, DateOnly? To, int? Times, string Result, DateTimeOffset? DueAt, DateTimeOffset? DoneAt, string? What);

/// <summary>Did each control operate in each required interval, on each system of its scope?</summary>
public static class CoverageReport
{
    public const string Name = "coverage";

    /// <summary>What <see cref="CoverageLine.Result"/> says of a line that is one deviation.</summary>
    public const string Deviating = "deviation";

    internal static readonly IReadOnlyList<ReportColumn<CoverageLine>> Columns =
    [
        new("control", l => l.Control.Name),
        new("criteria", l => l.Control.CriteriaText, Below: true),
        new("evidence", l => l.Source.ToString()),
        new("system", l => l.System, Below: true),
        new("from", l => l.From),
        new("to", l => l.To, Below: true),
        new("times", l => l.Times),
        new("result", l => l.Result),
        new("due_at", l => l.DueAt),
        new("done_at", l => l.DoneAt, Below: true),
        new("what", l => l.What),
    ];

    public static ReportTable Of(ReportScope scope, IReadOnlyList<ControlCoverage> coverage) => ReportTable.Of(
        Name,
        scope.Title("coverage"),
        [
            .. scope.Facts,
            new("controls", coverage.Count),
            new("that_operated", coverage.Count(c => c.Verdict == Verdict.Yes)),
            new("with_deviations", coverage.Count(c => c.Verdict == Verdict.WithDeviations)),
            new("with_gaps", coverage.Count(c => c.Verdict == Verdict.No)),
            new("not_shown_for_all_of_it", coverage.Count(c => c.Verdict == Verdict.NotShown)),
            new("with_nothing_to_say_yet", coverage.Count(c => c.Verdict == Verdict.NothingYet)),
            .. coverage.Select(c => new ReportFact(FactOf(c.Control.Name), CoverageWords.Answer(c))),
            .. coverage.Where(c => c.Next is not null).Select(c => new ReportFact($"{FactOf(c.Control.Name)}_at_risk", $"{ReportTable.Text(c.Next!.By)} {c.Next.What}")),
        ],
        Columns,
        coverage.SelectMany(Lines)) with
    {
        Notes =
        [
            "An interval belongs to the period in which it ends. 'missed' and 'never extracted' are over without the control having operated; 'no record' was over before this service kept any. Times in a row of a daily or weekly control that were done in time stand in one line.",
            "Intervals are of the calendar in UTC; a review counts for the day it was scheduled for, and is in time when everything was decided by its due day. What is not of the calendar is told by how often it applied, and by each deviation.",
        ],
    };

    /// <summary>Required times, then what it applied to, then what went wrong besides.</summary>
    public static IEnumerable<CoverageLine> Lines(ControlCoverage of)
    {
        foreach (var line in Runs(of)) yield return line;
        foreach (var one in of.Evidence)
        {
            if (one.Population is { } population && of.Control.Frequency == Frequency.Each)
                yield return new(of.Control, one.Source, "", null, null, population.Count, population.Count == 0 ? "nothing it applied to" : one.Deviations.Count == 0 ? "all in order" : "with deviations", null, null, population.Ties);
            foreach (var d in one.Deviations.Where(of.OtherDeviations.Contains))
                yield return new(of.Control, one.Source, "", DateOnly.FromDateTime(d.At.UtcDateTime), null, null, Deviating, d.At, d.Ended, $"{ReportTable.Words(d.Kind.ToString())}: {(d.Review.Length > 0 ? $"{d.Review}{(d.Period is { } p ? $", {ReportTable.Text(p)}" : "")}: " : "")}{d.What}");
        }
    }

    private static IEnumerable<CoverageLine> Runs(ControlCoverage of)
    {
        var often = of.Control.Frequency is Frequency.Daily or Frequency.Weekly;
        for (var n = 0; n < of.Requirements.Count;)
        {
            var first = of.Requirements[n];
            var last = first;
            var times = 1;
            for (; often && n + times < of.Requirements.Count && Continues(last, of.Requirements[n + times]); times++) last = of.Requirements[n + times];
            n += times;
            yield return new(of.Control, first.Source, first.System, first.Interval.First, last.Interval.Last, times, CoverageWords.Of(first.Source, first.Operated), times == 1 ? first.By?.Due : null, times == 1 ? first.By?.DoneAt : null, times == 1 ? first.By?.Reference : null);
        }
    }

    /// <summary>Gaps that follow each other are one gap to a reader too.</summary>
    private static bool Continues(Requirement a, Requirement b) => a.Source == b.Source && a.System == b.System && a.Operated == b.Operated && a.Operated is not (Operated.Late or Operated.Overdue);

    private static string FactOf(string control) => "control_" + control.Replace('-', '_');
}
