using System.Runtime.CompilerServices;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Sources;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Faults;

/// <summary>A snapshot goes in whole or not at all, while people go on clicking.</summary>
public sealed class BrokenImport
{
    private const int Rows = 30_000;

    [Fact]
    public async Task A_broken_import_is_gone_on_with_and_is_the_same_as_an_unbroken_one()
    {
        await using var bench = await FaultBench.Empty();
        var import = await Import(bench);
        var whole = (await Run(bench, import with { DryRun = true })).Value.Snapshot;

        await Assert.ThrowsAsync<IOException>(() => Run(bench, import with { Source = new Breaking(import.Source, 7_500) }));
        await Assert.ThrowsAsync<IOException>(() => Run(bench, import with { Source = new Breaking(import.Source, 15_500) }));
        Assert.InRange(bench.Ask<int>("select count(*) from access_grant"), 7_500, 15_500);
        var snapshot = (await Run(bench, import)).Value.Snapshot;

        Assert.Equal((1, Rows, whole.ContentHash), (snapshot.Number, snapshot.Count, snapshot.ContentHash));
        Assert.Equal(Rows, bench.Ask<int>("select count(distinct entitlement) from access_grant where snapshot = 1"));
        Assert.Equal(Rows, bench.Ask<int>("select count(*) from access_grant"));
    }

    [Fact]
    public async Task A_refused_import_leaves_no_grant()
    {
        await using var bench = await FaultBench.Empty();
        var import = await Import(bench);
        var mended = await File.ReadAllTextAsync(import.File, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(import.File, "someone,robot,,,x,,,,,,,,\n", TestContext.Current.CancellationToken);

        Assert.IsType<FileFaults>((await Run(bench, import)).No);
        Assert.Equal(0, bench.Ask<int>("select count(*) from access_grant"));

        await File.WriteAllTextAsync(import.File, mended, TestContext.Current.CancellationToken);
        Assert.IsType<CountMismatch>((await Run(bench, import with { Facts = import.Facts with { SourceCount = Rows + 1 } })).No);
        Assert.Equal(0, bench.Ask<int>("select count(*) from access_grant"));
        Assert.Equal(0, bench.Ask<int>("select count(*) from ledger where kind = 'snapshot.taken'"));
        Assert.True((await Run(bench, import)).Done);
    }

    [Fact]
    public async Task An_import_overtaken_by_a_newer_extract_leaves_no_grant()
    {
        await using var bench = await FaultBench.Empty();
        var import = await Import(bench);
        var newer = bench.GrantsFrom(await Small(bench), 10, import.Facts.ExtractedAt.AddMinutes(1)) with { LookedAt = "a test" };

        var overtaken = await Run(bench, import with { Source = new Breaking(import.Source, Rows - 1, async () => Assert.True((await Run(bench, newer)).Done)) });

        Assert.IsType<NewerCameMeanwhile>(overtaken.No);
        Assert.Equal(10, bench.Ask<int>("select count(*) from access_grant"));
    }

    [Fact]
    public async Task One_file_imported_twice_at_once_goes_in_once()
    {
        await using var bench = await FaultBench.Empty();
        await using var second = await FaultBench.Empty(folder: bench.Folder);
        var import = await Import(bench);

        var results = await Task.WhenAll(Task.Run(() => Run(bench, import)), Task.Run(() => Run(second, import with { Source = new Breaking(import.Source, int.MaxValue) })));
        if (results.All(r => !r.Done)) results = [.. results, await Run(bench, import)]; // both stopped for the other: at worst it is given again

        Assert.Single(results, r => r.Done);
        Assert.Equal(1, bench.Ask<int>("select count(*) from access_snapshot where status = 'published'"));
        Assert.Equal(Rows, bench.Ask<int>("select count(*) from access_grant g join access_snapshot s on s.number = g.snapshot where s.status = 'published'"));
        Assert.Equal(Rows, bench.Ask<int>("select count(*) from access_grant"));
        Assert.Equal(1, bench.Ask<int>("select count(*) from ledger where kind = 'snapshot.taken'"));
    }

    [Fact]
    public async Task An_import_that_finds_another_of_the_same_file_running_leaves_it_alone()
    {
        await using var bench = await FaultBench.Empty();
        var import = await Import(bench);
        Result<SnapshotSummary>? inner = null;

        // In the middle of one comes another of the same file. Whichever writes the next step goes on; the other takes nothing away.
        var outer = await Run(bench, import with { Source = new Breaking(import.Source, 9_000, async () => inner = await Run(bench, import)) });

        Assert.NotEqual(inner!.Value.Done, outer.Done);
        Assert.IsType<ImportRunsAlready>(inner.Value.No ?? outer.No);
        Assert.Equal(Rows, bench.Ask<int>("select count(*) from access_grant"));
    }

    [Fact]
    public async Task Clicks_go_on_meanwhile()
    {
        await using var bench = await FaultBench.Launched(2000);
        var import = await Import(bench, extractedAt: DateTimeOffset.UtcNow.AddMinutes(-5)) with { LookedAt = "a test" };
        var importing = Run(bench, import);
        var clicked = 0;
        while (!importing.IsCompleted || clicked == 0) Assert.IsType<Finish>(await bench.Decide(++clicked));

        Assert.True((await importing).Done, (await importing).No?.Sentence);
        Assert.Equal(clicked, bench.Ask<int>("select count(*) from ledger where kind = 'item.decided'"));
        Assert.True((await bench.Verify()).Whole);
    }

    private static async Task<AccessImport> Import(FaultBench bench, DateTimeOffset? extractedAt = null)
    {
        var path = Path.Combine(bench.Folder, "grants.csv");
        return bench.GrantsFrom(path, await FaultBench.WriteGrants(path, Rows), extractedAt);
    }

    private static async Task<string> Small(FaultBench bench)
    {
        var path = Path.Combine(bench.Folder, "small.csv");
        await FaultBench.WriteGrants(path, 10);
        return path;
    }

    private static Task<Result<SnapshotSummary>> Run(FaultBench bench, AccessImport import) => bench.Get<ImportAccess>().Run(import, FaultBench.Tester);

    /// <summary>A source that at some row breaks, or waits for something else to happen.</summary>
    private sealed class Breaking(IAccessSource real, int at, Func<Task>? instead = null) : IAccessSource
    {
        public IReadOnlyList<string> Unknown => real.Unknown;

        public Task<string> ContentId(CancellationToken ct) => real.ContentId(ct);

        public async IAsyncEnumerable<SourceRow> Rows([EnumeratorCancellation] CancellationToken ct)
        {
            var row = 0;
            await foreach (var r in real.Rows(ct))
            {
                if (row++ == at)
                {
                    if (instead is null) throw new IOException("the source broke");
                    await instead();
                }

                yield return r;
            }
        }
    }
}
