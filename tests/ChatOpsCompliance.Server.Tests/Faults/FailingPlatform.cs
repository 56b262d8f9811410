using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Local;
using ChatOpsCompliance.Server.Tests.Chat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Faults;

/// <summary>The chat platform is down, says no, or answers into the void: every message is shown once in the end, or is a dead letter with its cure.</summary>
public sealed class FailingPlatform : IAsyncLifetime
{
    private static readonly ChatPlace Vera = ChatPlace.Direct(FaultBench.Account("V1")), Channel = LocalPlatform.Channel("compliance");

    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private FaultBench bench = null!;
    private ScriptedPlatform platform = null!;

    private OutboxPump Pump => bench.Get<OutboxPump>();

    private LocalWorkspace Workspace => bench.Get<LocalWorkspace>();

    public async ValueTask InitializeAsync()
    {
        bench = await FaultBench.Launched(3, more: (services, _) => services
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<LocalPlatform>()
            .AddSingleton(s => platform = new ScriptedPlatform(s.GetRequiredService<LocalPlatform>()))
            .AddSingleton<IReadOnlyList<IChatPlatform>>(s => [s.GetRequiredService<ScriptedPlatform>()]));
        _ = Pump;
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task What_fails_is_tried_again_later_and_later_and_shown_once()
    {
        var failures = 0;
        platform.OnPost = (_, send) => failures++ switch
        {
            0 => Task.FromResult<Delivery>(new Delivery.Later("busy")),
            1 => throw new HttpRequestException("no route"),
            2 => throw new TaskCanceledException("the request timed out"),
            _ => send(),
        };
        await Drain();
        Assert.Equal(2, platform.Sends.Count); // the digest and the campaign's card
        await Drain();
        Assert.Equal(2, platform.Sends.Count); // not before it is time

        for (var round = 0; round < 6; round++)
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            await Drain();
        }

        Assert.Single(Workspace.In(Vera));
        Assert.Single(Workspace.In(Channel));
        Assert.Equal(0, bench.Ask<int>("select count(*) from outbox where status <> 'done'"));
    }

    [Fact]
    public async Task The_waits_grow_and_the_platforms_own_word_on_when_is_kept()
    {
        platform.OnPost = (_, _) => Task.FromResult<Delivery>(new Delivery.Later("rate limited", TimeSpan.FromMinutes(7)));
        await Drain();
        Assert.Equal(clock.GetUtcNow().AddMinutes(7), Due(), TimeSpan.FromSeconds(1));

        platform.OnPost = (_, _) => Task.FromResult<Delivery>(new Delivery.Later("down"));
        clock.Advance(TimeSpan.FromMinutes(7));
        foreach (var seconds in (double[])[2, 4, 8, 16])
        {
            await Drain();
            Assert.InRange((Due() - clock.GetUtcNow()).TotalSeconds, seconds * 0.79, seconds * 1.21);
            clock.Advance(TimeSpan.FromSeconds(seconds * 1.3));
        }

        DateTimeOffset Due() => DateTimeOffset.Parse(bench.Ask<string>("select max(due_at) from outbox where status = 'ready'"), System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task After_its_last_attempt_it_is_a_dead_letter_that_a_retry_revives()
    {
        platform.OnPost = (_, _) => Task.FromResult<Delivery>(new Delivery.Later("down"));
        for (var attempt = 0; attempt <= CarryOutEffect.MostAttempts; attempt++)
        {
            await Drain();
            clock.Advance(TimeSpan.FromHours(2));
        }

        Assert.Equal(2 * CarryOutEffect.MostAttempts, platform.Sends.Count);
        var dead = await bench.Read(read => OutboxStore.Open(read, 10));
        Assert.All(dead, d => Assert.Equal(("dead", "When the cause is gone: outbox retry."), (d.Status, d.Cure)));

        platform.OnPost = null;
        await Retry();
        Assert.Single(Workspace.In(Vera));
        Assert.Single(Workspace.In(Channel));
    }

    [Fact]
    public async Task What_can_never_work_is_a_dead_letter_at_once_with_its_cure()
    {
        platform.OnPost = (_, send) => Task.FromResult<Delivery>(new Delivery.Dead("the bot is not in the channel", "Invite it: /invite @bot"));
        await Drain();

        var dead = await bench.Read(read => OutboxStore.Open(read, 10));
        Assert.All(dead, d => Assert.Equal(("dead", 1, "Invite it: /invite @bot"), (d.Status, d.Attempts, d.Cure)));
        platform.OnPost = null;
        await Retry();
        Assert.Single(Workspace.In(Vera));
    }

    [Fact]
    public async Task An_answer_lost_after_sending_shows_no_second_message()
    {
        var lost = 0;
        platform.OnPost = async (_, send) =>
        {
            var sent = await send();
            return lost++ < 2 ? throw new HttpRequestException("the answer never came") : sent;
        };
        await Drain();
        clock.Advance(TimeSpan.FromSeconds(5));
        await Drain();

        Assert.Equal(4, platform.Sends.Count);
        Assert.Single(Workspace.In(Vera));
        Assert.Single(Workspace.In(Channel));
    }

    [Fact]
    public async Task A_message_that_is_gone_is_posted_again_under_a_key_of_its_own()
    {
        await Drain();
        var first = platform.Sends.ToList();
        platform.OnUpdate = (_, _) => Task.FromResult<Delivery>(new Delivery.Gone());
        await bench.Decide(1);
        await Drain();
        platform.OnUpdate = null;
        clock.Advance(TimeSpan.FromSeconds(2));
        await Drain();

        // Under the old key the platform would answer with the message that is gone.
        Assert.Equal(platform.Sends.Count, platform.Sends.Distinct().Count());
        Assert.Equal(2, Workspace.In(Vera).Count);
        Assert.Equal(Workspace.Newest(Vera)!.Id, bench.Ask<string>("select external_id from standing_message where kind = 'review.digest'"));
    }

    [Fact]
    public async Task A_pump_that_hangs_loses_its_lease_to_another_and_its_late_answer_changes_nothing()
    {
        var (hung, started, sends) = (new TaskCompletionSource(), new TaskCompletionSource(), 0);
        platform.OnPost = async (_, send) =>
        {
            if (Interlocked.Increment(ref sends) > 2) return await send();
            if (sends == 2) started.SetResult();
            await hung.Task;
            return await send();
        };
        var stuck = Pump.Drain(TestContext.Current.CancellationToken);
        await started.Task;
        var other = ActivatorUtilities.CreateInstance<OutboxPump>(bench.Get<IServiceProvider>());
        await bench.Database.Bulk(
            FaultBench.Tester,
            async tx =>
            {
                await bench.Get<Outbox>().PostToCompliance(tx, LunchBot.Invitation);
                return Done.It;
            },
            TestContext.Current.CancellationToken);
        await other.Drain(TestContext.Current.CancellationToken);
        Assert.Equal(2, sends); // the lane is the stuck one's, and nobody sends beside it

        clock.Advance(TimeSpan.FromMinutes(2));
        await other.Drain(TestContext.Current.CancellationToken);
        Assert.Single(Workspace.In(Vera));
        Assert.Equal(2, Workspace.In(Channel).Count);

        hung.SetResult();
        await stuck;
        clock.Advance(TimeSpan.FromMinutes(2));
        await Drain();
        Assert.Single(Workspace.In(Vera));
        Assert.Equal(2, Workspace.In(Channel).Count);
        Assert.Equal(0, bench.Ask<int>("select count(*) from outbox where status <> 'done'"));
    }

    [Fact]
    public async Task A_late_answer_to_a_lost_lease_is_followed_by_a_drawing_of_the_newest_state()
    {
        await Drain();
        await bench.Decide(1);
        var hung = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        platform.OnUpdate = async (_, send) =>
        {
            platform.OnUpdate = null;
            started.SetResult();
            await hung.Task;
            return await send(); // the card of long ago, over the newer one
        };
        var stuck = Pump.Drain(TestContext.Current.CancellationToken);
        await started.Task;
        clock.Advance(TimeSpan.FromMinutes(2));
        await bench.Decide(2);
        var other = ActivatorUtilities.CreateInstance<OutboxPump>(bench.Get<IServiceProvider>());
        await other.Drain(TestContext.Current.CancellationToken);

        hung.SetResult();
        await stuck;
        clock.Advance(TimeSpan.FromMinutes(2));
        await other.Drain(TestContext.Current.CancellationToken);

        Assert.Contains("1 item waits", Workspace.Newest(Vera)!.Card.Sketch(), StringComparison.Ordinal);
        Assert.Contains("2 of 3 decided", Workspace.Newest(Channel)!.Card.Sketch(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_pumps_on_one_database_never_send_the_same_at_once()
    {
        await using var many = await FaultBench.Launched(120, reviewers: 60, more: (services, _) => services
            .AddSingleton<LocalPlatform>()
            .AddSingleton<IReadOnlyList<IChatPlatform>>(s => [platform = new ScriptedPlatform(s.GetRequiredService<LocalPlatform>())]));
        await using var beside = await FaultBench.Empty(60, (services, _) => services.AddSingleton<IReadOnlyList<IChatPlatform>>(_ => [platform]), many.Folder);
        _ = many.Get<OutboxPump>();
        var pumps = new[] { many, many, beside, beside }.Select(b => ActivatorUtilities.CreateInstance<OutboxPump>(b.Get<IServiceProvider>())).ToList();

        while (many.Ask<int>("select count(*) from outbox where status <> 'done'") > 0)
            await Task.WhenAll(pumps.Select(p => Task.Run(() => p.Drain())));

        Assert.Equal(1, platform.MostAtOnceOfOneKey);
        Assert.Equal(61, platform.Sends.Count);
        Assert.Equal(61, platform.Sends.Distinct().Count());
    }

    [Fact]
    public async Task A_request_that_times_out_does_not_stop_the_pump()
    {
        platform.OnPost = (_, _) => throw new TaskCanceledException("the request timed out");
        await Pump.StartAsync(TestContext.Current.CancellationToken);
        await Until(() => platform.Sends.Count >= 2);
        platform.OnPost = null;

        await Until(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            _ = bench.Decide(1);
            return Workspace.In(Vera).Count == 1 && Workspace.In(Channel).Count == 1;
        });

        await Pump.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_pump_that_stops_leaves_its_lanes_to_the_next()
    {
        await Pump.StartAsync(TestContext.Current.CancellationToken);
        await Until(() => Workspace.In(Channel).Count == 1);
        await Pump.StopAsync(TestContext.Current.CancellationToken);
        await bench.Decide(1);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        platform.Sends.Clear();
        await ActivatorUtilities.CreateInstance<OutboxPump>(bench.Get<IServiceProvider>()).Drain(TestContext.Current.CancellationToken);

        Assert.NotEmpty(platform.Sends);
    }

    private Task Drain() => Pump.Drain();

    private async Task Retry()
    {
        Assert.Equal(2, (await bench.Database.InTransaction<int>(FaultBench.Tester, async tx => await OutboxStore.RetryDead(tx))).Value);
        await Drain();
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Time.Patience);
        while (!condition()) await Task.Delay(20, patience.Token);
    }
}
