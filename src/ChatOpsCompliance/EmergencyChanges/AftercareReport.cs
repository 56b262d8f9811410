using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.EmergencyChanges;

/// <summary>What was owed after each emergency change: the second approval, the details and the review, each in time or late, with the deviations named.</summary>
public static class AftercareReport
{
    public const string Name = "second-approvals-and-reviews";

    private static readonly string[] Ways = ["in time", ReportedChange.Late, ReportedChange.Overdue, "not due yet"];

    public static ReportTable Of(ReportScope scope, IEnumerable<ReportedChange> changes)
    {
        var all = ReportedChange.Asked(scope, changes).Where(l => l.Change.ApprovedAt is not null || l.Change.Second != SecondApproval.None).ToList();
        return ReportTable.Of(
            Name,
            scope.Title("second approvals and reviews"),
            [
                .. scope.Facts,
                new("approved", all.Count),
                .. Counts("second_approval", all.Select(l => l.SecondInTime(scope.AsOf))),
                new("second_approval_objected", all.Count(l => l.Change.Second == SecondApproval.Objected)),
                .. Counts("details", all.Select(l => l.DetailsInTime(scope.AsOf))),
                .. Counts("review", all.Select(l => l.ReviewInTime(scope.AsOf))),
                new("with_deviations", all.Count(l => Deviations(l, scope.AsOf) is not null)),
            ],
            Columns(scope.AsOf),
            all) with
        { Notes = ["Every emergency change of the period that was approved, or opened by break-glass, or filed after the fact. 'overdue' is late and still not there. Each deviation stands in the report of deviations too. A review is done by somebody who neither asked for nor approved the change."] };
    }

    private static IEnumerable<ReportFact> Counts(string of, IEnumerable<string?> ways)
    {
        var all = ways.ToList();
        return Ways.Select(w => new ReportFact($"{of}_{w.Replace(' ', '_')}", all.Count(a => a == w)));
    }

    private static IReadOnlyList<ReportColumn<ReportedChange>> Columns(DateTimeOffset asOf) =>
    [
        .. ReportedChange.Columns,
        new("state", l => l.Change.Status, Below: true),
        new("approved_by", l => l.Change.BrokeGlass ? $"break-glass by {l.GlassBrokenBy ?? "somebody"}" : string.Join(", ", l.Before.Select(s => s.Name))),
        new("approved_at", l => l.Change.ApprovedAt, Below: true),
        new("second_by", l => l.Second?.Name),
        new("second_due", l => l.Change.SecondDue, Below: true),
        new("second_at", l => l.Second?.At, Below: true),
        new("second_in_time", l => l.SecondInTime(asOf) ?? "not asked", Below: true),
        new("details_due", l => l.OwesDetails ? l.Change.DetailsDue : null),
        new("details_at", l => l.Change.DetailsAt, Below: true),
        new("details_in_time", l => l.DetailsInTime(asOf) ?? "not asked", Below: true),
        new("reviewed_by", l => l.Change.ReviewerName),
        new("review_due", l => l.Change.Status < ChangeStatus.ReviewDue ? null : l.Change.ReviewDue, Below: true),
        new("reviewed_at", l => l.Change.ReviewedAt, Below: true),
        new("review_in_time", l => l.ReviewInTime(asOf) ?? "not asked", Below: true),
        new("outcome", l => l.Change.Review is { } r ? ReportTable.Words(r.Outcome.ToString()) : null),
        new("rolled_back", l => l.Change.Review?.RolledBack, Below: true),
        new("follow_ups", l => l.Change.Review is null ? null : l.FollowUps, Below: true),
        new("deviations", l => Deviations(l, asOf)),
    ];

    private static string? Deviations(ReportedChange line, DateTimeOffset asOf)
    {
        static bool Late(string? way) => way is ReportedChange.Late or ReportedChange.Overdue;
        string[] all =
        [
            Late(line.SecondInTime(asOf)) ? "second approval late" : "",
            line.Change.Second == SecondApproval.Objected ? "objected to afterwards" : "",
            Late(line.DetailsInTime(asOf)) ? "details late" : "",
            Late(line.ReviewInTime(asOf)) ? "review late" : "",
            line.Change.Retroactive ? "asked for after it was deployed" : "",
        ];
        return all.All(d => d.Length == 0) ? null : string.Join(", ", all.Where(d => d.Length > 0));
    }
}
