using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Storage;
using ChatOpsCompliance.Server.Tests.Faults;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsCompliance.Benchmarks;

/// <summary>
/// The whole of a click: delivery key, authority, guarded update, reactions, ledger, commit. 64 clickers wait for one writer, which commits
/// whatever waits at once; against the same writer committing each by itself.
/// </summary>
internal static class DecisionPath
{
    private const int Clickers = 64, Rounds = 7;

    public static async Task Run(bool quick, bool slow)
    {
        var clicks = (quick ? 8 : slow ? 12 : 48) * Clickers;
        Side.Say($"decisions{(slow ? " with 2 ms added to each fsync" : "")}: {Clickers} clickers, {Rounds} rounds of {clicks}");
        await using var together = await FaultBench.Launched(clicks * (Rounds + 1), reviewers: Clickers);
        await using var alone = await FaultBench.Launched(clicks * (Rounds + 1), reviewers: Clickers, (services, settings) =>
            services.AddSingleton<IStorageEngine>(new SqliteEngine(settings.ConnectionString, largestBatch: 1)));
        var (a, b) = (Decide(together, "one commit for whatever waits", clicks), Decide(alone, "one commit each", clicks));
        await Side.Alternate(Rounds, a, b);
        a.Print("decisions");
        b.Print("decisions");
        Side.Target("together / alone", b.Each / a.Each, "≥", slow ? 8 : 2);
    }

    /// <summary>What counting items along costs: against the same without the trigger that does it.</summary>
    public static async Task RunCounted(bool quick)
    {
        var clicks = (quick ? 8 : 48) * Clickers;
        Side.Say($"decisions, counted along and not: {Clickers} clickers, {Rounds} rounds of {clicks}");
        var database = "";
        await using var counted = await FaultBench.Launched(clicks * (Rounds + 1), reviewers: Clickers);
        await using var bare = await FaultBench.Launched(clicks * (Rounds + 1), reviewers: Clickers, (_, settings) => database = settings.ConnectionString);
        await using (var connection = new SqliteConnection(database))
        {
            await connection.OpenAsync();
            await using var drop = connection.CreateCommand();
            drop.CommandText = "drop trigger review_item_changed";
            await drop.ExecuteNonQueryAsync();
        }

        var (a, b) = (Decide(counted, "counted along", clicks), Decide(bare, "not counted", clicks));
        await Side.Alternate(Rounds, a, b);
        a.Print("decisions");
        b.Print("decisions");
        Side.Target("counted / not, processor time", a.CpuEach / b.CpuEach, "≤", 1.03);
    }

    public static async Task RunOnSlowDisk(bool quick)
    {
        if (!FsyncProbe.CanBeMade)
        {
            Side.Say($"decisions with 2 ms added to each fsync: not measured, there is no {FsyncProbe.Compiler} here (apt-get install gcc)");
            return;
        }

        using var child = FsyncProbe.StartAgain(TimeSpan.FromMilliseconds(2), ["none", "--child-slow-disk", .. quick ? ["--quick"] : Array.Empty<string>()]);
        Console.Write(await child.StandardOutput.ReadToEndAsync());
        await child.WaitForExitAsync();
    }

    private static Side Decide(FaultBench bench, string name, int clicks)
    {
        var next = 0;
        return new(name, async () =>
        {
            var upTo = next + clicks;
            await Task.WhenAll(Enumerable.Range(0, Clickers).Select(_ => Task.Run(async () =>
            {
                for (var item = Interlocked.Increment(ref next); item <= upTo; item = Interlocked.Increment(ref next))
                    if (await bench.Decide(item) is not Finish) throw new InvalidOperationException($"Item {item} could not be decided.");
            })));
            next = upTo;
            return clicks;
        });
    }
}
