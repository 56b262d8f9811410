using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Faults;

/// <summary>Each statement of a click is broken in turn, before and after it ran: the database shows all of the act or nothing.</summary>
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

    private static async Task AllOrNothing(Func<FaultBench, Task<Reply>> act, Func<FaultBench, Task>? before = null)
    {
        Func<Exception?> script = () => null;
        await using var bench = await FaultBench.Launched(4, more: (services, settings) => services.AddSingleton<IStorageEngine>(
            new SqliteEngine(settings.ConnectionString, onWriter: c => c.OnStatement = _ => script())));
        if (before is not null) await before(bench);
        var nothing = bench.Contents();
        var broken = 0;
        for (var step = 1; ; step++)
        {
            var left = step;
            script = () => --left == 0 ? new IOException("broken here") : null;
            var reply = await act(bench);
            script = () => null;
            if (left > 0)
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
