using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Remediation;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Faults;

/// <summary>Two windows of one person, pressed at the same moment: one wins, the other is told who did and what.</summary>
public sealed class RacingClicks
{
    [Fact]
    public async Task Of_two_decisions_on_one_item_one_counts_and_the_other_is_told_which()
    {
        var pairs = Costly.Count(1000);
        await using var bench = await FaultBench.Launched(pairs);
        for (var item = 1; item <= pairs; item++)
        {
            var replies = await AtOnce(() => bench.Decide(item), () => bench.Decide(item, "revoke:moved"));
            var (won, lost) = (Assert.Single(replies.OfType<Finish>()), Assert.Single(replies.OfType<Refused>()));

            var kept = won.Text.Contains("Recorded: Keep", StringComparison.Ordinal);
            Assert.Equal("AlreadyDecided", lost.Kind);
            Assert.Contains(kept ? "Vera 1 decided this item already: Keep," : "Vera 1 decided this item already: Revoke: moved team,", lost.Text, StringComparison.Ordinal);
            Assert.Equal(kept ? "Kept" : "Revoked", bench.Ask<string>($"select outcome from review_item where ordinal = {item}"));
        }

        Assert.Equal(pairs, bench.Ask<int>("select count(*) from ledger where kind = 'item.decided'"));
        Assert.Equal(bench.Ask<int>("select count(*) from review_item where outcome = 'Revoked'"), bench.Ask<int>("select count(*) from remediation_task"));
        Assert.Equal(pairs, bench.Ask<int>("select count(*) from ledger where kind = 'act.refused'"));
        Assert.True((await bench.Verify()).Whole);
    }

    [Fact]
    public async Task Of_two_claims_of_one_removal_one_counts_and_the_other_is_told_which()
    {
        var pairs = Costly.Count(1000);
        await using var bench = await FaultBench.Launched(pairs);
        await Task.WhenAll(Enumerable.Range(1, pairs).Select(item => bench.Decide(item, "revoke:moved")));
        foreach (var task in await bench.Read(read => RemediationStore.Of(read, bench.Campaign)))
        {
            var claim = new Values { [RemovalVerbs.Removed] = task.Id.ToString() };
            var replies = await AtOnce(() => bench.Click("omar", RemovalVerbs.Claim, claim), () => bench.Click("omar", RemovalVerbs.Claim, claim));

            Assert.Single(replies.OfType<Finish>());
            var lost = Assert.Single(replies.OfType<Refused>());
            Assert.Equal("AlreadyClaimed", lost.Kind);
            Assert.StartsWith("Omar Haddad said already that this access was removed", lost.Text, StringComparison.Ordinal);
        }

        Assert.Equal(pairs, bench.Ask<int>("select count(*) from ledger where kind = 'removal.claimed'"));
        Assert.Equal(pairs, bench.Ask<int>("select count(*) from remediation_task where status = 'Claimed'"));
        Assert.True((await bench.Verify()).Whole);
    }

    /// <summary>Both start from threads of their own, let go together.</summary>
    private static async Task<Reply[]> AtOnce(Func<Task<Reply>> one, Func<Task<Reply>> other)
    {
        using var gate = new Barrier(2);
        return await Task.WhenAll(Start(one), Start(other));

        Task<Reply> Start(Func<Task<Reply>> click) => Task.Factory.StartNew(
            () =>
            {
                gate.SignalAndWait();
                return click();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }
}
