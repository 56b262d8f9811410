using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.People;

/// <summary>Somebody who left, and one system on which they still had access; without a system when no extract showed any.</summary>
/// <param name="NoticedAt">Null for who had left before the first roster.</param>
public sealed record LeaverLine(string Person, DateOnly? LastDay, DateTimeOffset? NoticedAt, Departed? How, DateTimeOffset? ReturnedAt, LeaverIncident? Incident);

/// <summary>Whether the access of those who left was gone in time: everybody who left, also those of whom nothing was found.</summary>
public static class LeaverReport
{
    public const string Name = "leaver-removal";

    private static IReadOnlyList<ReportColumn<LeaverLine>> Columns(DateTimeOffset asOf) =>
    [
        new("person", l => l.Person),
        new("last_day", l => l.LastDay),
        new("noticed_at", l => l.NoticedAt, Below: true),
        new("noticed_by", l => l.How, Below: true),
        new("system", l => l.Incident?.System),
        new("what", l => l.Incident?.What),
        new("accesses", l => l.Incident?.Grants),
        new("privileged_accesses", l => l.Incident?.Privileged),
        new("status", l => l.Incident is { } i ? i.Status : "no access found"),
        new("opened_at", l => l.Incident?.OpenedAt),
        new("deadline", l => l.Incident?.DueAt, Below: true),
        new("claimed_by", l => l.Incident?.ClaimedByName),
        new("claimed_at", l => l.Incident?.ClaimedAt, Below: true),
        new("proven_at", l => l.Incident?.ProvenAt),
        new("hours_open", l => l.Incident is { Status: not IncidentStatus.Withdrawn } i ? (int)((i.ProvenAt ?? asOf) - i.OpenedAt).TotalHours : null),
        new("in_time", l => InTime(l.Incident, asOf), Below: true),
    ];

    public static ReportTable Of(ReportScope scope, IEnumerable<LeaverLine> lines)
    {
        var all = lines.Where(l => (l.NoticedAt is { } at && scope.Has(at)) || (l.Incident is { } i && scope.Meets(i.OpenedAt, i.Settled ? i.ProvenAt ?? i.OpenedAt : null)))
            .OrderBy(l => l.NoticedAt ?? l.Incident?.OpenedAt).ThenBy(l => l.Person, StringComparer.Ordinal).ThenBy(l => l.Incident?.System, StringComparer.Ordinal).ToList();
        int Count(string answer) => all.Count(l => InTime(l.Incident, scope.AsOf) == answer);
        return ReportTable.Of(
            Name,
            scope.Title("removal of leavers' access"),
            [
                .. scope.Facts,
                new("people_who_left", all.Where(l => l.NoticedAt is not null).Select(l => (l.Person, l.NoticedAt)).Distinct().Count()),
                new("without_access_found", all.Count(l => l.Incident is null)),
                new("systems_with_access", all.Count(l => l.Incident is not null)),
                new("gone_in_time", Count("yes")),
                new("late", Count("no")),
                new("not_due_yet", Count("not due yet")),
                new("withdrawn", all.Count(l => l.Incident?.Status == IncidentStatus.Withdrawn)),
            ],
            Columns(scope.AsOf),
            all) with
        { Notes = ["One line for each person and system. 'no access found' means that no extract since showed any access of this person. 'proven at' is when the extract was made in which nothing of it is left."] };
    }

    private static string? InTime(LeaverIncident? incident, DateTimeOffset asOf)
    {
        if (incident is null or { Status: IncidentStatus.Withdrawn }) return null;
        if (incident.ProvenAt is { } proven) return proven <= incident.DueAt ? "yes" : "no";
        return asOf > incident.DueAt ? "no" : "not due yet";
    }
}
