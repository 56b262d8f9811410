using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.EmergencyChanges;

/// <summary>Who and what needs the short cut again and again: by service, and by who asks.</summary>
public static class RepeatUseReport
{
    public const string Name = "repeat-use";

    private sealed record Line(string By, string Of, IReadOnlyList<ReportedChange> Changes)
    {
        public int Count(Func<ReportedChange, bool> what) => Changes.Count(what);
    }

    public static ReportTable Of(ReportScope scope, IEnumerable<ReportedChange> changes)
    {
        var all = ReportedChange.Asked(scope, changes);
        IEnumerable<Line> By(string by, Func<ReportedChange, (string Key, string Name)> of) =>
            all.GroupBy(l => of(l).Key, StringComparer.Ordinal).Select(g => new Line(by, of(g.First()).Name, [.. g])).OrderByDescending(l => l.Changes.Count).ThenBy(l => l.Of, StringComparer.Ordinal);
        var services = By("service", l => ($"{l.Change.Repository} {l.Change.Environment}", $"{l.Change.Repository} to {l.Change.Environment}")).ToList();
        // By person, not by name: two people may have one name.
        var people = By("requester", l => (l.Change.Requester.ToString(), l.Change.RequesterName)).ToList();
        return ReportTable.Of(
            Name,
            scope.Title("repeat use of emergency changes"),
            [
                .. scope.Facts,
                new("asked_for", all.Count),
                new("services", services.Count),
                new("services_more_than_once", services.Count(l => l.Changes.Count > 1)),
                new("requesters", people.Count),
                new("requesters_more_than_once", people.Count(l => l.Changes.Count > 1)),
                new("break_glass", all.Count(l => l.Change.BrokeGlass)),
                new("retroactive", all.Count(l => l.Change.Retroactive)),
            ],
            Columns,
            [.. services, .. people]) with
        { Notes = ["Each emergency change of the period counts twice: for its service (repository and environment) and for who asked for it. What stands out is a question for the next review of the policy, not a fault."] };
    }

    private static readonly IReadOnlyList<ReportColumn<Line>> Columns =
    [
        new("by", l => l.By),
        new("of", l => l.Of),
        new("changes", l => l.Changes.Count),
        new("deployed", l => l.Count(c => c.Change.UsedAt is not null), Below: true),
        new("break_glass", l => l.Count(c => c.Change.BrokeGlass)),
        new("retroactive", l => l.Count(c => c.Change.Retroactive), Below: true),
        new("rejected", l => l.Count(c => c.Change.Status == ChangeStatus.Rejected)),
        new("withdrawn_or_expired", l => l.Count(c => c.Change.Status is ChangeStatus.Withdrawn or ChangeStatus.Expired or ChangeStatus.ExpiredUnused), Below: true),
        new("rolled_back", l => l.Count(c => c.Change.Review?.RolledBack == true)),
        new("references", l => string.Join(", ", l.Changes.Select(c => c.Change.Reference))),
        new("incidents", l => string.Join(", ", l.Changes.Select(c => c.Change.Asked.Incident).Where(i => i.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)), Below: true),
    ];
}
