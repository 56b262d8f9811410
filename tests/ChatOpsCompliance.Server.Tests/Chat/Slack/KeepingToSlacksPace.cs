using ChatOpsCompliance.Server.Chat.Slack;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>Each method has its own pace, learns from Slack's refusals, and nobody who waits at a screen stands behind a fan-out.</summary>
public sealed class KeepingToSlacksPace : IAsyncLifetime
{
    private readonly VirtualWorld world = new(DateTimeOffset.UtcNow);
    private FakeSlack fake = null!;
    private VirtualSlack slack = null!;
    private SlackApi api = null!;

    public async ValueTask InitializeAsync()
    {
        fake = await FakeSlack.Start(world);
        fake.AddUser("U1", "Mia", "mia@faults.example");
        slack = new(fake, world, new Random(8));
        api = new(new HttpMessageInvoker(slack), SlackBench.Settings, world);
    }

    public async ValueTask DisposeAsync()
    {
        slack.Dispose();
        await fake.DisposeAsync();
    }

    [Fact]
    public void Opening_a_form_does_not_wait_for_a_thousand_messages() => Run(async () =>
    {
        var messages = Enumerable.Range(1, 40).Select(n => Call("chat.postMessage", new { channel = $"C{n}", text = "x" })).ToList();
        var began = world.GetUtcNow();
        await Call("views.open", new { trigger_id = "1", view = new { } });

        Assert.InRange(world.GetUtcNow() - began, TimeSpan.Zero, 2 * VirtualSlack.LongestWay);
        Assert.True(messages.Count(m => !m.IsCompleted) > 20);
        await Task.WhenAll(messages);
    });

    [Fact]
    public void Who_waits_at_a_screen_is_told_within_two_seconds_that_it_is_too_much() => Run(async () =>
    {
        var began = world.GetUtcNow();
        var calls = await Task.WhenAll(Enumerable.Range(1, 20).Select(_ => Call("views.open", new { trigger_id = "1", view = new { } })));

        var refused = calls.Where(c => c.Error == SlackResult.RateLimited).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, r => Assert.True(r.RetryAfter > TimeSpan.FromSeconds(2)));
        Assert.InRange(world.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromSeconds(2) + (2 * VirtualSlack.LongestWay));
        Assert.Equal(calls.Length - refused.Count, slack.Calls);
    });

    [Fact]
    public void After_a_refusal_a_method_rests_as_long_as_Slack_says_and_is_slower_for_a_while() => Run(async () =>
    {
        await Minute("chat.update"); // its burst is used up
        var before = await Minute("chat.update");
        slack.GoesWrong = _ => Mishap.NotSoFast;
        var refusal = await Call("chat.update", new { channel = "C1", ts = "1" });
        slack.GoesWrong = null;
        var refused = world.GetUtcNow();
        while ((await Call("chat.update", new { channel = "C1", ts = "1" })).Error == SlackResult.RateLimited) await Task.Delay(TimeSpan.FromSeconds(1), world);

        Assert.Equal(SlackResult.RateLimited, refusal.Error);
        Assert.True(slack.Arrived["chat.update"].Max() - refused >= refusal.RetryAfter);
        Assert.True(api.IsFree("users.info"));
        Assert.InRange(await Minute("chat.update"), before - 6, before - 3);
        await Task.Delay(TimeSpan.FromMinutes(6), world);
        await Minute("chat.update");
        Assert.Equal(before, await Minute("chat.update"));
    });

    [Fact]
    public void What_waited_when_Slack_refused_waits_anew() => Run(async () =>
    {
        (slack.GoesWrong, slack.RetryAfter) = (_ => Mishap.NotSoFast, 3);
        var first = Call("conversations.open", new { users = "U1" });
        slack.GoesWrong = null;
        var behind = Enumerable.Range(1, 3).Select(_ => Call("conversations.open", new { users = "U1" })).ToList();
        var rest = (await first).RetryAfter!.Value;
        var refused = world.GetUtcNow();
        await Task.WhenAll(behind);

        Assert.Equal(TimeSpan.FromSeconds(3), rest); // the next would have gone before
        Assert.All(slack.Arrived["conversations.open"], at => Assert.True(at - refused >= rest));
    });

    [Fact]
    public void Slack_that_never_answers_is_given_up_without_a_word_of_the_token() => Run(async () =>
    {
        slack.GoesWrong = _ => Mishap.NeverAnswered;
        var began = world.GetUtcNow();
        var e = await Assert.ThrowsAsync<HttpRequestException>(() => Call("conversations.open", new { users = "U1" }));

        Assert.Equal(TimeSpan.FromSeconds(10), world.GetUtcNow() - began);
        Assert.DoesNotContain(FakeSlack.BotToken, e.ToString());
    });

    [Theory]
    [InlineData("https://hooks.slack.com.evil.example/actions/T1/1/x")]
    [InlineData("https://hooks.slack.com:8443/actions/T1/1/x")]
    [InlineData("https://hooks.slack.com@evil.example/actions/T1/1/x")]
    [InlineData("http://hooks.slack.com/actions/T1/1/x")]
    [InlineData("http://127.0.0.1/admin")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    public void An_answers_address_that_is_not_of_Slack_is_not_called(string address) => Run(async () =>
    {
        var answer = await api.Respond(new Uri(address), new { text = "x" }, CancellationToken.None);

        Assert.Equal("response_url_is_not_of_slack", answer.Error);
        Assert.Equal(0, slack.Calls);
    });

    [Fact]
    public void Slacks_own_address_is_called() => Run(async () =>
    {
        await api.Respond(new Uri("https://hooks.slack.com/actions/T1/1/x"), new { text = "x" }, CancellationToken.None);

        Assert.Equal(1, slack.Calls);
    });

    /// <summary>As many calls as go in a minute, one after another.</summary>
    private async Task<int> Minute(string method)
    {
        var (end, count) = (world.GetUtcNow().AddMinutes(1), 0);
        while (world.GetUtcNow() < end)
        {
            Assert.NotEqual(SlackResult.RateLimited, (await Call(method, new { channel = "C1", ts = "1" })).Error);
            count++;
        }

        return count;
    }

    private Task<SlackResult> Call(string method, object arguments) => api.Call(method, arguments, CancellationToken.None);

    private void Run(Func<Task> test) => world.Run(new VirtualProcess(world), test);
}
