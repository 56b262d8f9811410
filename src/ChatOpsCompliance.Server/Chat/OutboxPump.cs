using System.Collections.Concurrent;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>
/// Carries out the outbox, each effect under a lease: in a lane some new messages and some changes at once, never two of one message or in one place. What
/// fails is tried again later and later; what can't work becomes a dead letter that names its cure. Sending twice is made harmless by the effect's id, which
/// the platform gets as a key.
/// </summary>
public sealed class OutboxPump(Database database, CarryOutEffect effects, TimeProvider clock, ILogger<OutboxPump> log) : BackgroundService
{
    /// <summary>So many that a platform's answers take their time and its limits are still used up; so few that the last of them need not wait long for its turn.</summary>
    private const int PostsAtOnce = 8, ChangesAtOnce = 4;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>A send that takes longer is given up, and none begins so late that it could outlive the lease: nobody else sends meanwhile.</summary>
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1), Breath = TimeSpan.FromMilliseconds(50);

    private readonly string owner = Guid.NewGuid().ToString("N");
    private readonly SemaphoreSlim drained = new(1);
    private readonly ConcurrentDictionary<(string Lane, int Changes), DateTimeOffset> paused = [];
    private TaskCompletionSource news = NewSignal();

    /// <summary>Carries out everything that is due now, until nothing is.</summary>
    public async Task Drain(CancellationToken ct = default)
    {
        // One at a time in this process: whoever waits here finds everything done, not merely claimed by somebody else.
        await drained.WaitAsync(ct);
        var sending = new List<Sending>();
        try
        {
            while (true)
            {
                var heard = news.Task;
                var missed = await Begin(sending, ct);
                if (missed) continue; // the clock leapt over our lease: what we had claimed is to be claimed again
                if (sending.Count == 0) return;
                await Task.WhenAny(sending.Select(s => s.Task).Append(Task.WhenAll(heard, Task.Delay(Breath, clock, ct))));
                foreach (var sent in sending.Where(s => s.Task.IsCompleted).ToList())
                {
                    sending.Remove(sent);
                    await sent.Task;
                }
            }
        }
        finally
        {
            await Task.WhenAll(sending.Select(s => s.Task)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            drained.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        database.Committed += Wake;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var heard = news.Task;
                try
                {
                    await Drain(stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    log.LogError(e, "The outbox could not be read; trying again");
                }

                await Task.WhenAny(heard, Task.Delay(Look, clock, stoppingToken));
            }
        }
        catch (OperationCanceledException)
        {
            // stopping
        }
        finally
        {
            database.Committed -= Wake;
            await GiveUpLanes();
        }
    }

    /// <summary>So that another process, such as this one started again, need not wait for the lease to run out.</summary>
    private async Task GiveUpLanes()
    {
        try
        {
            await database.Bulk(Actor.Service, tx => OutboxStore.Leave(tx, owner), CancellationToken.None);
        }
        // Stopping; the lease runs out by itself.
        catch (Exception e)
        {
            log.LogWarning(e, "The outbox's lanes could not be given up");
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wake(object? sender, EventArgs e) => Interlocked.Exchange(ref news, NewSignal()).TrySetResult();

    /// <summary>Claims as much as there is room for and starts it. True when something was claimed that it was too late to start.</summary>
    private async Task<bool> Begin(List<Sending> sending, CancellationToken ct)
    {
        var missed = false;
        foreach (var lane in await database.Read(OutboxStore.Lanes, ct))
        {
            var (posts, changes) = (Room(sending, lane, 0, PostsAtOnce), Room(sending, lane, 1, ChangesAtOnce));
            if (posts + changes == 0) continue;
            var token = Guid.NewGuid().ToString("N");
            var (claimed, due) = await database.Bulk(
                Actor.Service,
                async tx => (tx.Now, await OutboxStore.Take(tx, lane, owner, Lease) ? await OutboxStore.ClaimDue(tx, lane, token, Lease, posts, changes) : []),
                ct);
            foreach (var effect in due)
            {
                if (clock.GetUtcNow() > claimed + Lease - LongestSend)
                {
                    missed = clock.GetUtcNow() > claimed + Lease;
                    break; // what is left is anybody's when the lease has run out
                }

                sending.Add(new(lane, effect.Changes, CarryOut(effect, token, ct)));
            }
        }

        return missed;
    }

    private int Room(List<Sending> sending, string lane, int changes, int most) =>
        paused.TryGetValue((lane, changes), out var until) && until > clock.GetUtcNow() ? 0 : most - sending.Count(s => s.Lane == lane && s.Changes == changes);

    private async Task CarryOut(OutboxEffect effect, string token, CancellationToken ct)
    {
        CarryOutEffect.Outcome outcome;
        using var act = Trace.Follow("send", effect.Traceparent)?.SetTag("compliance.effect", effect.Effect).SetTag("compliance.number", effect.Number);
        try
        {
            using var patience = new CancellationTokenSource(LongestSend, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
            outcome = await effects.Run(effect, token, either.Token);
        }
        catch (ChatOutageException e)
        {
            outcome = CarryOutEffect.Settle(effect, token, e.Delivery);
        }
        // A request that timed out is cancelled too; only our own stopping ends the pump.
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning(e, "Effect {Number} ({Effect}) failed", effect.Number, effect.Effect);
            outcome = CarryOutEffect.Settle(effect, token, new Delivery.Later(e.GetType().Name));
        }

        if (outcome.Pause is { } pause) paused[(effect.Lane, effect.Changes)] = clock.GetUtcNow() + pause;
        // What was sent is written down even if we are to stop.
        await database.Bulk(Actor.Service, outcome.Settle, CancellationToken.None);
    }

    private sealed record Sending(string Lane, int Changes, Task Task);
}
