using System.Net;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Controls;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Tests.SignIn;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>
/// One of each kind, signed in to one service by its provider: a review runs, a sample of it is drawn, a file is evidence of it. The clock stands at five past midnight,
/// so that the third auditor's last day is over while their sign-in is not.
/// </summary>
public sealed class Visitors : IAsyncLifetime
{
    public const string Nobody = "nobody", Reviewer = "reviewer", Owner = "owner", Compliance = "compliance", Executive = "executive", Admin = "admin", Inside = "auditor", Outside = "auditor of another period", Over = "auditor whose time is over";

    /// <summary>In the order of the matrix.</summary>
    public static readonly IReadOnlyList<string> Kinds = [Nobody, Reviewer, Owner, Compliance, Executive, Admin, Inside, Outside, Over];

    private readonly Dictionary<string, ConsoleVisitor> visitors = new(StringComparer.Ordinal);
    private SignInHost host = null!;
    private readonly string bundles = Directory.CreateTempSubdirectory("bundles-").FullName;
    private string over = "";

    internal Workspace Workspace => host.Workspace;

    internal Id<Campaign> Campaign => host.Company.Campaign;

    /// <summary>A file that is evidence of an item of the review.</summary>
    public const string FileId = "019cb000-0000-7000-8000-000000000001";

    public async ValueTask InitializeAsync()
    {
        host = await SignInHost.Start(
            ("Evidence:BundleFolder", bundles),
            ("Console:Roles:executive", "carla@example.com"),
            ("Console:Roles:admin", "ada@example.com"),
            ("Controls:reviews:Title", "Access reviews"),
            ("Controls:reviews:Criteria", "CC6.2"),
            ("Controls:reviews:Statement", "Access is reviewed."),
            ("Controls:reviews:Owner", "carla@example.com"),
            ("Controls:reviews:Frequency", "quarterly"),
            ("Controls:reviews:EvidencedBy", "review:quarterly"));
        host.Company.Campaign = (await Workspace.Launch("quarterly", new DateOnly(2026, 3, 2))).Value.Campaign!.Value;
        Workspace.Tamper($"insert into attachment (id, name, size, hash, content, uploaded_by, uploaded_at, subject) select '{FileId.ToUpperInvariant()}', 'seen.txt', 1, '{new string('0', 64)}', x'41', id, '2026-03-02T10:00:00.000000Z', 'campaign/{Campaign}/1' from person where roster_key = 'P7'");
        var grace = await Workspace.Person("grace@example.com");
        Assert.IsType<Finish>(await Workspace.Act(grace, ControlVerbs.Draw, new Values
        {
            [ControlVerbs.Control] = "reviews",
            [ControlVerbs.Evidence] = "review:quarterly",
            [ControlVerbs.From] = "2026-01-01",
            [ControlVerbs.To] = "2026-12-31",
            [ControlVerbs.Method] = "seed",
            [ControlVerbs.Seed] = "7",
            [ControlVerbs.Size] = "3",
        }));
        await Engage("in@audit.example", "2026-01-01", "2026-12-31", "2026-06-30");
        await Engage("out@audit.example", "2020-01-01", "2020-12-31", "2026-06-30");
        await Engage("over@audit.example", "2026-01-01", "2026-12-31", "2026-03-02");
        Workspace.Clock.Advance(new DateTimeOffset(2026, 3, 2, 23, 40, 0, TimeSpan.Zero) - Workspace.Clock.GetUtcNow());
        visitors[Nobody] = host.Browser();
        foreach (var (kind, email) in new[] { (Reviewer, "mia@example.com"), (Owner, "omar@example.com"), (Compliance, "grace@example.com"), (Executive, "carla@example.com"), (Admin, "ada@example.com"), (Inside, "in@audit.example"), (Outside, "out@audit.example"), (Over, "over@audit.example") })
            visitors[kind] = await host.Visit(email);
        over = visitors[Over].Cookies.GetCookies(host.Address)["__Host-console"]!.Value;
        Workspace.Clock.Advance(TimeSpan.FromMinutes(25));
    }

    public Task<Reply> Engage(string email, string from, string to, string until, string by = "grace@example.com") => Act(by, AuditorVerbs.Invite, new Values
    {
        [AuditorVerbs.Name] = $"Name of {email}",
        [AuditorVerbs.Email] = email,
        [AuditorVerbs.From] = from,
        [AuditorVerbs.To] = to,
        [AuditorVerbs.Until] = until,
    });

    internal async Task<Reply> Act(string email, Verb verb, Values values) => await Workspace.Act(await Workspace.Person(email), verb, values);

    /// <summary>A browser in which somebody signs in anew.</summary>
    internal Task<ConsoleVisitor> Visit(string email) => host.Visit(email);

    internal ConsoleVisitor As(string kind)
    {
        if (kind == Over) Revive();
        return visitors[kind];
    }

    /// <summary>Whoever finds the console shut is signed out; the matrix wants each route to do so by itself.</summary>
    private void Revive()
    {
        Workspace.Tamper("update console_session set ended_at = null where person_id in (select person_id from auditor_engagement where email = 'over@audit.example')");
        visitors[Over].Cookies.Add(host.Address, new Cookie("__Host-console", over) { Secure = true, Path = "/" });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in visitors.Values) visitor.Dispose();
        await host.DisposeAsync();
        Directory.Delete(bundles, recursive: true);
    }
}
