using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Sources.Csv;

namespace ChatOpsCompliance.Server.People;

/// <summary>The people file: the full roster as CSV.</summary>
public static class PeopleFile
{
    private static readonly string[] Required = ["person_id", "name", "email", "manager_email", "active", "time_zone", "title", "department"];

    private static readonly string[] Optional = ["worker_type", "sponsor_email", "start_date", "end_date", "chat_accounts"];

    public static (IReadOnlyList<RosterRow> Rows, IReadOnlyList<Fault> Faults, IReadOnlyList<string> Unknown) Read(string path)
    {
        using var table = CsvTable.Open(path, Required, Optional);
        var rows = new List<RosterRow>();
        while (table.Next()) rows.Add(Row(table));
        IReadOnlyList<Fault> faults = [.. table.Faults, .. Roster.Faults(rows)];
        return (rows, [.. faults.OrderBy(f => f.Line)], table.Unknown);
    }

    private static RosterRow Row(CsvTable table)
    {
        var active = table.Bool("active");
        if (active is null && table.Text("active").Length == 0) table.Fault("active is empty; it is true or false");
        var zone = table.Required("time_zone");
        if (zone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) table.Fault($"time_zone '{zone}' is not known");
        var type = table.Optional("worker_type") ?? "employee";
        if (type is not ("employee" or "contractor")) table.Fault($"worker_type '{type}' is neither employee nor contractor");
        return new(table.Line, table.Required("person_id"), table.Required("name"), table.Email("email", required: true) ?? "", table.Email("manager_email"), active ?? false, zone)
        {
            Title = table.Text("title"),
            Department = table.Text("department"),
            WorkerType = type,
            SponsorEmail = table.Email("sponsor_email"),
            StartDate = table.Date("start_date"),
            EndDate = table.Date("end_date"),
            ChatAccounts = [.. Accounts(table)],
        };
    }

    private static IEnumerable<ChatAccount> Accounts(CsvTable table)
    {
        foreach (var text in table.Text("chat_accounts").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            if (colon > 0 && slash > colon + 1 && slash < text.Length - 1) yield return new(text[..colon], text[(colon + 1)..slash], text[(slash + 1)..]);
            else table.Fault($"chat_accounts '{text}' is not like slack:T1/U1");
        }
    }
}
