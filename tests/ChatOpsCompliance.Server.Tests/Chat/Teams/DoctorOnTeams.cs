using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Teams;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Storage;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>What <c>doctor</c> says of a Teams configuration: everything that is wrong, each with its cure.</summary>
public sealed class DoctorOnTeams : IAsyncLifetime
{
    private const string Channel = "19:compliance@thread.tacv2", Other = "19:emergency@thread.tacv2";

    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly string folder = Directory.CreateTempSubdirectory("doctor-on-teams").FullName;
    private FakeTeams teams = null!;

    public async ValueTask InitializeAsync()
    {
        teams = await FakeTeams.Start(clock);
        teams.AddChannel(Channel, "Compliance");
        teams.AddChannel(Other, "Emergencies");
        teams.AddUser("aaaaaaaa-0000-4000-8000-000000000001", "Mia Wong", "mia@acme.example");
    }

    public async ValueTask DisposeAsync()
    {
        await teams.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task All_is_well() => Assert.Equal(
        [
            "ok teams keys: the Bot Framework shows 1",
            "ok clock: agrees with the Bot Framework's",
            $"ok teams token: the app {FakeTeams.AppId} signs in to the tenant {FakeTeams.Tenant} with its secret",
            "ok teams compliance channel: the bot is in its team (1 member)",
            "ok teams emergency channel: the bot is in its team (1 member)",
            "ok teams conversations: nobody has met the bot yet: the first message to somebody opens theirs, if the app is installed for them",
        ],
        await Examine(migrate: true, ("Teams:EmergencyChannel", Other)));

    [Fact]
    public async Task It_counts_whom_the_bot_has_met() => Assert.Contains(
        "ok teams conversations: 2 people have met the bot; others' are opened with the first message to them",
        await Examine(migrate: true, tell: async database => await database.Bulk(Actor.Service, async tx =>
        {
            await TeamsConversationStore.KeepTenant(tx, FakeTeams.Tenant, teams.ServiceUrl.AbsoluteUri);
            foreach (var user in new[] { "u1", "u2" }) await TeamsConversationStore.Keep(tx, new(TeamsSettings.Platform, FakeTeams.Tenant, user), new() { Conversation = $"a:{user}", ServiceUrl = teams.ServiceUrl.AbsoluteUri });
            return true;
        })));

    [Fact]
    public async Task It_asks_the_connector_that_spoke_last() => Assert.Contains(
        "BAD teams compliance channel: http://127.0.0.1:1/ can't be reached (ConnectionError): is Teams:ServiceUrl right, and may this machine call it?",
        await Examine(migrate: true, tell: async database => await database.Bulk(Actor.Service, async tx =>
        {
            await TeamsConversationStore.KeepTenant(tx, FakeTeams.Tenant, "http://127.0.0.1:1/");
            return true;
        })));

    [Fact]
    public async Task Before_there_is_a_database_it_says_the_rest() => Assert.DoesNotContain(await Examine(), f => f.Contains("conversations", StringComparison.Ordinal) || f.StartsWith("BAD", StringComparison.Ordinal));

    [Fact]
    public async Task A_secret_that_is_not_known_is_told_and_no_channel_is_asked_for()
    {
        teams.Entra.Refusal = (7000215, "Invalid client secret provided.");

        Assert.Equal(["BAD teams token: Microsoft Entra does not know this client secret: Give Teams:AppPassword the Value (not the Secret ID) of a secret of this app's registration, Certificates & secrets"], await Bad());
        Assert.Empty(teams.Connector.Calls);
    }

    [Fact]
    public async Task A_token_that_the_connector_does_not_take_is_told()
    {
        teams.Connector.Token = "another";

        Assert.Equal(["BAD teams compliance channel: Teams does not take the bot's token: Teams:AppId has to be the bot's own registration, and Teams:TenantId its tenant"], await Bad());
    }

    [Fact]
    public async Task Keys_that_cannot_be_read_are_told()
    {
        var dead = $"BAD teams keys: http://127.0.0.1:1/keys can't be read, or is not the Bot Framework's: is Teams:OpenIdMetadata right, and may this machine call it? Until then nothing that comes from Teams is taken";
        Assert.Equal([dead], await Bad(("Teams:OpenIdMetadata", "http://127.0.0.1:1/keys")));
        teams.Issuer.ShownIssuer = "https://keys.example.com";
        Assert.StartsWith("BAD teams keys: ", Assert.Single(await Bad()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_is_not_there_or_not_entered_is_told()
    {
        teams.Conversations[Other].BotIn = false;

        Assert.Equal([$"BAD teams emergency channel: the bot is not in the team of {Other}: add the app to that team, as manifests/teams/README.md says"], await Bad(("Teams:EmergencyChannel", Other)));
        Assert.Equal(
            ["BAD teams compliance channel: Teams knows no channel 19:none@thread.tacv2 (404 ConversationNotFound): give Teams:ComplianceChannel the id in the channel's link, decoded (19:…@thread.tacv2); in a private channel, add the app first"],
            await Bad(("Teams:ComplianceChannel", "19:none@thread.tacv2")));
    }

    [Theory]
    [InlineData(90, "ahead of")]
    [InlineData(-90, "behind")]
    public async Task A_clock_that_is_off_is_told_before_activities_are_refused(int seconds, string says)
    {
        clock.AdjustTime(DateTimeOffset.UtcNow.AddSeconds(seconds));

        var bad = await Bad();

        Assert.Matches($"^BAD clock: this machine's is [89][0-9] s {says} the Bot Framework's: set it right \\(NTP\\); from 300 s on everything that comes from Teams is refused$", Assert.Single(bad));
    }

    [Fact]
    public async Task A_stand_in_needs_no_token()
    {
        teams.Connector.Token = null;

        Assert.Equal(
            ["ok teams token: none is used, nor asked for (Teams:AllowUnauthenticated): it is a stand-in of Teams on this machine", "ok teams compliance channel: the bot is in its team (1 member)"],
            await Examine(migrate: false, ("Teams:AllowUnauthenticated", "true")));
        Assert.Empty(teams.Entra.Asked);
    }

    private async Task<IReadOnlyList<string>> Bad(params (string Key, string Value)[] settings) => [.. (await Examine(migrate: false, settings)).Where(f => f.StartsWith("BAD", StringComparison.Ordinal))];

    private Task<IReadOnlyList<string>> Examine(bool migrate = false, params (string Key, string Value)[] settings) => Examine(migrate, tell: null, settings);

    /// <summary>As the verb prints it.</summary>
    private async Task<IReadOnlyList<string>> Examine(bool migrate, Func<Database, Task>? tell, params (string Key, string Value)[] settings)
    {
        (string, string)[] good =
        [
            ("Teams:AppId", FakeTeams.AppId), ("Teams:TenantId", FakeTeams.Tenant), ("Teams:AppPassword", "a client secret"), ("Teams:ComplianceChannel", Channel),
            ("Teams:OpenIdMetadata", teams.Issuer.Metadata.ToString()), ("Teams:Authority", teams.Entra.Authority.ToString()), ("Teams:ServiceUrl", teams.ServiceUrl.ToString()),
        ];
        var all = Workspace.Configuration(folder, [.. good, .. settings]).Where(s => !s.Key.StartsWith("Chat:", StringComparison.Ordinal)).ToDictionary();
        var (read, _) = SettingsFile.Load(null, all);
        await using var services = new ServiceCollection().AddLogging().AddCompliance(read).AddSingleton<TimeProvider>(clock).BuildServiceProvider();
        if (migrate) services.GetRequiredService<Migrator>().Migrate();
        if (tell is not null) await tell(services.GetRequiredService<Database>());
        var findings = new List<string>();
        await foreach (var f in services.GetRequiredService<ExamineChat>()(TestContext.Current.CancellationToken)) findings.Add($"{(f.Good ? "ok" : "BAD")} {f.About}: {f.Says}");
        return findings;
    }
}
