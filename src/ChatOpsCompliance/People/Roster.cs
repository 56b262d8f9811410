namespace ChatOpsCompliance.People;

/// <summary>One row of the people file, checked for shape. <paramref name="Line"/> is its line in the file, the header being 1.</summary>
public sealed record RosterRow(int Line, string RosterKey, string Name, string Email, string? ManagerEmail, bool Active, string TimeZone)
{
    public string Title { get; init; } = "";

    public string Department { get; init; } = "";

    /// <summary><c>employee</c> or <c>contractor</c>.</summary>
    public string WorkerType { get; init; } = "employee";

    public string? SponsorEmail { get; init; }

    public DateOnly? StartDate { get; init; }

    public DateOnly? EndDate { get; init; }

    public IReadOnlyList<ChatAccount> ChatAccounts { get; init; } = [];
}

/// <summary>What is wrong with a row of a file, and where.</summary>
/// <param name="Line">The line in the file, the header being 1.</param>
public sealed record Fault(int Line, string Reason)
{
    public override string ToString() => $"line {Line}: {Reason}";
}

/// <summary>The rules for a full roster: what makes it unacceptable, and what a newer one says happened.</summary>
public static class Roster
{
    /// <summary>A roster that drops more of the active people than this is refused without a recorded override.</summary>
    public const double LargestDrop = 0.05;

    public static IReadOnlyList<Fault> Faults(IReadOnlyList<RosterRow> rows)
    {
        var faults = new List<Fault>();
        var byKey = new Dictionary<string, RosterRow>(StringComparer.Ordinal);
        var byEmail = new Dictionary<string, RosterRow>(StringComparer.Ordinal);
        var byAccount = new Dictionary<ChatAccount, RosterRow>();
        foreach (var row in rows)
        {
            if (!byKey.TryAdd(row.RosterKey, row))
                faults.Add(new(row.Line, $"person_id {row.RosterKey} stands on line {byKey[row.RosterKey].Line} already{Difference(byKey[row.RosterKey], row)}"));
            else if (!byEmail.TryAdd(row.Email, row))
                faults.Add(new(row.Line, $"email {row.Email} stands on line {byEmail[row.Email].Line} already, for {byEmail[row.Email].RosterKey}"));
            foreach (var account in row.ChatAccounts)
                if (!byAccount.TryAdd(account, row))
                    faults.Add(new(row.Line, $"chat account {account} stands on line {byAccount[account].Line} already"));
        }

        foreach (var row in rows.Where(r => r.ManagerEmail is not null && !byEmail.ContainsKey(r.ManagerEmail)))
            faults.Add(new(row.Line, $"manager_email {row.ManagerEmail} is nobody in this file"));
        foreach (var row in rows.Where(r => r.SponsorEmail is not null && !byEmail.ContainsKey(r.SponsorEmail)))
            faults.Add(new(row.Line, $"sponsor_email {row.SponsorEmail} is nobody in this file"));
        foreach (var row in rows.Where(r => r is { WorkerType: "contractor", Active: true, SponsorEmail: null }))
            faults.Add(new(row.Line, "sponsor_email is empty; a contractor has a sponsor, an employee who answers for them"));
        foreach (var row in rows.Where(r => r.SponsorEmail is not null && r.SponsorEmail == r.Email))
            faults.Add(new(row.Line, "sponsor_email is the contractor's own"));
        foreach (var row in rows.Where(r => r.StartDate > r.EndDate))
            faults.Add(new(row.Line, "end_date is before start_date"));
        return [.. faults.OrderBy(f => f.Line)];
    }

    /// <summary>What a roster that is taken should be looked at for all the same.</summary>
    public static IReadOnlyList<string> Notes(IReadOnlyList<RosterRow> rows)
    {
        var byEmail = rows.ToDictionary(r => r.Email, StringComparer.Ordinal);
        var contractors = rows.Where(r => r is { WorkerType: "contractor", Active: true }).ToList();
        return
        [
            .. contractors.Where(c => byEmail[c.SponsorEmail!] is not { Active: true, WorkerType: "employee" }).Select(c => $"line {c.Line}: {c.SponsorEmail}, sponsor of the contractor {c.RosterKey}, is no active employee"),
            .. contractors.Where(c => c.EndDate is null).Select(c => $"line {c.Line}: the contractor {c.RosterKey} has no end_date"),
        ];
    }

    /// <summary>Refuses a roster that would silently turn too many people into leavers.</summary>
    public static Refusal? Shrunk(int activeBefore, int left) =>
        left > activeBefore * LargestDrop ? new RosterShrank(left, activeBefore) : null;

    /// <summary>Whether the last day has passed where the person is; an unknown zone counts as UTC.</summary>
    public static bool HasEnded(DateOnly? lastDay, string timeZone, DateTimeOffset now) =>
        lastDay is { } day && day < BusinessCalendar.DayOf(now, TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? zone : TimeZoneInfo.Utc);

    private static string Difference(RosterRow first, RosterRow second)
    {
        var parts = new List<string>();
        if (first.ManagerEmail != second.ManagerEmail)
            parts.Add($"manager_email {first.ManagerEmail ?? "(none)"} there, {second.ManagerEmail ?? "(none)"} here");
        if (first.Name != second.Name)
            parts.Add($"name {first.Name} there, {second.Name} here");
        if (first.Email != second.Email)
            parts.Add($"email {first.Email} there, {second.Email} here");
        if (first.Active != second.Active)
            parts.Add($"active {(first.Active ? "true" : "false")} there, {(second.Active ? "true" : "false")} here");
        return parts.Count == 0 ? "" : $" ({string.Join("; ", parts)})";
    }
}

public sealed record RosterShrank(int Left, int Before)
    : Refusal($"This roster would make {Left} of {Before} active people leavers, more than 5 %. If that is right, record why with --override; if not, export the full roster again.");

public sealed record RosterImported(long Roster, string FileHash, int People, int Joined, int Left, int Moved, int Changed, Words? Override) : Fact
{
    public override string Kind => "roster.imported";

    public override string Subject => $"roster/{Roster}";
}

/// <summary>A chat account was tied to a person, by the roster or by a verified e-mail at the first contact.</summary>
public sealed record AccountLinked(string Account, Id<Person> Person, string How) : Fact
{
    public override string Kind => "account.linked";

    public override string Subject => $"person/{Person}";
}
