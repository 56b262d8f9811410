using ChatOpsCompliance.Chat;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Faults;

/// <summary>Platforms repeat what they believe was lost. A repeat changes nothing and gets the first reply.</summary>
public sealed class ReplayedDeliveries
{
    [Fact]
    public async Task A_repeat_changes_nothing_and_gets_the_first_reply_refusals_included()
    {
        var deliveries = Costly.Count(1000);
        var random = Costly.Random();
        await using var bench = await FaultBench.Launched(deliveries);
        var clicks = Enumerable.Range(0, deliveries).Select(n => Click(bench, random, n, deliveries)).ToList();
        var first = await Task.WhenAll(clicks.Select(c => c()));
        var before = bench.Contents();

        var again = await Task.WhenAll(clicks.OrderBy(_ => random.Next()).Select(async c => (c, Reply: await c())));

        Assert.Contains(first, r => r is Refused);
        Assert.Contains(first, r => r is Mistakes);
        Assert.Equal(before, bench.Contents());
        foreach (var (click, reply) in again) Assert.Equivalent(first[clicks.IndexOf(click)], reply, strict: true);
    }

    [Fact]
    public async Task Nobody_gets_the_reply_of_somebody_elses_delivery()
    {
        await using var bench = await FaultBench.Launched(4, reviewers: 2);
        Assert.IsType<Finish>(await bench.Decide(1, delivery: "d1"));

        var other = await bench.Decide(1, delivery: "d1", by: "V2");

        Assert.Equal("NotTheReviewer", Assert.IsType<Refused>(other).Kind);
    }

    [Fact]
    public async Task Names_that_run_together_are_not_taken_for_one_another()
    {
        await using var bench = await FaultBench.Launched(2);
        Assert.IsType<Finish>(await bench.Decide(1, delivery: "x|d1"));

        // "V1" with "x|d1" and "V1|x" with "d1" are the same text when they are only strung together.
        var other = await bench.Decide(1, delivery: "d1", by: "V1|x");

        Assert.Equal("UnknownAccount", Assert.IsType<Refused>(other).Kind);
    }

    /// <summary>Mostly decisions; some that are refused with a sentence, some with a mistake at a field.</summary>
    private static Func<Task<Reply>> Click(FaultBench bench, Random random, int n, int items)
    {
        var (item, delivery) = (random.Next(1, items + 1), $"delivery-{n}");
        return (n % 4) switch
        {
            0 => () => bench.Decide(item, "revoke", delivery: delivery),
            1 => () => bench.Decide(item, "revoke:other", "she told me so", delivery),
            2 => () => bench.Decide(item, "keep", delivery: delivery, by: "omar"),
            _ => () => bench.Decide(item, delivery: delivery),
        };
    }
}
