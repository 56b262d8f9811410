using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Tests.Faults;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>Answers that get lost or never come, refusals of all kinds, in any order: in the end each message is seen once.</summary>
public sealed class SlackOnABadLine
{
    private const int Reviewers = 8, News = 4;

    [Fact]
    public async Task Whatever_goes_wrong_each_message_is_seen_once()
    {
        var random = Costly.Random();
        for (var line = Costly.Count(150); line > 0; line--)
        {
            await using var bench = await SlackBench.Launched(Reviewers * 2, Reviewers, random);
            var badness = random.NextDouble() * 0.6;
            bench.Slack.GoesWrong = _ => random.NextDouble() < badness ? (Mishap)random.Next(Enum.GetValues<Mishap>().Length) : null;
            for (var n = 1; n <= News; n++) await bench.Tell(new Card($"News {n}", new Paragraph($"News {n}")));
            bench.Deliver();
            await bench.Decide(Enumerable.Range(1, Reviewers));
            while ((await bench.Listed()).Count > 0)
            {
                await bench.Retry();
                bench.Deliver();
            }

            Assert.All(Enumerable.Range(1, Reviewers), v => Assert.Contains("1 item waits", SlackReading.Of(Assert.Single(bench.Seen(v)).Blocks)));
            var channel = bench.Fake.Channels[SlackBench.Channel].Now();
            Assert.Equal(News + 1, channel.Count);
            Assert.All(Enumerable.Range(1, News), n => Assert.Single(channel, m => m.Text == $"News {n}"));
        }
    }

    [Fact]
    public async Task A_first_attempt_does_not_look_for_itself()
    {
        await using var bench = await SlackBench.Launched(20, 10, Costly.Random());
        bench.Deliver();

        Assert.Equal(11, bench.All.Count);
        Assert.DoesNotContain("conversations.history", bench.Slack.Arrived.Keys);
    }

    [Fact]
    public async Task A_refusal_for_haste_is_waited_out_and_is_no_attempt()
    {
        await using var bench = await SlackBench.Launched(20, 10, Costly.Random());
        var refusals = 0;
        bench.Slack.GoesWrong = method => method == "chat.postMessage" && refusals++ < 100 ? Mishap.NotSoFast : null;
        bench.Deliver();

        Assert.True(refusals > 100);
        Assert.Equal(11, bench.All.Count);
        Assert.DoesNotContain("conversations.history", bench.Slack.Arrived.Keys);
    }

    [Fact]
    public async Task A_token_that_was_revoked_is_told_with_its_cure_and_after_it_everything_is_sent()
    {
        await using var bench = await SlackBench.Launched(20, 10, Costly.Random());
        bench.Fake.Api.TokenFault = "token_revoked";
        bench.Deliver();
        var dead = await bench.Listed();
        Assert.Equal(11, dead.Count);
        Assert.All(dead, d => Assert.Contains("Install the app into the workspace again, give Slack:BotToken the new token", d.Cure));
        Assert.Empty(bench.All);

        bench.Fake.Api.TokenFault = null;
        Assert.Equal(11, await bench.Retry());
        bench.Deliver();
        Assert.Equal(11, bench.All.Count);
        Assert.Empty(await bench.Listed());
    }

    [Fact]
    public async Task Many_news_in_one_channel_keep_their_order_and_let_others_pass()
    {
        await using var bench = await SlackBench.Launched(20, 10, Costly.Random());
        for (var n = 1; n <= 30; n++) await bench.Tell(new Card($"News {n}", new Paragraph($"News {n}")));
        bench.Deliver();

        Assert.Equal(Enumerable.Range(1, 30).Select(n => $"News {n}"), bench.Fake.Channels[SlackBench.Channel].Now().Select(m => m.Text).Where(t => t.StartsWith("News", StringComparison.Ordinal)));
        var slowest = Enumerable.Range(1, 10).Max(v => decimal.Parse(bench.Seen(v)[0].Ts, System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(slowest < decimal.Parse(bench.Fake.Channels[SlackBench.Channel].Now()[5].Ts, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(0, bench.Slack.Refused);
    }
}
