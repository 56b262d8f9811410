using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>The small company on our fake of Slack: the whole service, real transports, a clock that runs and can be pushed besides.</summary>
internal sealed class CompanyOnSlack : IAsyncDisposable
{
    public const string Channel = "C0COMP", Emergencies = "C0EMERG";

    private readonly RunningClock ticking;

    private CompanyOnSlack(FakeSlack slack, RunningClock clock, Workspace workspace, SmallCompany company) => (Slack, ticking, Workspace, Company) = (slack, clock, workspace, company);

    public FakeSlack Slack { get; }

    public Workspace Workspace { get; }

    public SmallCompany Company { get; }

    public FakeTimeProvider Clock => ticking.Clock;

    public static Task<CompanyOnSlack> Start(bool socket) => Start(socket, SmallCompany.Settings, null);

    /// <param name="more">What stands outside besides Slack.</param>
    public static async Task<CompanyOnSlack> Start(bool socket, IEnumerable<(string Key, string Value)> settings, Action<IServiceCollection>? more)
    {
        var clock = new RunningClock(SmallCompany.Start);
        var slack = await FakeSlack.Start(clock.Clock);
        slack.AddChannel(Channel, "compliance");
        slack.AddChannel(Emergencies, "emergency");
        foreach (var row in SmallCompany.Roster.Select(r => r.Split(','))) slack.AddUser(UserOf(row[0]), row[1], row[2]);
        slack.Users[UserOf(SmallCompany.Jo)].Deleted = true;
        var workspace = await Workspace.Start(clock.Clock, local: false, more, [.. settings, .. SettingsOf(slack, socket)]);
        if (socket) await slack.Sockets.Until(s => s.Open > 0);
        else slack.Door.App = workspace.Address;
        return new(slack, clock, workspace, await SmallCompany.In(workspace));
    }

    public static (string Key, string Value)[] SettingsOf(FakeSlack slack, bool socket) =>
    [
        ("Slack:Mode", socket ? "Socket" : "Http"),
        ("Slack:BotToken", FakeSlack.BotToken),
        ("Slack:AppToken", FakeSlack.AppToken),
        ("Slack:SigningSecret", FakeSlack.SigningSecret),
        ("Slack:Workspace", FakeSlack.Team),
        ("Slack:ApiBaseUrl", slack.ApiAddress.ToString()),
        ("Slack:ComplianceChannel", Channel),
        ("Slack:EmergencyChannel", Emergencies),
    ];

    /// <summary>The company with its review open and every digest out.</summary>
    public static async Task<CompanyOnSlack> Reviewing(bool socket)
    {
        var on = await Start(socket);
        on.Company.Campaign = (await on.Workspace.Launch("quarterly")).Value.Campaign!.Value;
        await on.Workspace.Deliver();
        return on;
    }

    public static string UserOf(string rosterKey) => $"U0{rosterKey}";

    /// <summary>By the key of the roster.</summary>
    public FakeSlackPerson As(string rosterKey) => Slack.As(UserOf(rosterKey));

    public async ValueTask DisposeAsync()
    {
        await Workspace.DisposeAsync();
        await Slack.DisposeAsync();
        await ticking.DisposeAsync();
    }
}
