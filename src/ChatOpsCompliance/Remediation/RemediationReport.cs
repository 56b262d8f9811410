using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Remediation;

/// <summary>Access that had to go, with the item it came from.</summary>
public sealed record RemediationLine(ReportedItem About, RemediationTask Task);

/// <summary>What had to go and whether it went, in what time, by what proof; and how old is what is still open.</summary>
public static class RemediationReport
{
    public const string Name = "remediation";

    public static ReportTable Of(ReportScope scope, IEnumerable<RemediationLine> lines)
    {
        var all = lines.Where(l => scope.Meets(l.Task.OpenedAt, l.Task.Status == Removal.Withdrawn ? l.Task.OpenedAt : Ended(l.Task))).OrderBy(l => l.Task.OpenedAt).ThenBy(l => l.About.Item.Ordinal).ToList();
        int Open(int from, int to) => all.Count(l => l.Task.Waits && Days(l.Task, scope.AsOf) >= from && Days(l.Task, scope.AsOf) < to);
        return ReportTable.Of(
            Name,
            scope.Title("remediation"),
            [
                .. scope.Facts,
                new("removals", all.Count),
                .. Enum.GetValues<Removal>().Select(r => new ReportFact(ReportTable.Words(r.ToString()).Replace(' ', '_'), all.Count(l => l.Task.Status == r))),
                new("in_time", all.Count(l => InTime(l.Task, scope.AsOf) == "yes")),
                new("late", all.Count(l => InTime(l.Task, scope.AsOf) == "no")),
                new("open_up_to_7_days", Open(0, 8)),
                new("open_8_to_30_days", Open(8, 31)),
                new("open_31_to_90_days", Open(31, 91)),
                new("open_over_90_days", Open(91, int.MaxValue)),
            ],
            Columns(scope.AsOf),
            all) with
        { Notes = ["'verified' means that an extract made after the claim no longer has the access. 'in time' compares that extract's time with the deadline; what is open and not yet due, its risk accepted or withdrawn is neither. 'unconfirmed' is gone in an extract made by who removed or held the access: it counts as open until a second person has looked."] };
    }

    private static IReadOnlyList<ReportColumn<RemediationLine>> Columns(DateTimeOffset asOf) =>
    [
        .. ReportedItem.Columns<RemediationLine>(l => l.About),
        new("granted_via", l => l.Task.Via, Below: true),
        new("becomes", l => l.Task.Becomes, Below: true),
        new("status", l => l.Task.Status),
        new("risk_accepted_until", l => l.Task.RiskUntil, Below: true),
        new("reopened_because", l => l.Task.Reopened, Below: true),
        new("owner", l => l.Task.OwnerName),
        new("ticket", l => l.Task.Ticket, Below: true),
        new("opened_at", l => l.Task.OpenedAt),
        new("deadline", l => l.Task.Deadline, Below: true),
        new("claimed_by", l => l.Task.ClaimedByName),
        new("claimed_at", l => l.Task.ClaimedAt, Below: true),
        new("proven_at", l => l.Task.ProvenAt),
        new("by_snapshot", l => l.Task.ProvenBy, Below: true),
        new("days_open", l => Days(l.Task, asOf)),
        new("in_time", l => InTime(l.Task, asOf), Below: true),
    ];

    /// <summary>When it was proven gone; null while something is to be done or proven.</summary>
    public static DateTimeOffset? Ended(RemediationTask task) => task.Status is Removal.Verified or Removal.ConfirmedByInspection ? task.ProvenAt : null;

    /// <summary>Whole days from the decision to the proof, or until now.</summary>
    private static int Days(RemediationTask task, DateTimeOffset asOf) => (int)((Ended(task) ?? asOf) - task.OpenedAt).TotalDays;

    private static string InTime(RemediationTask task, DateTimeOffset asOf) =>
        Ended(task) is { } ended ? (ended <= task.Deadline ? "yes" : "no") : !task.Waits ? "" : asOf > task.Deadline ? "no" : "not due yet";
}
