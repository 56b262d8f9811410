using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Deployments;

/// <summary>What one day's readings of one environment told.</summary>
/// <param name="Protection">Null when it was not read that day.</param>
public sealed record ReadingLine(string Source, string Repository, string Environment, DateOnly Day, DeploymentsReconciled? Tie, ProtectionRead? Protection);

/// <summary>Each reading of the source's own list and of its gates: how the numbers tie, whether what runs was approved, whether the gate protects.</summary>
public static class ReconciliationsReport
{
    public const string Name = "reconciliations";

    private static readonly IReadOnlyList<ReportColumn<ReadingLine>> Columns =
    [
        new("day", l => l.Day),
        new("source", l => l.Source, Below: true),
        new("repository", l => l.Repository),
        new("environment", l => l.Environment, Below: true),
        new("read_at", l => l.Tie?.ReadAt),
        new("from", l => l.Tie?.Since),
        new("until", l => l.Tie?.Until, Below: true),
        new("listed", l => l.Tie?.Listed),
        new("known", l => l.Tie?.Known),
        new("found", l => l.Tie?.Found),
        new("not_recorded", l => l.Tie?.Unrecorded),
        new("not_listed", l => l.Tie?.Extra),
        new("running", l => l.Tie?.Running),
        new("approved", l => l.Tie?.Approved, Below: true),
        new("runs_what_was_approved", l => l.Tie is null ? null : ReportTable.Known(l.Tie.RunsWhatWasApproved)),
        new("admins_can_bypass", l => l.Protection is null ? null : ReportTable.Known(l.Protection.AdminsCanBypass)),
        new("self_review_prevented", l => l.Protection is null ? null : ReportTable.Known(l.Protection.SelfReviewPrevented), Below: true),
        new("gate_is_on", l => l.Protection is null ? null : ReportTable.Known(l.Protection.GateIsOn)),
    ];

    public static ReportTable Of(ReportScope scope, IEnumerable<ReadingLine> lines)
    {
        var all = lines.Where(l => scope.Has(new(l.Day.ToDateTime(default), TimeSpan.Zero))).OrderBy(l => l.Day).ThenBy(l => l.Repository, StringComparer.Ordinal).ThenBy(l => l.Environment, StringComparer.Ordinal).ToList();
        var ties = all.Select(l => l.Tie).OfType<DeploymentsReconciled>().ToList();
        return ReportTable.Of(
            Name,
            scope.Title("reconciliations"),
            [
                .. scope.Facts,
                new("places", all.Select(l => (l.Repository, l.Environment)).Distinct().Count()),
                new("lists_read", ties.Count),
                new("that_tied", ties.Count(r => r.Unrecorded + r.Extra == 0)),
                new("that_found_something", ties.Count(r => r.Found > 0)),
                new("running_what_was_not_approved", ties.Count(r => r.RunsWhatWasApproved == false)),
                new("gates_read", all.Count(l => l.Protection is not null)),
                new("gates_off", all.Count(l => l.Protection?.GateIsOn == false)),
                new("gates_that_administrators_pass", all.Count(l => l.Protection?.AdminsCanBypass == true)),
                new("gates_with_self_review", all.Count(l => l.Protection?.SelfReviewPrevented == false)),
            ],
            Columns,
            all) with
        { Notes = ["listed = known + found + not recorded. 'found' are those nobody had told of: recorded by the reading and classed like all others. 'unknown' is what the source did not say, or what could not be compared; it is never counted as fine."] };
    }
}
