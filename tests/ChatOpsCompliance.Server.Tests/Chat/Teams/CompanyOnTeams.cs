using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>The small company on our fake of Teams: the whole service, tokens of the Bot Framework's signer, a clock that runs and can be pushed besides.</summary>
internal sealed class CompanyOnTeams : IAsyncDisposable
{
    public const string Channel = "19:compliance@thread.tacv2", Emergencies = "19:emergency@thread.tacv2", Group = "19:group@thread.v2";

    private readonly RunningClock ticking;

    private CompanyOnTeams(FakeTeams teams, RunningClock clock, Workspace workspace, SmallCompany company) => (Teams, ticking, Workspace, Company) = (teams, clock, workspace, company);

    public FakeTeams Teams { get; }

    public Workspace Workspace { get; }

    public SmallCompany Company { get; }

    public FakeTimeProvider Clock => ticking.Clock;

    public static Task<CompanyOnTeams> Start() => Start(SmallCompany.Settings, null);

    /// <param name="more">What stands outside besides Teams.</param>
    public static async Task<CompanyOnTeams> Start(IEnumerable<(string Key, string Value)> settings, Action<IServiceCollection>? more)
    {
        var clock = new RunningClock(SmallCompany.Start);
        var teams = await FakeTeams.Start(clock.Clock);
        teams.AddChannel(Channel, "Compliance");
        teams.AddChannel(Emergencies, "Emergency");
        teams.AddGroup(Group, "Product");
        foreach (var row in SmallCompany.Roster.Select(r => r.Split(','))) teams.AddUser(UserOf(row[0]), row[1], row[2]);
        teams.Users[UserOf(SmallCompany.Jo)].Left = true;
        var workspace = await Workspace.Start(clock.Clock, local: false, more, [.. settings, .. SettingsOf(teams)]);
        teams.Door.App = workspace.Address;
        return new(teams, clock, workspace, await SmallCompany.In(workspace));
    }

    public static (string Key, string Value)[] SettingsOf(FakeTeams teams) =>
    [
        ("Teams:AppId", FakeTeams.AppId),
        ("Teams:AppPassword", "secret"),
        ("Teams:TenantId", FakeTeams.Tenant),
        ("Teams:OpenIdMetadata", teams.Issuer.Metadata.ToString()),
        ("Teams:Authority", teams.Entra.Authority.ToString()),
        ("Teams:ServiceUrl", teams.ServiceUrl.ToString()),
        ("Teams:ComplianceChannel", Channel),
        ("Teams:EmergencyChannel", Emergencies),
    ];

    /// <summary>The company with its review open and every digest out.</summary>
    public static async Task<CompanyOnTeams> Reviewing()
    {
        var on = await Start();
        on.Company.Campaign = (await on.Workspace.Launch("quarterly")).Value.Campaign!.Value;
        await on.Workspace.Deliver();
        return on;
    }

    /// <summary>The object id of whoever has this key in the roster.</summary>
    public static string UserOf(string rosterKey) => $"00000000-0000-4000-8000-0000000000a{rosterKey[1..]}";

    /// <summary>By the key of the roster.</summary>
    public TeamsPerson As(string rosterKey) => Teams.As(UserOf(rosterKey));

    public async ValueTask DisposeAsync()
    {
        await Workspace.DisposeAsync();
        await Teams.DisposeAsync();
        await ticking.DisposeAsync();
    }
}
