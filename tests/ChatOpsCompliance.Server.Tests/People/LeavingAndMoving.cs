using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.People;

/// <summary>A newer roster says who came, went and moved; who went and still has access is an incident, in a review or outside.</summary>
public sealed class LeavingAndMoving
{
    [Fact]
    public async Task Who_left_before_the_first_extract_is_an_incident_once_it_shows_access()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;

        var incident = Assert.Single(await workspace.Read(LeaverStore.All));

        Assert.Equal(("Jo Berg", "github", 2, 1), (incident.PersonName, incident.System, incident.Grants, incident.Privileged));
        Assert.Equal(SmallCompany.Start.AddDays(1), incident.DueAt);
        using var omar = await company.As(SmallCompany.Omar);
        await omar.Sees("1 person who left still has access on github");
        await omar.Sees("Jo Berg: 2 grants, 1 privileged (organisation owner (production), web: write; account jo), to be gone by Tuesday 3 March, 04:00 (America/New_York).");
        await workspace.Get<LeaverWatch>().Run(null, TestContext.Current.CancellationToken);
        Assert.Single(await workspace.Read(LeaverStore.All));
        Assert.DoesNotContain(await Kinds(workspace), k => k is "person.joined" or "person.left" or "person.moved");
    }

    [Fact]
    public async Task A_claim_is_proven_or_found_false_by_the_next_extract()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var omar = await company.As(SmallCompany.Omar);

        await Claim(company);
        workspace.Clock.Advance(TimeSpan.FromHours(1));
        await company.Extract(SmallCompany.Grants);
        Assert.Equal(IncidentStatus.Open, await Status(workspace));
        await omar.Sees("It was said or proven to be gone, and the newest extract shows it.");
        await Claim(company);
        workspace.Clock.Advance(TimeSpan.FromHours(1));
        await company.Extract(WithoutJo);

        Assert.Equal(IncidentStatus.Verified, await Status(workspace));
        var verdict = await workspace.Verify();
        Assert.True(verdict.Whole, verdict.Fault);
        workspace.Tamper("update leaver_incident set status = 'Open'");
        Assert.Contains("the table says Open", (await workspace.Verify()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_say_so_is_told_who_can()
    {
        var (workspace, _) = await SmallCompany.Reviewing();
        await using var __ = workspace;
        var incident = Assert.Single(await workspace.Read(LeaverStore.All));
        var mia = await workspace.Person("mia@example.com");

        var other = await workspace.Act(mia, LeaverVerbs.Claim, new Values { [LeaverVerbs.Removed] = incident.Id.ToString() });
        var nothing = await workspace.Act(mia, LeaverVerbs.Open, Values.None);
        var unknown = await workspace.Act(mia, LeaverVerbs.Claim, new Values { [LeaverVerbs.Removed] = "x," + Guid.NewGuid() });
        var unticked = await workspace.Act(await workspace.Person("omar@example.com"), LeaverVerbs.Claim, Values.None);

        Assert.Equal("Only Omar Haddad, who answers for this system, can say that this access was removed.", Assert.IsType<Refused>(other).Text);
        Assert.StartsWith("Nobody who left has access", Assert.IsType<Refused>(nothing).Text, StringComparison.Ordinal);
        Assert.Equal("IncidentUnknown", Assert.IsType<Refused>(unknown).Kind);
        Assert.IsType<Mistakes>(unticked);
        Assert.Equal(IncidentStatus.Open, await Status(workspace));
    }

    [Fact]
    public async Task When_the_owner_is_gone_too_compliance_answers_for_the_system()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;

        await Roster(workspace, company, r => r.Where(p => !p.StartsWith("P6", StringComparison.Ordinal)), "Omar has left");

        using var grace = await company.As(SmallCompany.Grace);
        await grace.Sees("Omar Haddad: 1 grant, 1 privileged");
        Assert.Equal(["Jo Berg", "Omar Haddad"], (await workspace.Read(LeaverStore.Unsettled)).Select(i => i.PersonName).Order());
        await grace.Click("Tick what I removed");
        grace.TickAll("Removed");
        Assert.Equal("Finish", (await grace.Submit("I removed what is ticked")).Kind);
    }

    [Fact]
    public async Task Each_who_came_went_or_moved_is_a_fact()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;

        var summary = await Roster(
            workspace,
            company,
            r => r.Where(p => !p.StartsWith("P4", StringComparison.Ordinal)).Select(p => p.StartsWith("P3", StringComparison.Ordinal) ? p.Replace("mia@", "omar@", StringComparison.Ordinal) : p)
                .Append("P8,Zoe Adler,zoe@example.com,mia@example.com,true,Europe/Berlin,Engineer,Product"),
            "one left");

        Assert.Equal(["Zoe Adler", "Ben Weber", "Ada Novak"], [.. summary.Joined, .. summary.Left, .. summary.Moved]);
        Assert.Equal(1, summary.Incidents);
        Assert.Equal(["incident.opened", "person.joined", "person.left", "person.moved"], (await Kinds(workspace)).Where(k => k.StartsWith("person.", StringComparison.Ordinal) || k.StartsWith("incident.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Skip(1));
        var ben = (await workspace.Person("ben@example.com")).Id;
        Assert.Equal(workspace.Clock.GetUtcNow(), (await workspace.Read(DepartureStore.All)).Single(d => d.Person == ben).NoticedAt);
    }

    [Fact]
    public async Task Who_comes_back_has_no_incident_any_more()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;

        await Roster(workspace, company, r => r.Select(p => p.Replace("jo@example.com,mia@example.com,false", "jo@example.com,mia@example.com,true", StringComparison.Ordinal)));

        Assert.Equal(IncidentStatus.Withdrawn, await Status(workspace));
        Assert.NotNull(Assert.Single(await workspace.Read(DepartureStore.All)).ReturnedAt);
        await Roster(workspace, company, r => r, "again");
        Assert.Equal([IncidentStatus.Withdrawn, IncidentStatus.Open], (await workspace.Read(LeaverStore.All)).Select(i => i.Status));
    }

    [Fact]
    public async Task A_contract_ends_without_a_newer_roster()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        await Contractors(workspace, "P4,Ben Weber,ben@example.com,mia@example.com,true,Europe/Berlin,Engineer,Product,contractor,mia@example.com,2026-03-04");
        Assert.Equal(0, await workspace.Get<NoticeDepartures>().Run(TestContext.Current.CancellationToken));

        workspace.Clock.Advance(TimeSpan.FromHours(62)); // Wednesday 23:00 UTC is Thursday in Berlin
        Assert.Equal(1, await workspace.Get<NoticeDepartures>().Run(TestContext.Current.CancellationToken));
        Assert.Equal(0, await workspace.Get<NoticeDepartures>().Run(TestContext.Current.CancellationToken));
        Assert.Equal(1, await workspace.Get<LeaverWatch>().Run(null, TestContext.Current.CancellationToken));

        Assert.Contains("\"how\":\"end-date\"", (await workspace.Read(r => LedgerStore.Latest(r, 50))).Single(f => f.Kind == "person.left").Body, StringComparison.Ordinal);
        Assert.Contains((await workspace.Read(LeaverStore.Unsettled)), i => i is { PersonName: "Ben Weber", Grants: 4 });
    }

    [Fact]
    public async Task An_account_that_is_switched_off_is_no_access()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        workspace.Clock.Advance(TimeSpan.FromHours(1));

        await company.Extract(SmallCompany.Grants.Select(g => g + (g.StartsWith("jo,", StringComparison.Ordinal) ? ",false" : ",")), extra: ",active");

        Assert.Equal(IncidentStatus.Verified, await Status(workspace));
    }

    private static IEnumerable<string> WithoutJo => SmallCompany.Grants.Where(g => !g.StartsWith("jo,", StringComparison.Ordinal));

    private static async Task Claim(SmallCompany company)
    {
        using var omar = await company.As(SmallCompany.Omar);
        await omar.Click("Tick what I removed");
        omar.TickAll("Removed");
        Assert.Equal("Finish", (await omar.Submit("I removed what is ticked")).Kind);
    }

    private static async Task<IncidentStatus> Status(Workspace workspace) => Assert.Single(await workspace.Read(LeaverStore.All)).Status;

    private static async Task<IReadOnlyList<string>> Kinds(Workspace workspace) => [.. (await workspace.Read(r => LedgerStore.Latest(r, 100))).Select(f => f.Kind)];

    private static async Task<RosterSummary> Roster(Workspace workspace, SmallCompany company, Func<IEnumerable<string>, IEnumerable<string>> change, string? why = null)
    {
        workspace.Clock.Advance(TimeSpan.FromMinutes(1));
        var (path, header) = (Path.Combine(workspace.Folder, $"{Guid.NewGuid():N}.csv"), File.ReadLines(Path.Combine(workspace.Folder, "people.csv")).First());
        await File.WriteAllLinesAsync(path, change(SmallCompany.Roster).Prepend(header));
        return (await workspace.ImportPeople(path, why)).Value;
    }

    private static async Task Contractors(Workspace workspace, string contractor)
    {
        var path = Path.Combine(workspace.Folder, "contractors.csv");
        var rows = SmallCompany.Roster.Where(r => !r.StartsWith(contractor[..3], StringComparison.Ordinal)).Select(r => r + ",,,").Append(contractor);
        await File.WriteAllLinesAsync(path, rows.Prepend("person_id,name,email,manager_email,active,time_zone,title,department,worker_type,sponsor_email,end_date"));
        Assert.Null((await workspace.ImportPeople(path)).No);
    }
}
