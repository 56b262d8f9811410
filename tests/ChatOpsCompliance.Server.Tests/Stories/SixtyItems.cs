using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>What a manager of nine has before them each quarter: sixty items, fifteen of them flagged, two to be removed.</summary>
public sealed class SixtyItems(ITestOutputHelper output)
{
    private const string Header = "account,account_type,person_email,owner_email,entitlement,environment,privileged,mfa,granted_at,last_used_at,expires_at";

    private const string Mia = "M,Mia Keller,mia@example.com,,true,Europe/Berlin,Manager,Product";

    internal static readonly (string Key, string Value)[] Settings =
    [
        ("Systems:github:Owner", "omar@example.com"),
        ("Reviews:quarterly:Title", "Quarterly access review"),
        ("Reviews:quarterly:Scope", "all"),
        ("Reviews:quarterly:Cron", "0 9 1 1,4,7,10 *"),
        ("Reviews:quarterly:TimeZone", "Europe/Berlin"),
        ("Reviews:quarterly:Owner", "grace@example.com"),
        ("Reviews:quarterly:Fallback", "omar@example.com"),
    ];

    private static readonly string[] Names = ["Ada Novak", "Ben Weber", "Cleo Brandt", "Dan Fox", "Eli Marsh", "Fay Quinn", "Gus Lindt", "Hana Sato", "Ivo Petrov"];

    [Fact]
    public async Task Take_at_most_twenty_five_interactions_and_none_of_them_keeps_what_was_not_shown()
    {
        var (workspace, campaign) = await Reviewing();
        await using var _ = workspace;
        var items = await workspace.Items(campaign);
        using var mia = await workspace.As("M");
        var player = new ReviewPlayer(mia, items, Wanted);

        var done = await player.Play();

        output.WriteLine($"{player.Interactions} interactions, {player.Forms.Count} forms");
        Assert.Equal("Signed: 58 kept, 2 to be removed. That was everything, thank you.", done.Status);
        Assert.True(player.Interactions <= 25, $"{player.Interactions} interactions");
        Assert.Equal(items.Select(i => i.Ordinal).Order(), player.Shown.Order());
        var signed = player.Forms[^1].Text;
        Assert.All(items, i => Assert.Contains(ChatOpsCompliance.Server.AccessReviews.ReviewWords.Title(i), signed, StringComparison.Ordinal));
        Assert.Equal((60, 15, 58, 2), ((await workspace.Items(campaign)).Count, items.Count(i => i.Flagged), await Count(workspace, campaign, Outcome.Kept), await Count(workspace, campaign, Outcome.Revoked)));
        Assert.True((await workspace.Verify()).Whole);
    }

    [Fact]
    public async Task Are_never_kept_unseen_at_most_twenty_five_at_once()
    {
        var (workspace, campaign) = await Reviewing();
        await using var _ = workspace;
        using var mia = await workspace.As("M");
        var player = new ReviewPlayer(mia, await workspace.Items(campaign), Wanted);

        await player.Play();

        var ticked = player.Forms.Where(f => f.Names.Any(n => n[0] == 'x')).ToList();
        Assert.NotEmpty(ticked);
        Assert.All(ticked, f => Assert.True(f.Names.Where(n => n[0] == 'x').Sum(n => n.Count(c => c == '-') + 1) <= Together.Most));
        Assert.All(ticked, f => Assert.DoesNotContain("Flagged:", f.Text, StringComparison.Ordinal));
    }

    private static async Task<int> Count(Workspace workspace, Id<Campaign> campaign, Outcome outcome) => (await workspace.Items(campaign)).Count(i => i.Outcome == outcome);

    /// <summary>Ada no longer needs the first unflagged thing she has; what Ben has not used for long is to go.</summary>
    internal static string Wanted(ReviewItem item) => item switch
    {
        { Flagged: true, Grant.Entitlement: "old-1: write" } => "Revoke: no longer needed",
        { Flagged: true } => "Keep: needed for the job",
        { SubjectName: "Ada Novak", Grant.Entitlement: "repo-0: write" } => "Revoke: moved team",
        _ => "Keep",
    };

    /// <summary>Five unflagged grants each; fifteen flagged: unused for long by six, privileged of three.</summary>
    private static async Task<(Workspace Workspace, Id<Campaign> Campaign)> Reviewing()
    {
        var workspace = await Workspace.Start(SmallCompany.Start, Settings);
        return (workspace, await Launch(workspace));
    }

    /// <summary>The people, their access and the review of it, in a service that was started with <see cref="Settings"/>.</summary>
    internal static async Task<Id<Campaign>> Launch(Workspace workspace)
    {
        string[] heads = [Mia, "O,Omar Haddad,omar@example.com,,true,Europe/Berlin,Engineer,Platform", "G,Grace Okafor,grace@example.com,,true,Europe/London,Compliance,Compliance"];
        var team = Names.Select((name, n) => $"{n},{name},{n}@example.com,mia@example.com,true,Europe/Berlin,Engineer,Product");
        var grants = Names.SelectMany((_, n) => Grants(n)).ToList();
        Assert.Equal(60, grants.Count);
        Assert.Null((await workspace.ImportPeople(Write(workspace, "people.csv", "person_id,name,email,manager_email,active,time_zone,title,department", heads.Concat(team)))).No);
        Assert.Null((await workspace.ImportAccess("github", Write(workspace, "github.csv", Header, grants), workspace.Clock.GetUtcNow())).No);
        var campaign = (await workspace.Launch("quarterly")).Value.Campaign!.Value;
        await workspace.Deliver();
        return campaign;
    }

    private static IEnumerable<string> Grants(int n)
    {
        for (var i = 0; i < 5; i++) yield return Grant(n, $"repo-{i}: write", "", "false", "2026-02-20");
        if (n < 6) for (var i = 0; i < 2; i++) yield return Grant(n, $"old-{n}{(i == 0 ? "" : "b")}: write", "", "false", "2025-10-01");
        if (n >= 6) yield return Grant(n, "payments: admin", "production", "true", "2026-02-20");
    }

    private static string Grant(int n, string entitlement, string environment, string privileged, string used) =>
        string.Create(CultureInfo.InvariantCulture, $"acc{n},human,{n}@example.com,,{entitlement},{environment},{privileged},true,2025-01-01T00:00:00Z,{used}T00:00:00Z,");

    private static string Write(Workspace workspace, string name, string header, IEnumerable<string> rows)
    {
        var path = Path.Combine(workspace.Folder, name);
        File.WriteAllLines(path, rows.Prepend(header));
        return path;
    }
}
