using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Slack;
using ChatOpsCompliance.Server.Configuration;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>Read as Slack's clients show it.</summary>
public sealed class SlackMeetsTheContract : ChatPlatformContract, IAsyncLifetime
{
    private readonly HttpClient http = new();
    private FakeSlack slack = null!;
    private SlackPlatform platform = null!;

    protected override IChatPlatform Platform => platform;

    protected override string KnownEmail => "mia@example.com";

    public async ValueTask InitializeAsync()
    {
        slack = await FakeSlack.Start();
        slack.AddUser("U0MIA", "Mia Keller", KnownEmail);
        slack.AddChannel("C0COMP", "compliance");
        var settings = new SlackSettings { Socket = false, BotToken = FakeSlack.BotToken, AppToken = null, SigningSecret = FakeSlack.SigningSecret, ApiBaseUrl = slack.ApiAddress, Workspace = FakeSlack.Team };
        platform = new(new SlackApi(http, settings, TimeProvider.System), settings, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await slack.DisposeAsync();
        http.Dispose();
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

        var dead = Assert.IsType<Delivery.Dead>(await Platform.Post(new("slack", FakeSlack.Team, "C0COMP", IsChannel: true), LunchBot.Invitation, "k1", null, Ct));

        Assert.Contains(error, dead.Why, StringComparison.Ordinal);
        Assert.Contains(cure, dead.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_left_is_a_dead_letter_that_says_so()
    {
        slack.Users["U0MIA"].Deleted = true;

        var dead = Assert.IsType<Delivery.Dead>(await Platform.Post(new("slack", FakeSlack.Team, "U0MIA", IsChannel: false), LunchBot.Invitation, "k1", null, Ct));

        Assert.Contains("has left the workspace", dead.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_may_work_later_is_no_dead_letter(int status)
    {
        slack.Api.Next("chat.postMessage", FakeFault.Http(status));

        var answer = await Platform.Post(new("slack", FakeSlack.Team, "C0COMP", IsChannel: true), LunchBot.Invitation, "k1", null, Ct);

        Assert.True(answer is Delivery.Later or Delivery.NotYet, answer.ToString());
    }

    protected override Task<IReadOnlyList<SeenMessage>> Read(ChatPlace place) =>
        Task.FromResult<IReadOnlyList<SeenMessage>>([.. slack.As(place.Address).Messages.Select(m => new SeenMessage(SlackReading.Of(m.Blocks), SlackReading.Buttons(m.Blocks)))]);
}
