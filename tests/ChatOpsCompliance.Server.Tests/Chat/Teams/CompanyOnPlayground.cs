using ChatOpsCompliance.Server.Tests.Stories;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>The small company on the Agents Playground: whoever it is whose page is there, and their colleagues.</summary>
internal sealed class CompanyOnPlayground : IAsyncDisposable
{
    private readonly RunningClock ticking;

    private CompanyOnPlayground(AgentsPlayground teams, RunningClock clock, Workspace workspace, SmallCompany company) => (Teams, ticking, Workspace, Company) = (teams, clock, workspace, company);

    public AgentsPlayground Teams { get; }

    public Workspace Workspace { get; }

    public SmallCompany Company { get; }

    /// <param name="whose">Whose page it is, by the key of the roster.</param>
    public static async Task<CompanyOnPlayground> Start(string whose, params (string Key, string Value)[] settings)
    {
        var people = SmallCompany.Roster.Select(r => r.Split(',')).Where(r => r[0] != SmallCompany.Jo).OrderByDescending(r => r[0] == whose).Select(r => (CompanyOnTeams.UserOf(r[0]), r[1], r[2])).ToList();
        var teams = await AgentsPlayground.Start(people);
        var clock = new RunningClock(SmallCompany.Start);
        var workspace = await Workspace.Start(
            clock.Clock,
            local: false,
            [
                .. SmallCompany.Settings,
                ("Teams:AppId", FakeTeams.AppId),
                ("Teams:TenantId", FakeTeams.Tenant),
                ("Teams:ServiceUrl", $"{teams.ServiceUrl}/"),
                ("Teams:AllowUnauthenticated", "true"),
                ("Teams:ComplianceChannel", AgentsPlayground.Channel),
                ("Teams:EmergencyChannel", AgentsPlayground.Emergencies),
                .. settings,
            ]);
        teams.App = workspace.Address;
        return new(teams, clock, workspace, await SmallCompany.In(workspace));
    }

    /// <summary>The company with its review open and every digest out.</summary>
    public static async Task<CompanyOnPlayground> Reviewing(string whose)
    {
        var on = await Start(whose);
        on.Company.Campaign = (await on.Workspace.Launch("quarterly")).Value.Campaign!.Value;
        await on.Workspace.Deliver();
        return on;
    }

    /// <summary>By the key of the roster.</summary>
    public TeamsPerson As(string rosterKey) => Teams.As(CompanyOnTeams.UserOf(rosterKey));

    public async ValueTask DisposeAsync()
    {
        await Workspace.DisposeAsync();
        await Teams.DisposeAsync();
        await ticking.DisposeAsync();
    }
}
