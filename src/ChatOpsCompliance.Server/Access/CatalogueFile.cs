using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Sources.Csv;

namespace ChatOpsCompliance.Server.Access;

/// <summary>The file of a system's entitlements, and the file of its accounts, as CSV.</summary>
public static class CatalogueFile
{
    /// <summary>What may be written about an entitlement, in characters.</summary>
    private const int MostAllows = 2000;

    private static readonly string[] EntitlementColumns = ["entitlement", "title", "allows", "owner_email", "privileged", "birthright"];

    private static readonly string[] AccountColumns = ["account", "person_email"];

    public static (IReadOnlyList<Entitlement> Rows, IReadOnlyList<Fault> Faults, IReadOnlyList<string> Unknown) Entitlements(string path, string system)
    {
        using var table = CsvTable.Open(path, EntitlementColumns, []);
        var rows = new List<Entitlement>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (table.Next())
        {
            var name = table.Required("entitlement");
            if (!seen.TryAdd(name, table.Line)) table.Fault($"{name} stands on line {seen[name]} already");
            rows.Add(new(system, name)
            {
                Title = table.Required("title"),
                Allows = table.Text("allows", MostAllows),
                OwnerEmail = table.Email("owner_email"),
                Privileged = table.Bool("privileged"),
                Birthright = table.Bool("birthright"),
            });
        }

        return (rows, table.Faults, table.Unknown);
    }

    public static (IReadOnlyList<(int Line, string Account, string Email)> Rows, IReadOnlyList<Fault> Faults, IReadOnlyList<string> Unknown) Accounts(string path)
    {
        using var table = CsvTable.Open(path, AccountColumns, []);
        var rows = new List<(int, string, string)>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (table.Next())
        {
            var account = table.Required("account");
            if (!seen.TryAdd(account, table.Line)) table.Fault($"{account} stands on line {seen[account]} already");
            rows.Add((table.Line, account, table.Email("person_email", required: true) ?? ""));
        }

        return (rows, table.Faults, table.Unknown);
    }
}
