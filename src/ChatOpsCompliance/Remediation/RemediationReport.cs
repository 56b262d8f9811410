using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Remediation;

/// <summary>Access that had to go, with the item it came from.</summary>
public sealed record RemediationLine(ReportedItem About, RemediationTask Task);

/// <summary>What had to go and whether it went, in what time, by what proof; and how old is what is still open.</summary>
public static class RemediationReport
{
    public const string Name = "remediation";

    public static ReportDraft<RemediationLine> Of(ReportScope scope)
    {
        var states = Enum.GetValues<Removal>().ToDictionary(r => r, _ => 0);
        var (inTime, late, open) = (0, 0, new int[Ages.Length]);
        return new(
            Name,
            scope.Title("remediation"),
            Columns(scope.AsOf),
            Count,
            () =>
            [
                .. scope.Facts,
                new("removals", states.Values.Sum()),
                .. states.Select(s => new ReportFact(ReportTable.Words(s.Key.ToString()).Replace(' ', '_'), s.Value)),
                new("in_time", inTime),
                new("late", late),
                .. Ages.Zip(open, (age, number) => new ReportFact(age.Name, number)),
            ])
        {
            Takes = l => scope.Meets(l.Task.OpenedAt, l.Task.Status == Removal.Withdrawn ? l.Task.OpenedAt : Ended(l.Task)),
            Place = l => (l.Task.OpenedAt.UtcTicks, l.About.Item.Ordinal, 0),
            Notes = ["'verified' means that an extract made after the claim no longer has the access. 'in time' compares that extract's time with the deadline; what is open and not yet due, its risk accepted or withdrawn is neither. 'unconfirmed' is gone in an extract made by who removed or held the access: it counts as open until a second person has looked."],
        };

        void Count(RemediationLine line)
        {
            states[line.Task.Status]++;
            if (InTime(line.Task, scope.AsOf) == "yes") inTime++;
            if (InTime(line.Task, scope.AsOf) == "no") late++;
            if (line.Task.Waits && Days(line.Task, scope.AsOf) is >= 0 and var days) open[Array.FindLastIndex(Ages, a => days >= a.From)]++;
        }
    }

    /// <summary>How old what is open may be: from so many days to the next.</summary>
    private static readonly (string Name, int From)[] Ages = [("open_up_to_7_days", 0), ("open_8_to_30_days", 8), ("open_31_to_90_days", 31), ("open_over_90_days", 91)];

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
