using ChatOpsCompliance.Server.Tests.Faults;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>A launched review's digests, and a drawing of each once an item of it is decided, as fast as Slack's limits allow and no faster.</summary>
public sealed class FanningOut
{
    [Theory]
    [InlineData(1_000)]
    [InlineData(10_000)]
    [InlineData(100_000)]
    public async Task Takes_as_long_as_the_limits_make_it_take(int items)
    {
        var reviewers = items / 100;
        await using var bench = await SlackBench.Launched(items, reviewers, Costly.Random());
        var launched = bench.World.GetUtcNow();
        Assert.True(bench.Deliver());
        var (posts, pages) = (bench.Slack.Arrived["chat.postMessage"], bench.Slack.Arrived["users.list"].Count);

        await bench.Decide(Enumerable.Range(1, reviewers));
        var decided = bench.World.GetUtcNow();
        Assert.True(bench.Deliver());
        var updates = bench.Slack.Arrived["chat.update"];

        TestContext.Current.TestOutputHelper?.WriteLine($"{items} items: {posts.Count} posts in {posts.Max() - launched:c}, {updates.Count} changes in {updates.Max() - decided:c}; {bench.Slack.Calls} calls, {bench.Slack.Refused} of them refused; {string.Join(", ", bench.Slack.Arrived.Select(a => $"{a.Key} {a.Value.Count}"))}");
        Assert.All(Enumerable.Range(1, reviewers), v => Assert.Equal(1, Assert.Single(bench.Seen(v)).Edits));
        Assert.Equal(reviewers + 1, posts.Count);
        InTime(posts.Max() - launched, Bound(posts.Count, perMinute: 300) + Bound(pages, perMinute: 20));
        InTime(updates.Max() - decided, Bound(updates.Count, perMinute: 50));
        Assert.InRange(bench.Slack.Refused, 0, bench.Slack.Calls / 1000);
    }

    /// <summary>The last of so many goes when a bucket that begins with one has been filled with the others.</summary>
    private static TimeSpan Bound(int calls, double perMinute) => TimeSpan.FromMinutes((calls - 1) / perMinute);

    /// <summary>Beside the bound: what a few calls take on their way, since a review of ten people is sent within two seconds.</summary>
    private static void InTime(TimeSpan took, TimeSpan bound) => Assert.InRange(took, TimeSpan.Zero, (bound * 1.05) + (3 * VirtualSlack.LongestWay));
}
