using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Slack;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>Over HTTP, against <see cref="FakeSlack"/> with the limits that Slack documents.</summary>
public sealed class SlackPlatformMeetsTheContract : ChatPlatformContract, IAsyncLifetime
{
    private readonly HttpClient http = new();
    private FakeSlack slack = null!;
    private SlackPlatform platform = null!;

    protected override IChatPlatform Platform => platform;

    protected override string KnownEmail => "mia@faults.example";

    public async ValueTask InitializeAsync()
    {
        slack = await FakeSlack.Start();
        slack.Api.LimitAsDocumented();
        slack.AddUser("U1", "Mia", KnownEmail);
        slack.AddChannel("C1", "compliance");
        var settings = SlackBench.Settings with { ApiBaseUrl = slack.ApiAddress };
        platform = new(new SlackApi(http, settings, TimeProvider.System), settings, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await slack.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_could_not_decide_is_not_found()
    {
        slack.AddUser("U2", "Guest", "guest@faults.example").IsRestricted = true;
        slack.AddUser("U3", "Gone", "gone@faults.example").Deleted = true;
        slack.AddUser("U4", "Unproved", "unproved@faults.example").EmailConfirmed = false;
        slack.AddUser("U5", "Other", "other@faults.example").Team = "TOTHER";

        foreach (var who in new[] { "guest", "gone", "unproved", "other" }) Assert.Null(await platform.Find($"{who}@faults.example", Ct));
    }

    [Fact]
    public async Task A_direct_message_is_changed_where_it_was_posted()
    {
        var place = ChatPlace.Direct((await platform.Find(KnownEmail, Ct))!);
        var sent = Assert.IsType<Delivery.Sent>(await platform.Post(place, LunchBot.Invitation, "k1", null, Ct));

        Assert.Equal($"{slack.Direct("U1").Id}/{slack.Direct("U1").Now()[0].Ts}", sent.Message);
        Assert.DoesNotContain(slack.Api.Calls, c => c.Method.StartsWith("conversations", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_Slack_lost_the_answer_of_is_found_again_in_a_channel_too()
    {
        var place = new ChatPlace("slack", FakeSlack.Team, "C1", IsChannel: true);
        slack.Api.Next("chat.postMessage", FakeFault.AnswerLost);
        var began = DateTimeOffset.UtcNow;
        Assert.IsType<Delivery.Later>(await platform.Post(place, LunchBot.Invitation, "k1", null, Ct));
        Assert.IsType<Delivery.Sent>(await platform.Post(place, LunchBot.Invitation, "k1", began, Ct));

        Assert.Single(slack.Channels["C1"].Now());
    }

    [Fact]
    public async Task And_in_a_thread()
    {
        var channel = new ChatPlace("slack", FakeSlack.Team, "C1", IsChannel: true);
        var card = Assert.IsType<Delivery.Sent>(await platform.Post(channel, LunchBot.Invitation, "k1", null, Ct)).Message;
        slack.Api.Next("chat.postMessage", FakeFault.AnswerLost);
        var began = DateTimeOffset.UtcNow;
        Assert.IsType<Delivery.Later>(await platform.Post(channel with { Under = card }, LunchBot.Invitation, "k2", null, Ct));
        Assert.IsType<Delivery.Sent>(await platform.Post(channel with { Under = card }, LunchBot.Invitation, "k2", began, Ct));

        Assert.Single(slack.Channels["C1"].Now(), m => m.Thread is not null);
    }

    [Fact]
    public async Task What_changes_the_message_of_another_posts_it_anew()
    {
        var place = new ChatPlace("slack", FakeSlack.Team, "C1", IsChannel: true);
        slack.Api.Next("chat.update", FakeFault.Says("cant_update_message"));

        Assert.IsType<Delivery.Gone>(await platform.Update(place, "C1/1.2", LunchBot.Invitation, Ct));
    }

    [Theory]
    [InlineData("channel_not_found", "Slack:ComplianceChannel")]
    [InlineData("is_archived", "Restore it")]
    [InlineData("not_in_channel", "/invite the bot")]
    [InlineData("token_revoked", "Install the app into the workspace again")]
    [InlineData("restricted_action", "Ask a workspace owner")]
    [InlineData("never_heard_of", "Look the word up")]
    public async Task What_can_never_arrive_is_a_dead_letter_with_its_cure(string error, string cure)
    {
        slack.Api.Next("chat.postMessage", FakeFault.Says(error));

        var dead = Assert.IsType<Delivery.Dead>(await platform.Post(new("slack", FakeSlack.Team, "C1", IsChannel: true), LunchBot.Invitation, "k1", null, Ct));

        Assert.Contains(error, dead.Why, StringComparison.Ordinal);
        Assert.Contains(cure, dead.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_left_is_a_dead_letter_that_says_so()
    {
        slack.Users["U1"].Deleted = true;

        var dead = Assert.IsType<Delivery.Dead>(await platform.Post(new("slack", FakeSlack.Team, "U1", IsChannel: false), LunchBot.Invitation, "k1", null, Ct));

        Assert.Contains("has left the workspace", dead.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_may_work_later_is_no_dead_letter(int status)
    {
        slack.Api.Next("chat.postMessage", FakeFault.Http(status));

        var answer = await platform.Post(new("slack", FakeSlack.Team, "C1", IsChannel: true), LunchBot.Invitation, "k1", null, Ct);

        Assert.True(answer is Delivery.Later or Delivery.NotYet, answer.ToString());
    }

    protected override Task<IReadOnlyList<SeenMessage>> Read(ChatPlace place) =>
        Task.FromResult<IReadOnlyList<SeenMessage>>([.. slack.Direct(place.Address).Now().Select(m => new SeenMessage(SlackReading.Of(m.Blocks), SlackReading.Buttons(m.Blocks)))]);
}
