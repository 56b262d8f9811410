using System.Globalization;
using ChatOpsCompliance.Access;
using Sylvan.Data.Csv;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>The real organisation of <c>Data/org</c>, read straight from its files, by none of the product's own code.</summary>
internal static class Org
{
    public const string SystemOwner = "jana.olsen.56b5@example.com", Compliance = "mila.garcia.7382@example.com", Fallback = "pia.larsen.8697@example.com";

    public static readonly (string Key, string Value)[] Settings =
    [
        ("Systems:github:Owner", SystemOwner),
        ("Reviews:everything:Title", "Review of everything"),
        ("Reviews:everything:Scope", "all"),
        ("Reviews:everything:Cron", "0 9 1 1,7 *"),
        ("Reviews:everything:TimeZone", "Europe/Berlin"),
        ("Reviews:everything:Owner", Compliance),
        ("Reviews:everything:Fallback", Fallback),
        ("Console:Roles:compliance", Compliance),
    ];

    public static string People(string date) => Path.Combine(AppContext.BaseDirectory, "Data", "org", date, "people.csv");

    public static string Access(string date) => Path.Combine(AppContext.BaseDirectory, "Data", "org", date, "access.csv");

    public static DateTimeOffset Extracted(string date) => DateTimeOffset.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Each grant of a file once, with whether it is privileged.</summary>
    public static Dictionary<GrantKey, bool> Grants(string date)
    {
        using var csv = CsvDataReader.Create(Access(date));
        var (account, entitlement, environment, privileged) = (csv.GetOrdinal("account"), csv.GetOrdinal("entitlement"), csv.GetOrdinal("environment"), csv.GetOrdinal("privileged"));
        var grants = new Dictionary<GrantKey, bool>();
        while (csv.Read()) grants[new(csv.GetString(account), csv.GetString(entitlement), csv.GetString(environment))] = csv.GetString(privileged) == "true";
        return grants;
    }
}
