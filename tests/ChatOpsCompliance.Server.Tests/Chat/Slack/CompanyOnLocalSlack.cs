using ChatOpsCompliance.Server.Tests.Stories;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>The small company on local-slack, with its review open. It signs with the machine's time, so the story is played today.</summary>
internal sealed class CompanyOnLocalSlack : IAsyncDisposable
{
    private readonly RunningClock ticking;

    private CompanyOnLocalSlack(LocalSlack slack, RunningClock clock, Workspace workspace, SmallCompany company) => (Slack, ticking, Workspace, Company) = (slack, clock, workspace, company);

    public LocalSlack Slack { get; }

    public Workspace Workspace { get; }

    public SmallCompany Company { get; }

    public static async Task<CompanyOnLocalSlack> Reviewing(bool socket)
    {
        var slack = await LocalSlack.Start(socket, SmallCompany.Roster.Select(r => r.Split(',')).Select(r => (UserOf(r[0]), r[1], r[2])));
        var clock = new RunningClock(DateTimeOffset.UtcNow);
        var workspace = await Workspace.Start(
            clock.Clock,
            local: false,
            [
                .. SmallCompany.Settings,
                ("Slack:Mode", socket ? "Socket" : "Http"),
                ("Slack:BotToken", LocalSlack.BotToken),
                ("Slack:AppToken", LocalSlack.AppToken),
                ("Slack:SigningSecret", LocalSlack.SigningSecret),
                ("Slack:Workspace", LocalSlack.Team),
                ("Slack:ApiBaseUrl", slack.ApiAddress.ToString()),
                ("Slack:ComplianceChannel", LocalSlack.Channel),
            ]);
        slack.App = workspace.Address;
        if (socket) await slack.Connected();
        var company = await SmallCompany.In(workspace);
        company.Campaign = (await workspace.Launch("quarterly")).Value.Campaign!.Value;
        await workspace.Deliver();
        return new(slack, clock, workspace, company);
    }

    public static string UserOf(string rosterKey) => $"U0{rosterKey}";

    /// <summary>By the key of the roster.</summary>
    public LocalSlackPerson As(string rosterKey) => Slack.As(UserOf(rosterKey));

    public async ValueTask DisposeAsync()
    {
        await Workspace.DisposeAsync();
        await Slack.DisposeAsync();
        await ticking.DisposeAsync();
    }
}
