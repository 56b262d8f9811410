using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.EmergencyChanges;

/// <summary>How long an engineer waited: asked, called, first answered, approved; with the median and the 90th percentile of each policy.</summary>
public static class ApprovalTimesReport
{
    public const string Name = "approval-times";

    public static ReportTable Of(ReportScope scope, IEnumerable<ReportedChange> changes)
    {
        var all = ReportedChange.Asked(scope, changes);
        return ReportTable.Of(
            Name,
            scope.Title("approval times"),
            [
                .. scope.Facts,
                new("asked_for", all.Count),
                .. Of("", all),
                .. all.GroupBy(l => l.Change.Policy.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).SelectMany(g => Of($"{g.Key}_", [.. g])),
            ],
            [
                .. ReportedChange.Columns,
                new("state", l => l.Change.Status),
                new("approvals_needed", l => l.Change.Before, Below: true),
                new("first_called_at", l => l.PagedAt),
                new("minutes_to_call", l => Minutes(l, l.PagedAt), Below: true),
                new("first_answer_at", l => l.AnsweredAt),
                new("minutes_to_answer", l => Minutes(l, l.AnsweredAt), Below: true),
                new("approved_at", l => l.ApprovedBefore ? l.Change.ApprovedAt : null),
                new("minutes_to_approval", l => l.ApprovedBefore ? Minutes(l, l.Change.ApprovedAt) : null, Below: true),
            ],
            all) with
        { Notes = ["Minutes count from when it was asked for, begun ones whole. The median is the time within which half of what was approved was approved, the 90th percentile nine of ten; both are times that really occurred. What was opened by break-glass, or filed after the fact, waited for nobody and is counted apart."] };
    }

    private static IEnumerable<ReportFact> Of(string of, IReadOnlyList<ReportedChange> lines)
    {
        var minutes = lines.Where(l => l.ApprovedBefore).Select(l => Minutes(l, l.Change.ApprovedAt)!.Value).Order().ToList();
        yield return new($"{of}approved", minutes.Count);
        yield return new($"{of}not_approved", lines.Count(l => l.Change.ApprovedAt is null));
        yield return new($"{of}break_glass_or_retroactive", lines.Count(l => l.Change.ApprovedAt is not null && !l.ApprovedBefore));
        yield return new($"{of}median_minutes", Within(minutes, 50));
        yield return new($"{of}90th_percentile_minutes", Within(minutes, 90));
    }

    /// <summary>The smallest time within which so many of a hundred were approved; null of none.</summary>
    private static int? Within(List<int> sorted, int percent) => sorted.Count == 0 ? null : sorted[(int)Math.Ceiling(sorted.Count * percent / 100.0) - 1];

    private static int? Minutes(ReportedChange line, DateTimeOffset? at) => at is { } then ? (int)Math.Ceiling((then - line.Change.RequestedAt).TotalMinutes) : null;
}
