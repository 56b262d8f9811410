using System.Globalization;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Slack;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Storage;
using ChatOpsCompliance.Server.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>A company whose review is open and whose people are on Slack, in virtual time.</summary>
internal sealed class SlackBench : IAsyncDisposable
{
    public const string Channel = "C0COMP";

    private readonly List<FaultBench> processes = [];
    private readonly Random random;

    private SlackBench(FakeSlack slack, VirtualWorld world, Random random)
    {
        (Fake, World, this.random) = (slack, world, random);
        Slack = new(slack, world, random);
    }

    public FakeSlack Fake { get; }

    public VirtualWorld World { get; }

    public VirtualSlack Slack { get; }

    /// <summary>The newest.</summary>
    public FaultBench Company => processes[^1];

    public VirtualProcess Process { get; private set; } = null!;

    public int Reviewers { get; private init; }

    public static SlackSettings Settings { get; } = new()
    {
        Socket = false,
        BotToken = FakeSlack.BotToken,
        AppToken = null,
        SigningSecret = FakeSlack.SigningSecret,
        ApiBaseUrl = new("https://slack.com/api/"),
        Workspace = FakeSlack.Team,
    };

    public static async Task<SlackBench> Launched(int items, int reviewers, Random random)
    {
        var world = new VirtualWorld(DateTimeOffset.UtcNow);
        var bench = new SlackBench(await FakeSlack.Start(world), world, random) { Reviewers = reviewers };
        bench.Fake.AddChannel(Channel, "compliance");
        for (var v = 1; v <= reviewers; v++) bench.Fake.AddUser(UserOf(v), $"Vera {v}", $"v{v}@faults.example");
        bench.Process = new(world);
        bench.processes.Add(await FaultBench.Launched(items, reviewers, bench.Services));
        return bench;
    }

    public static string UserOf(int reviewer) => string.Create(CultureInfo.InvariantCulture, $"U{reviewer:0000}");

    /// <summary>Of everybody and the channel.</summary>
    public IReadOnlyList<FakeMessage> All => [.. Fake.Channels.Values.SelectMany(c => c.Now())];

    public IReadOnlyList<FakeMessage> Seen(int reviewer) => Fake.Direct(UserOf(reviewer)).Now();

    /// <summary>Carries the outbox out until nothing is left to do.</summary>
    /// <returns>False when the process was killed after so many steps.</returns>
    public bool Deliver(int steps = int.MaxValue) => World.Run(Process, Pump, steps);

    /// <summary>Another process over the same database, as after a kill.</summary>
    public async Task StartAgain()
    {
        Process.Kill();
        await Company.Get<IStorageEngine>().DisposeAsync(); // what it had handed to the database is done or not
        Process = new(World);
        processes.Add(await FaultBench.Empty(Reviewers, Services, processes[0].Folder));
    }

    /// <summary>Each of these items is kept by its reviewer, all at one instant.</summary>
    public async Task Decide(IEnumerable<int> items)
    {
        foreach (var item in items)
        {
            var values = new Values { [ReviewVerbs.Campaign] = processes[0].Campaign.ToString(), [ReviewVerbs.Item] = item.ToString(CultureInfo.InvariantCulture), [ReviewVerbs.Option] = "keep" };
            Assert.IsNotType<Refused>(await Company.Click(processes[0].ReviewerOf(item), ReviewVerbs.Decide, values));
        }
    }

    public Task Tell(Card news) => Company.Database.Bulk(
        FaultBench.Tester,
        async tx =>
        {
            await Company.Get<Outbox>().PostToCompliance(tx, news);
            return Done.It;
        });

    /// <summary>What <c>outbox retry</c> does.</summary>
    public Task<int> Retry() => Company.Database.Bulk(FaultBench.Tester, OutboxStore.RetryDead);

    public Task<IReadOnlyList<OutboxStore.Entry>> Listed() => Company.Database.Read(read => OutboxStore.Open(read, 1000));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes.AsEnumerable().Reverse()) await process.DisposeAsync();
        await Fake.DisposeAsync();
    }

    private async Task Pump()
    {
        var pump = Company.Get<OutboxPump>();
        while (true)
        {
            await pump.Drain();
            if (!await Company.Database.Read(async read => (await OutboxStore.Open(read, 1000)).Any(e => e.Status != "dead"))) return;
            await Task.Delay(TimeSpan.FromSeconds(1), World);
        }
    }

    private void Services(IServiceCollection services, Settings settings) => services
        .AddSingleton<TimeProvider>(World)
        .AddSingleton<IStorageEngine>(new WatchedEngine(new SqliteEngine(settings.ConnectionString, onWriter: c => c.Do("pragma synchronous = off")), Process))
        .AddSingleton(new ChatHome(SlackSettings.Platform, FakeSlack.Team, Channel))
        .AddSingleton(new SlackApi(new HttpMessageInvoker(Slack, disposeHandler: false), Settings, World))
        .AddSingleton(Settings)
        .AddSingleton<SlackPlatform>()
        .AddSingleton<IReadOnlyList<IChatPlatform>>(s => [s.GetRequiredService<SlackPlatform>()]);
}
