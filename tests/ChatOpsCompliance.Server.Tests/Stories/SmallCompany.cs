using System.Globalization;
using System.Text.RegularExpressions;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Tests.Chat;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>
/// Seven people for stories. Carla leads; Mia manages Ada and Ben; Jo has left; Omar owns github; Grace is compliance and owns the review.
/// </summary>
internal sealed partial class SmallCompany(Workspace workspace)
{
    public const string Carla = "P1", Mia = "P2", Ada = "P3", Ben = "P4", Jo = "P5", Omar = "P6", Grace = "P7";

    private const string Header = "account,account_type,person_email,owner_email,entitlement,environment,privileged,mfa,granted_at,last_used_at,expires_at";

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static readonly string[] Roster =
    [
        "P1,Carla Mendes,carla@example.com,,true,Europe/Lisbon,CTO,Engineering",
        "P2,Mia Keller,mia@example.com,carla@example.com,true,Europe/Berlin,Manager,Product",
        "P3,Ada Novak,ada@example.com,mia@example.com,true,Europe/Prague,Engineer,Product",
        "P4,Ben Weber,ben@example.com,mia@example.com,true,Europe/Berlin,Engineer,Product",
        "P5,Jo Berg,jo@example.com,mia@example.com,false,Europe/Oslo,Engineer,Product",
        "P6,Omar Haddad,omar@example.com,carla@example.com,true,America/New_York,Engineer,Platform",
        "P7,Grace Okafor,grace@example.com,carla@example.com,true,Europe/London,Compliance,Compliance",
    ];

    /// <summary>Mia has nine items; Carla three, one of a service account whose owner also owns the system; Grace one, Carla's, who has nobody above her.</summary>
    public static readonly string[] Grants =
    [
        "ada,human,ada@example.com,,web: write,,false,true,,2026-02-20T00:00:00Z,",
        "ada,human,ada@example.com,,wiki: edit,,false,true,,2026-02-20T00:00:00Z,",
        "ada,human,ada@example.com,,payments: admin,production,true,true,,2026-02-20T00:00:00Z,",
        "ben,human,ben@example.com,,web: write,,false,,,,",
        "ben,human,ben@example.com,,wiki: edit,,false,,,,",
        "ben,human,ben@example.com,,infra: write,production,false,true,,2025-10-01T00:00:00Z,",
        "ben,human,ben@example.com,,docs: write,,false,true,,2026-02-20T00:00:00Z,",
        "jo,human,jo@example.com,,web: write,,false,true,,2026-01-20T00:00:00Z,",
        "jo,human,jo@example.com,,organisation owner,production,true,true,,2026-01-20T00:00:00Z,",
        "mia,human,mia@example.com,,web: maintain,,false,true,,2026-02-20T00:00:00Z,",
        "omar,human,omar@example.com,,organisation owner,production,true,true,,2026-02-20T00:00:00Z,",
        "carla,human,carla@example.com,,organisation owner,production,true,true,,2026-02-20T00:00:00Z,",
        "deploy-bot,service,,omar@example.com,payments: deploy,production,true,,,2026-02-20T00:00:00Z,",
    ];

    public static readonly (string Key, string Value)[] Settings =
    [
        ("Systems:github:Owner", "omar@example.com"),
        ("Reviews:quarterly:Title", "Quarterly access review"),
        ("Reviews:quarterly:Scope", "all"),
        ("Reviews:quarterly:Cron", "0 9 1 1,4,7,10 *"),
        ("Reviews:quarterly:TimeZone", "Europe/Berlin"),
        ("Reviews:quarterly:Owner", "grace@example.com"),
        ("Reviews:quarterly:Fallback", "carla@example.com"),
        ("Console:Roles:compliance", "grace@example.com"),
    ];

    public Id<Campaign> Campaign { get; set; }

    /// <param name="more">Over the settings of the quarterly review.</param>
    public static async Task<(Workspace Workspace, SmallCompany Company)> Reviewing(params (string Key, string Value)[] more)
    {
        var (workspace, company) = await Starting(more);
        company.Campaign = (await workspace.Launch("quarterly")).Value.Campaign!.Value;
        await workspace.Deliver();
        return (workspace, company);
    }

    /// <summary>Everybody and all their access are there, no review yet.</summary>
    public static async Task<(Workspace Workspace, SmallCompany Company)> Starting(params (string Key, string Value)[] more)
    {
        var workspace = await Workspace.Start(Start, [.. Settings, .. more]);
        return (workspace, await In(workspace));
    }

    /// <summary>Moves into a service that was started with <see cref="Settings"/>; what was used lately was used lately by its clock.</summary>
    public static async Task<SmallCompany> In(Workspace workspace)
    {
        var company = new SmallCompany(workspace);
        await company.Rostered(row => row);
        var later = (workspace.Clock.GetUtcNow() - Start).Days;
        await company.Extract(Grants.Select(g => later == 0 ? g : Date().Replace(g, d => DateTime.Parse(d.Value, CultureInfo.InvariantCulture).AddDays(later).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))));
        return company;
    }

    /// <summary>A newer roster, with some words of it replaced; then open reviews follow it.</summary>
    public async Task NewRoster(params (string Was, string Is)[] changes)
    {
        var rows = Roster.Select(row => changes.Aggregate(row, (r, c) => r.Replace(c.Was, c.Is, StringComparison.Ordinal)));
        _ = (await workspace.ImportPeople(Write($"{Guid.NewGuid():N}.csv", "person_id,name,email,manager_email,active,time_zone,title,department", rows), why: "a test")).Value;
        await Follow();
    }

    /// <summary>What the service asks itself every ten minutes: who reviews, and whether silence counts.</summary>
    public async Task Follow()
    {
        await workspace.Get<FollowPeople>().Run();
        await workspace.Get<ApplyNoResponse>().Run();
    }

    /// <summary>A snapshot of github, extracted now.</summary>
    public async Task Extract(IEnumerable<string> grants, string method = Workspace.Method, string extra = "", string by = "extractor@example.com") =>
        _ = (await workspace.ImportAccess("github", Write($"{Guid.NewGuid():N}.csv", Header + extra, grants), workspace.Clock.GetUtcNow(), method, lookedAt: "a test", by: by)).Value;

    /// <summary>A newer roster, each row of the usual one changed so.</summary>
    public async Task Rostered(Func<string, string> row) =>
        _ = (await workspace.ImportPeople(Write("people.csv", "person_id,name,email,manager_email,active,time_zone,title,department", Roster.Select(row)))).Value;

    /// <summary>What the entitlements of github mean.</summary>
    public async Task Catalogue(params string[] rows) =>
        _ = (await workspace.Get<ImportCatalogue>().Entitlements("github", Write($"{Guid.NewGuid():N}.csv", "entitlement,title,allows,owner_email,privileged,birthright", rows), Actor.Shell("tester"), dryRun: false)).Value;

    public async Task<LocalChatClient> As(string person)
    {
        await workspace.Deliver();
        return await workspace.As(person);
    }

    private string Write(string name, string header, IEnumerable<string> rows)
    {
        var path = Path.Combine(workspace.Folder, name);
        File.WriteAllLines(path, rows.Prepend(header));
        return path;
    }

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Date();
}
