using ChatOpsCompliance.Server.Tests.Faults;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>The process is killed between any two steps of a fan-out, before a send, behind it, before its answer is written down; another takes over.</summary>
public sealed class KilledWhileSending
{
    private const int Reviewers = 120, ItemsEach = 6;

    [Fact]
    public async Task No_message_is_seen_twice_and_each_shows_what_stands()
    {
        var (kills, random) = (Costly.Count(150), Costly.Random());
        await using var bench = await SlackBench.Launched(Reviewers * ItemsEach, Reviewers, random);
        var item = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            bench.Deliver(random.Next(1, 120));
            // While nobody sends, some decide: what was posted before the kill shows something else than what stands now.
            while (item < (kill + 1) * Reviewers / kills) await bench.Decide([++item]);
            await bench.StartAgain();
        }

        Assert.True(bench.Deliver());
        Assert.All(Enumerable.Range(1, Reviewers), v => Assert.Contains($"{ItemsEach - 1} items wait for your decision", SlackReading.Of(Assert.Single(bench.Seen(v)).Blocks)));
        Assert.Contains($"{Reviewers} of {Reviewers * ItemsEach}", SlackReading.Of(Assert.Single(bench.Fake.Channels[SlackBench.Channel].Now()).Blocks));
        Assert.Empty(await bench.Listed());
        Assert.InRange(bench.Slack.Refused, 0, Math.Max(1, bench.Slack.Calls / 1000));
        TestContext.Current.TestOutputHelper?.WriteLine($"{kills} kills, {bench.Slack.Calls} calls, {bench.Slack.Refused} of them refused, {bench.Slack.Arrived.GetValueOrDefault("conversations.history")?.Count} looks for what was sent before");
    }
}
