using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Remediation;

/// <summary>What somebody had to do about unauthorised changes, gates that drifted and reviews of emergency changes: whether it was done, in what time, and who saw it.</summary>
public static class ActionsReport
{
    public const string Name = "actions";

    public static ReportTable Of(ReportScope scope, IEnumerable<ActionTask> actions)
    {
        var all = actions.Where(a => scope.Meets(a.OpenedAt, a.Settled ? a.SettledAt : null)).OrderBy(a => a.Number).ToList();
        int Open(int from, int to) => all.Count(a => !a.Settled && Days(a, scope.AsOf) >= from && Days(a, scope.AsOf) < to);
        return ReportTable.Of(
            Name,
            scope.Title("actions"),
            [
                .. scope.Facts,
                new("actions", all.Count),
                .. Enum.GetValues<ActionKind>().Select(k => new ReportFact(Fact("about", k), all.Count(a => a.Kind == k))),
                .. Enum.GetValues<ActionStatus>().Select(s => new ReportFact(Fact("status", s), all.Count(a => a.Status == s))),
                new("in_time", all.Count(a => InTime(a, scope.AsOf) == "yes")),
                new("late", all.Count(a => InTime(a, scope.AsOf) == "no")),
                new("open_up_to_7_days", Open(0, 8)),
                new("open_8_to_30_days", Open(8, 31)),
                new("open_31_to_90_days", Open(31, 91)),
                new("open_over_90_days", Open(91, int.MaxValue)),
            ],
            Columns(scope.AsOf),
            all) with
        { Notes = ["'done' is what the owner says; 'confirmed' is what a second person has looked at, who neither had it, nor did it, nor is whom it is about; 'verified' is a newer read of the source that no longer shows it, which alone closes drift. 'in time' compares when it was done, or verified, with the deadline. A justification is what somebody said afterwards: it makes no change approved."] };
    }

    private static IReadOnlyList<ReportColumn<ActionTask>> Columns(DateTimeOffset asOf) =>
    [
        new("reference", a => a.Reference),
        new("kind", a => a.Kind),
        new("subject", a => a.Subject, Below: true),
        new("title", a => a.Title),
        new("what_to_do", a => a.What, Below: true),
        new("owner", a => a.Whose),
        new("about", a => a.AboutName, Below: true),
        new("status", a => a.Status),
        new("reopened_because", a => a.Reopened, Below: true),
        new("opened_at", a => a.OpenedAt),
        new("deadline", a => a.Deadline, Below: true),
        new("done_by", a => a.DoneByName),
        new("done_at", a => a.DoneAt, Below: true),
        new("what_was_done", a => a.DoneWords),
        new("justification", a => a.Justification, Below: true),
        new("confirmed_by", a => a.ConfirmedByName),
        new("settled_at", a => a.SettledAt, Below: true),
        new("days_open", a => Days(a, asOf)),
        new("in_time", a => InTime(a, asOf), Below: true),
    ];

    private static string Fact(string of, Enum value) => $"{of}_{ReportTable.Words(value.ToString()).Replace(' ', '_')}";

    /// <summary>Whole days from its opening to its settling, or until now.</summary>
    private static int Days(ActionTask action, DateTimeOffset asOf) => (int)((action.Settled ? action.SettledAt! : asOf).Value - action.OpenedAt).TotalDays;

    private static string InTime(ActionTask action, DateTimeOffset asOf) =>
        action.Ended is { } ended ? (ended <= action.Deadline ? "yes" : "no") : asOf > action.Deadline ? "no" : "not due yet";
}
