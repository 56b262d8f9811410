using ChatOpsCompliance.Server.AccessReviews;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Faults;

/// <summary>Schedulers, restarts and replays launch a period once, whole, however many try and wherever they break off.</summary>
public sealed class LaunchedOnce
{
    private const int Grants = 4000;

    private static readonly DateOnly Period = new(2026, 7, 1);

    [Fact]
    public async Task Many_at_once_make_one_campaign()
    {
        await using var bench = await FaultBench.Empty();
        await bench.ImportGrants(Grants);
        await using var second = await FaultBench.Empty(folder: bench.Folder);
        await using var third = await FaultBench.Empty(folder: bench.Folder);

        var launches = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Task.Run(() => Launch(new[] { bench, second, third }[n % 3]))));

        Assert.Single(launches, l => l.Done);
        Assert.All(launches.Where(l => !l.Done), l => Assert.True(l.No is LaunchRunsAlready or LaunchedAlready, l.No!.Kind));
        await IsWhole(bench);
    }

    [Fact]
    public async Task A_launch_that_broke_off_is_gone_on_with_by_the_next()
    {
        var random = Costly.Random();
        await using var bench = await FaultBench.Empty();
        await bench.ImportGrants(Grants);
        await using var second = await FaultBench.Empty(folder: bench.Folder);
        var interrupted = 0;
        for (var staged = 0; staged < Grants / 2;)
        {
            using var stop = new CancellationTokenSource();
            var by = random.Next(2) == 0 ? bench : second;
            var running = Task.Run(() => Launch(by, stop.Token));
            var target = staged + 500;
            while (!running.IsCompleted && (staged = Staged(bench)) < target) await Task.Yield();
            await stop.CancelAsync();
            await Task.WhenAny(running); // broken off or not
            if (running.IsCanceled) interrupted++;
            staged = Staged(bench);
        }

        Assert.True(interrupted > 0);
        Assert.True(bench.Ask<int>("select count(*) from ledger where kind = 'campaign.launched'") <= 1);
        var last = await Launch(second, TestContext.Current.CancellationToken);
        Assert.True(last.Done || last.No is LaunchedAlready);
        await IsWhole(bench);
    }

    private static Task<Result<LaunchSummary>> Launch(FaultBench bench, CancellationToken ct = default) =>
        bench.Get<LaunchCampaign>().Run(FaultBench.Review, Period, FaultBench.Tester, ct: ct);

    private static int Staged(FaultBench bench) => bench.Ask<int>("select count(*) from review_item");

    private static async Task IsWhole(FaultBench bench)
    {
        Assert.Equal(1, bench.Ask<int>("select count(*) from campaign"));
        Assert.Equal(1, bench.Ask<int>("select count(*) from ledger where kind = 'campaign.launched'"));
        var campaign = (await bench.Read(CampaignStore.All)).Single();
        var (count, hash) = await bench.Read(read => FrozenPopulation.Hash(read, campaign.Id));
        Assert.Equal((Grants, Grants, campaign.PopulationHash), (campaign.Population, count, hash));
        Assert.Equal(Grants, bench.Ask<int>("select count(distinct entitlement) from review_item"));
        Assert.Contains(hash, bench.Ask<string>("select body from ledger where kind = 'campaign.launched'"), StringComparison.Ordinal);
        Assert.True((await bench.Verify()).Whole);
    }
}
