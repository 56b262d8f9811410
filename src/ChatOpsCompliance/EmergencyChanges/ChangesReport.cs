using System.Globalization;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.EmergencyChanges;

/// <summary>The register: every emergency change that was asked for, whatever became of it, by its running number, so that a reader sees that none is missing.</summary>
public static class ChangesReport
{
    public const string Name = "emergency-changes";

    /// <param name="changes">All there ever were: what lies before the period shows where its numbers begin.</param>
    public static ReportTable Of(ReportScope scope, IReadOnlyList<ReportedChange> changes)
    {
        var all = ReportedChange.Asked(scope, changes);
        int Count(Func<ReportedChange, bool> of) => all.Count(of);
        return ReportTable.Of(
            Name,
            scope.Title("emergency changes"),
            [
                .. scope.Facts,
                new("asked_for", all.Count),
                new("last_number_before", changes.Where(l => l.Change.RequestedAt < scope.Start).Select(l => l.Change.Number).DefaultIfEmpty(0).Max()),
                new("first_number", all.Count == 0 ? null : all[0].Change.Number),
                new("last_number", all.Count == 0 ? null : all[^1].Change.Number),
                new("numbers_missing", Missing(changes, all)),
                .. Enum.GetValues<ChangeStatus>().Select(s => new ReportFact(ReportTable.Words(s.ToString()).Replace(' ', '_'), Count(l => l.Change.Status == s))),
                new("break_glass", Count(l => l.Change.BrokeGlass)),
                new("retroactive", Count(l => l.Change.Retroactive)),
                new("deployed", Count(l => l.Change.UsedAt is not null)),
                new("objected_to_afterwards", Count(l => l.Change.Second == SecondApproval.Objected)),
                new("rolled_back", Count(l => l.Change.Review?.RolledBack == true)),
            ],
            Columns(scope.AsOf),
            all) with
        { Notes = ["Every request of the period is here, also those that were rejected, withdrawn or expired. References are running numbers without gaps: 'numbers missing' is none unless a row was taken away. A policy is what it said when the change was asked for; its hash names that text. 'break-glass' and 'retroactive' are marks for ever: a retroactive entry explains an unauthorised deployment and does not approve it."] };
    }

    /// <summary>What is missing between the number before the period's and the period's last.</summary>
    private static string Missing(IReadOnlyList<ReportedChange> changes, List<ReportedChange> all)
    {
        if (all.Count == 0) return "none";
        var known = changes.Select(l => l.Change.Number).ToHashSet();
        var gone = Enumerable.Range(1, all[^1].Change.Number).Where(n => !known.Contains(n)).Select(n => string.Create(CultureInfo.InvariantCulture, $"EC-{n}")).ToList();
        return gone.Count == 0 ? "none" : string.Join(", ", gone);
    }

    private static IReadOnlyList<ReportColumn<ReportedChange>> Columns(DateTimeOffset asOf) =>
    [
        .. ReportedChange.Columns,
        new("state", l => l.Change.Status, Below: true),
        new("incident", l => l.Change.Asked.Incident),
        new("what", l => l.Change.Asked.What, Below: true),
        new("why_now", l => l.Change.Asked.WhyNow, Below: true),
        new("risk", l => ReportTable.Words(l.Change.Asked.Risk.ToString())),
        new("what_could_go_wrong", l => l.Change.Asked.RiskWords, Below: true),
        new("tested", l => l.Change.Asked.TestDone, Below: true),
        new("rollback", l => l.Change.Asked.Rollback, Below: true),
        new("commit", l => l.Change.Commit),
        new("authors", l => l.Authors.Count == 0 ? null : string.Join(", ", l.Authors), Below: true),
        new("policy_hash", l => l.Change.PolicyHash, Below: true),
        new("approved_by", Approvals),
        new("approved_at", l => l.Change.ApprovedAt, Below: true),
        new("window_until", l => l.Change.WindowUntil, Below: true),
        new("ended_by", l => l.Change.EndedByName, Below: true),
        new("ended_because", l => l.Change.EndedWords, Below: true),
        new("run", l => l.Change.Run),
        new("deployed_at", l => l.Change.UsedAt, Below: true),
        new("second_approval", l => l.Change.Second == SecondApproval.None ? "not asked" : ReportTable.Words(l.Change.Second.ToString())),
        new("second_due", l => l.Change.SecondDue, Below: true),
        new("second_by", l => l.Second?.Name, Below: true),
        new("second_at", l => l.Second?.At, Below: true),
        new("second_in_time", l => l.SecondInTime(asOf), Below: true),
        new("details_due", l => l.OwesDetails ? l.Change.DetailsDue : null),
        new("details_at", l => l.Change.DetailsAt, Below: true),
        new("details_in_time", l => l.DetailsInTime(asOf), Below: true),
        new("impact", l => l.Change.Details?.Impact),
        new("abort_criteria", l => l.Change.Details?.AbortCriteria, Below: true),
        new("checks_skipped", l => l.Change.Details?.ChecksSkipped, Below: true),
        new("compensating_controls", l => l.Change.Details?.CompensatingControls, Below: true),
        new("review_due", l => l.Change.Status < ChangeStatus.ReviewDue ? null : l.Change.ReviewDue),
        new("reviewed_by", l => l.Change.ReviewerName, Below: true),
        new("reviewed_at", l => l.Change.ReviewedAt, Below: true),
        new("review_in_time", l => l.ReviewInTime(asOf), Below: true),
        new("outcome", l => l.Change.Review is { } r ? ReportTable.Words(r.Outcome.ToString()) : null),
        new("rolled_back", l => l.Change.Review?.RolledBack, Below: true),
        new("what_happened", l => l.Change.Review?.What, Below: true),
        new("evidence", l => l.Change.Review?.Evidence, Below: true),
        new("follow_ups", l => l.Change.Review is null ? null : l.FollowUps, Below: true),
        new("closed_at", l => l.ClosedAt),
    ];

    /// <summary>Who, when and how, or who opened the gate alone and why.</summary>
    private static string? Approvals(ReportedChange line)
    {
        if (line.Change.BrokeGlass) return $"break-glass by {line.GlassBrokenBy ?? "somebody"}: {line.GlassWords}";
        return line.Before.Count == 0 ? null : string.Join("; ", line.Before.Select(s => $"{s.Name} at {ReportTable.Text(s.At)} by {(s.Via == "click" ? "click" : "signing in")}"));
    }
}
