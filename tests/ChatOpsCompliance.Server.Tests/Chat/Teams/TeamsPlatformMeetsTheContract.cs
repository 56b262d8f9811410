using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>Against <see cref="FakeTeams"/> with the limits that Teams documents.</summary>
public sealed class TeamsPlatformMeetsTheContract : ChatPlatformContract, IAsyncLifetime
{
    private const string Mia = "00000000-0000-4000-8000-0000000000a1", Channel = CompanyOnTeams.Channel;

    private static readonly ChatPlace InChannel = new("teams", FakeTeams.Tenant, Channel, IsChannel: true);

    private RunningClock clock = null!;
    private FakeTeams teams = null!;
    private Workspace workspace = null!;

    protected override IChatPlatform Platform => workspace.Get<IChatPlatform>();

    protected override string KnownEmail => "mia@example.com";

    public async ValueTask InitializeAsync()
    {
        clock = new RunningClock(DateTimeOffset.UtcNow);
        teams = await FakeTeams.Start(clock.Clock);
        teams.Connector.Limits = true;
        teams.AddUser(Mia, "Mia Keller", KnownEmail);
        teams.AddChannel(Channel, "Compliance");
        workspace = await Workspace.Start(clock.Clock, local: false, CompanyOnTeams.SettingsOf(teams));
    }

    public async ValueTask DisposeAsync()
    {
        await workspace.DisposeAsync();
        await teams.DisposeAsync();
        await clock.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_could_not_decide_is_not_found()
    {
        teams.AddUser("00000000-0000-4000-8000-0000000000b1", "Guest", "guest@example.com").Role = "guest";
        teams.AddUser("00000000-0000-4000-8000-0000000000b2", "Gone", "gone@example.com").Left = true;
        teams.AddUser("00000000-0000-4000-8000-0000000000b3", "Anonymous", "anonymous@example.com").Role = "anonymous";
        teams.AddUser("00000000-0000-4000-8000-0000000000b4", "Other", "other@example.com").Tenant = "22222222-2222-4222-8222-222222222222";
        teams.AddUser("00000000-0000-4000-8000-0000000000b5", "Guest", "guest2@example.com").Upn = "guest2_example.com#EXT#@corp.onmicrosoft.com";

        foreach (var who in new[] { "guest", "gone", "anonymous", "other", "guest2" }) Assert.Null(await Platform.Find($"{who}@example.com", Ct));
        Assert.NotNull(await Platform.Find(KnownEmail, Ct));
    }

    [Fact]
    public async Task A_message_of_a_channel_is_changed_and_answered_in_its_thread()
    {
        var card = Assert.IsType<Delivery.Sent>(await Platform.Post(InChannel, LunchBot.Invitation, "k1", null, Ct)).Message;
        Assert.IsType<Delivery.Sent>(await Platform.Post(InChannel with { Under = card }, LunchBot.Invitation, "k2", null, Ct));
        Assert.IsType<Delivery.Sent>(await Platform.Update(InChannel, card, LunchBot.Invitation, Ct));

        var there = teams.Conversations[Channel].Now();
        Assert.Equal([1, 0], there.Select(m => m.Edits));
        Assert.Equal([there[0].Id, there[0].Id], there.Select(m => m.Thread!));
    }

    [Fact]
    public async Task What_the_connector_did_and_could_not_say_is_drawn_where_it_is_known_and_sent_again_where_not()
    {
        var place = ChatPlace.Direct((await Platform.Find(KnownEmail, Ct))!);
        teams.Connector.Next("post", FakeFault.AnswerLost);
        var began = clock.Clock.GetUtcNow();

        Assert.IsType<Delivery.Later>(await Platform.Post(place, LunchBot.Invitation, "k1", null, Ct));
        var sent = Assert.IsType<Delivery.Sent>(await Platform.Post(place, LunchBot.Invitation, "k1", began, Ct));
        var again = Assert.IsType<Delivery.Sent>(await Platform.Post(place, LunchBot.Invitation, "k1", began, Ct));

        Assert.Equal(sent, again);
        Assert.Equal([0, 1], teams.Personal(Mia).Now().Select(m => m.Edits));
    }

    [Fact]
    public async Task A_thread_takes_no_more_than_Teams_allows_and_nothing_is_refused()
    {
        var place = ChatPlace.Direct((await Platform.Find(KnownEmail, Ct))!);

        await Platform.Post(place, LunchBot.Invitation, "k", null, Ct);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Platform.Post(place, LunchBot.Invitation, $"k{n}", null, Ct)));

        Assert.All(answers, a => Assert.True(a is Delivery.Sent or Delivery.NotYet, a.ToString()));
        Assert.All(teams.Connector.Calls, c => Assert.NotEqual(429, c.Status));
        Assert.Contains(answers, a => a is Delivery.NotYet);
    }

    [Theory]
    [InlineData(412)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task What_may_work_later_is_no_dead_letter(int status)
    {
        teams.Connector.Next("post", FakeFault.Http(status));

        var answer = await Platform.Post(InChannel, LunchBot.Invitation, "k1", null, Ct);

        Assert.True(answer is Delivery.Later or Delivery.NotYet, answer.ToString());
    }

    [Fact]
    public async Task What_Teams_names_a_time_for_waits_that_long()
    {
        teams.Connector.Next("post", FakeFault.NotBefore(seconds: 42));

        Assert.Equal(new Delivery.NotYet(TimeSpan.FromSeconds(42)), await Platform.Post(InChannel, LunchBot.Invitation, "k1", null, Ct));
    }

    [Fact]
    public async Task Who_has_blocked_or_removed_the_bot_or_left_is_a_dead_letter_with_its_cure()
    {
        var (place, user) = (ChatPlace.Direct((await Platform.Find(KnownEmail, Ct))!), teams.Users[Mia]);
        Assert.IsType<Delivery.Sent>(await Platform.Post(place, LunchBot.Invitation, "k1", null, Ct));

        user.Blocked = true;
        await Dies(place, "blocked the bot", "unblock");
        (user.Blocked, user.Installed) = (false, false);
        await Dies(place, "not installed", "setup policy");
        (user.Installed, user.Left) = (true, true);
        await Dies(place, "not installed", "setup policy");
        teams.Conversations[Channel].BotIn = false;
        await Dies(InChannel, "not in the team", "Add the app to that team");
        await Dies(InChannel with { Address = "19:nowhere@thread.tacv2" }, "knows no channel", "Teams:ComplianceChannel");
    }

    [Fact]
    public async Task For_whom_it_was_never_there_is_a_dead_letter_too()
    {
        var place = ChatPlace.Direct((await Platform.Find(KnownEmail, Ct))!);
        teams.Users[Mia].Installed = false;

        await Dies(place, "not installed", "setup policy");
    }

    protected override Task<IReadOnlyList<SeenMessage>> Read(ChatPlace place) => teams.As(place.Address).Messages();

    private async Task Dies(ChatPlace place, string why, string cure)
    {
        var dead = Assert.IsType<Delivery.Dead>(await Platform.Post(place, LunchBot.Invitation, Guid.NewGuid().ToString(), null, Ct));
        Assert.Contains(why, dead.Why, StringComparison.Ordinal);
        Assert.Contains(cure, dead.Cure, StringComparison.Ordinal);
    }
}
