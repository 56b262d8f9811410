using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Access;

/// <summary>Accounts that neither map nor e-mail ties to anybody wait in a queue; who answers for the system says whose they are.</summary>
public sealed class WorkingOffWhatIsNobodys
{
    private static readonly string[] Strangers =
    [
        "b-weber,human,,,web: write,,false,,,,",
        "b-weber,human,,,payments: admin,production,true,,,,",
        "x99,human,gone@elsewhere.example,,web: write,,false,,,,",
        "ci,service,,,deploy,production,,,,,",
        "everybody,shared,,,wiki: edit,,,,,,",
    ];

    [Fact]
    public async Task The_owner_is_told_and_says_whose_they_are()
    {
        var (workspace, company) = await Taken();
        await using var _ = workspace;
        using var omar = await company.As(SmallCompany.Omar);
        var told = await omar.Sees("3 accounts are nobody's on github");

        var opened = await omar.Click("Say whose they are");
        omar.Choose("Who is b-weber?", "Ben Weber, ben@example.com");
        omar.Choose("Who is x99?", "There is nobody behind it");
        var left = await omar.Submit("Save what I chose");
        omar.Choose("Who owns ci?", "Somebody else, whose e-mail I write below");
        omar.Write("E-mail, if it is somebody else: ci", "who@example.com");
        var wrong = await omar.Submit("Save what I chose");
        omar.Write("E-mail, if it is somebody else: ci", " Omar@Example.com ");
        var done = await omar.Submit("Save what I chose");

        Approved.Match($"{told.Text}\n\n=====\n\n{(opened.Form!.Title)}\n{opened.Form.Text}", "Accounts_that_are_nobodys");
        Assert.Equal("Noted for 2 accounts; 1 left.", left.Form!.Banner);
        Assert.Contains("Nobody in the roster has this e-mail.", Assert.Single(wrong.Form!.Mistakes).Value, StringComparison.Ordinal);
        Assert.Equal("Noted for 1 account. Every account on github is accounted for.", done.Status);
        var campaign = (await workspace.Launch("quarterly", new(2026, 4, 1))).Value.Campaign!.Value;
        var items = await workspace.Items(campaign);
        Assert.All(items.Where(i => i.Grant.Account == "b-weber"), i => Assert.Equal("Ben Weber", i.SubjectName));
        Assert.Contains("nobody in the roster is behind this account", items.Single(i => i.Grant.Account == "x99").Flags.Select(f => f.Reason));
        Assert.True((await workspace.Verify()).Whole);
        var facts = (await workspace.Read(read => LedgerStore.Latest(read, 100))).Where(f => f.Kind == "account.matched").ToList();
        Assert.Equal(3, facts.Count);
        Assert.All(facts, f => Assert.DoesNotContain("b-weber", f.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_named_can_say_that_it_is_not_theirs()
    {
        var (workspace, company) = await Taken();
        await using var _ = workspace;
        await Match(workspace, "omar@example.com", "b-weber", (await workspace.Person("ben@example.com")).Id.ToString());
        using var ben = await company.As(SmallCompany.Ben);
        await ben.Sees("The account b-weber on github is yours, says Omar Haddad");

        var others = await workspace.Act(await workspace.Person("mia@example.com"), AccountVerbs.Disown, new() { [AccountVerbs.System] = "github", [AccountVerbs.Account] = "b-weber" });
        var said = await ben.Click("It is not mine");
        var twice = await workspace.Act(await workspace.Person("ben@example.com"), AccountVerbs.Disown, new() { [AccountVerbs.System] = "github", [AccountVerbs.Account] = "b-weber" });

        Assert.StartsWith("Noted: b-weber on github is not yours.", said.Status, StringComparison.Ordinal);
        Assert.IsType<Refused>(twice);
        Assert.IsType<Refused>(others);
        Assert.Contains(await workspace.Read(read => UnmatchedStore.Of(read, "github")), a => a.Account == "b-weber");
    }

    [Fact]
    public async Task Who_may_not_is_told_who_can_and_a_stale_form_changes_nothing()
    {
        var (workspace, _) = await Taken();
        await using var __ = workspace;
        var ben = (await workspace.Person("ben@example.com")).Id.ToString();

        var stranger = await Match(workspace, "mia@example.com", "x99", ben);
        var first = await Match(workspace, "grace@example.com", "x99", ben);
        var second = await Match(workspace, "omar@example.com", "x99", AccountVerbs.Nobody);
        var none = await Match(workspace, "omar@example.com", "not-there", ben);
        var odd = await Match(workspace, "omar@example.com", "ci", "<script>");
        var nothing = await workspace.Act(await workspace.Person("omar@example.com"), AccountVerbs.Match, new() { [AccountVerbs.System] = "github" });
        var nowhere = await workspace.Act(await workspace.Person("omar@example.com"), AccountVerbs.Open, new() { [AccountVerbs.System] = "gitlab" });

        Assert.Equal("Only Omar Haddad, who answers for this system, or a compliance officer can say this.", Assert.IsType<Refused>(stranger).Text);
        Assert.IsType<Show>(first);
        Assert.Equal("MatchedMeanwhile", Assert.IsType<Refused>(second).Kind);
        Assert.Equal("MatchedMeanwhile", Assert.IsType<Refused>(none).Kind);
        Assert.IsType<Mistakes>(odd);
        Assert.IsType<Mistakes>(nothing);
        Assert.Equal("SystemUnknown", Assert.IsType<Refused>(nowhere).Kind);
    }

    [Fact]
    public async Task A_newer_roster_or_map_takes_out_whom_it_knows()
    {
        var (workspace, company) = await Taken();
        await using var _ = workspace;
        var path = Path.Combine(workspace.Folder, "map.csv");
        await File.WriteAllLinesAsync(path, ["account,person_email", "b-weber,ben@example.com"], TestContext.Current.CancellationToken);

        Assert.Null((await workspace.Get<ImportCatalogue>().Accounts("github", path, Actor.Service, dryRun: false, TestContext.Current.CancellationToken)).No);
        var roster = Path.Combine(workspace.Folder, "more.csv");
        await File.WriteAllLinesAsync(roster, [(await File.ReadAllLinesAsync(Path.Combine(workspace.Folder, "people.csv"), TestContext.Current.CancellationToken))[0], .. SmallCompany.Roster, "P9,Gone Girl,gone@elsewhere.example,mia@example.com,true,UTC,,"], TestContext.Current.CancellationToken);
        Assert.Null((await workspace.ImportPeople(roster)).No);

        Assert.Equal("ci", Assert.Single(await workspace.Read(read => UnmatchedStore.Of(read, "github"))).Account);
        using var omar = await company.As(SmallCompany.Omar);
        Assert.Single(omar.Cards, c => c.Text.Contains("nobody's on github", StringComparison.Ordinal));
    }

    private static Task<Reply> Match(Workspace workspace, string by, string account, string who) => Match(workspace, workspace.Person(by), account, who);

    private static async Task<Reply> Match(Workspace workspace, Task<ChatOpsCompliance.People.Person> by, string account, string who) => await workspace.Act(await by, AccountVerbs.Match, new()
    {
        [AccountVerbs.System] = "github",
        [AccountVerbs.AccountOf(0)] = account,
        [AccountVerbs.WhoOf(0)] = who,
    });

    private static async Task<(Workspace Workspace, SmallCompany Company)> Taken()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        workspace.Clock.Advance(TimeSpan.FromHours(1));
        await company.Extract(SmallCompany.Grants.Concat(Strangers));
        return (workspace, company);
    }
}
