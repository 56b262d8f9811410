using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Faults;

/// <summary>An acknowledged click has been through fsync, and those that wait together share one.</summary>
public sealed class OneFsyncABatch
{
    private const int Together = 64, Batches = 20;

    [Fact]
    public async Task The_writer_commits_with_synchronous_full()
    {
        PreparedConnection writer = null!;
        await using var bench = await FaultBench.Launched(1, more: (services, settings) => services.AddSingleton<IStorageEngine>(new SqliteEngine(settings.ConnectionString, onWriter: c => writer = c)));

        Assert.Equal(2L, writer.Prepare("pragma synchronous").ExecuteScalar());
        Assert.Equal("wal", writer.Prepare("pragma journal_mode").ExecuteScalar());
        Assert.Equal(1L, writer.Prepare("pragma foreign_keys").ExecuteScalar());
    }

    /// <summary>The test starts itself again with a counter in front of libc's fsync, since a process has it from its start or not at all.</summary>
    [Fact]
    public async Task Clicks_that_wait_together_cost_one_fsync()
    {
        if (FsyncProbe.IsHere)
        {
            await CountFsyncs();
            return;
        }

        Peers.Need("a C compiler", FsyncProbe.CanBeMade, "apt-get install gcc libc6-dev");
        using var again = FsyncProbe.StartAgain(TimeSpan.Zero, "-method", $"{GetType().FullName}.{nameof(Clicks_that_wait_together_cost_one_fsync)}", "-noColor");
        var said = await again.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await again.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(again.ExitCode == 0, said);
    }

    private static async Task CountFsyncs()
    {
        // Without checkpoints of the write-ahead log, each of which is two fsyncs more, at a time of SQLite's own choosing (every 1000 pages).
        SqliteEngine engine = null!;
        await using var bench = await FaultBench.Launched(Together * (Batches + 1), more: (services, settings) =>
            services.AddSingleton<IStorageEngine>(engine = new SqliteEngine(settings.ConnectionString, onWriter: c => c.Do("pragma wal_autocheckpoint = 0"))));
        await Batch(bench, 0);
        var (fsyncs, commits) = (FsyncProbe.Count, engine.Commits);

        for (var batch = 1; batch <= Batches; batch++) await Batch(bench, batch);

        commits = engine.Commits - commits;
        Assert.Equal(commits, FsyncProbe.Count - fsyncs);
        Assert.InRange(commits, Batches, Batches * Together / 4); // a batch ends after 20 ms, so a busy machine makes some of one
    }

    /// <summary>All of them wait behind a held lock before the first is run.</summary>
    private static async Task Batch(FaultBench bench, int batch)
    {
        using var other = bench.Open();
        var holding = other.BeginTransaction(deferred: false);
        var clicks = Enumerable.Range((batch * Together) + 1, Together).Select(item => bench.Decide(item)).ToList();
        await holding.RollbackAsync();
        Assert.All(await Task.WhenAll(clicks), reply => Assert.IsType<Finish>(reply));
    }
}
