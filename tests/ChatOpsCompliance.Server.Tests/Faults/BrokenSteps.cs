using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Faults;

/// <summary>Each statement of a click is broken in turn, whether it breaks once or each time it is tried: the database shows all of the act or nothing.</summary>
public sealed class BrokenSteps
{
    [Fact]
    public Task A_decision_to_keep() => AllOrNothing(bench => bench.Decide(1));

    [Fact]
    public Task A_decision_to_revoke_which_opens_a_task() => AllOrNothing(bench => bench.Decide(1, "revoke:other", "moved to sales"));

    [Fact]
    public Task A_decision_that_is_refused() => AllOrNothing(bench => bench.Decide(1, by: "omar"));

    [Fact]
    public Task A_claim_of_several_removals() => AllOrNothing(
        async bench =>
        {
            var tasks = await bench.Read(read => RemediationStore.Of(read, bench.Campaign));
            return await bench.Click("omar", RemovalVerbs.Claim, new() { [RemovalVerbs.Removed] = string.Join(',', tasks.Select(t => t.Id)) });
        },
        async bench =>
        {
            for (var item = 1; item <= 3; item++) await bench.Decide(item, "revoke:moved");
        });

    [Fact]
    public async Task What_breaks_once_is_made_good_or_told()
    {
        Func<string, Exception?> script = _ => null;
        await using var bench = await Launched(60, sql => script(sql));
        var (broken, done) = (0, 0);
        for (var step = 1; step == broken + 1; step++)
        {
            var left = step;
            script = _ => --left == 0 ? new IOException("broken here") : null;
            var reply = await bench.Decide(step);
            script = _ => null;
            if (left <= 0) broken++;
            if (reply is Finish) done++;
            else Assert.Equal("NotRecorded", Assert.IsType<Refused>(reply).Kind);
            Assert.Equal(done, bench.Ask<int>("select count(*) from review_decision"));
            Assert.Equal(done, bench.Ask<int>("select count(*) from ledger where kind = 'item.decided'"));
        }

        Assert.InRange(broken, 6, 50);
        Assert.True(done >= broken - 1, $"{done} of {broken}"); // all but the commit itself
        Assert.True((await bench.Verify()).Whole);
    }

    private static Task<FaultBench> Launched(int items, Func<string, Exception?> script) => FaultBench.Launched(items, more: (services, settings) => services.AddSingleton<IStorageEngine>(
        new SqliteEngine(settings.ConnectionString, onWriter: c => c.OnStatement = script)));

    private static async Task AllOrNothing(Func<FaultBench, Task<Reply>> act, Func<FaultBench, Task>? before = null)
    {
        Func<string, Exception?> script = _ => null;
        await using var bench = await Launched(4, sql => script(sql));
        if (before is not null) await before(bench);
        var nothing = bench.Contents();
        var broken = 0;
        for (var step = 1; ; step++)
        {
            var (left, happened) = (step, false);
            script = sql =>
            {
                if (sql == "begin immediate") left = step; // it is tried once more
                if (--left != 0) return null;
                happened = true;
                return new IOException("broken here");
            };
            var reply = await act(bench);
            script = _ => null;
            if (!happened)
            {
                Assert.True(reply is Finish or Refused { Kind: "NotTheReviewer" }, $"{reply}");
                break;
            }

            broken++;
            Assert.Equal("NotRecorded", Assert.IsType<Refused>(reply).Kind);
            Assert.Equal(nothing, bench.Contents());
        }

        Assert.InRange(broken, 6, 200);
        Assert.NotEqual(nothing, bench.Contents());
        Assert.True((await bench.Verify()).Whole);
    }
}
