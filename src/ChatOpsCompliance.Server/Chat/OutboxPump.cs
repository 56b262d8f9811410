using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>
/// Carries out the outbox: lane by lane, in order, each effect under a lease. What fails is tried again later and later; what can't work
/// becomes a dead letter that names its cure. Sending twice is made harmless by the effect's id, which the platform gets as a key.
/// </summary>
public sealed class OutboxPump(Database database, CarryOutEffect effects, TimeProvider clock, ILogger<OutboxPump> log) : BackgroundService
{
    private const int Batch = 20;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>A send that takes longer is given up, and none begins so late that it could outlive the lease: nobody else sends meanwhile.</summary>
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly string owner = Guid.NewGuid().ToString("N");
    private readonly SemaphoreSlim signal = new(0);
    private readonly SemaphoreSlim drained = new(1);

    /// <summary>Carries out everything that is due now, until nothing is.</summary>
    public async Task Drain(CancellationToken ct = default)
    {
        // One at a time in this process: whoever waits here finds everything done, not merely claimed by somebody else.
        await drained.WaitAsync(ct);
        try
        {
            while (await Round(ct) > 0)
            {
            }
        }
        finally
        {
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
                try
                {
                    await Drain(stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    log.LogError(e, "The outbox could not be read; trying again");
                }

                await signal.WaitAsync(Look, stoppingToken);
                while (signal.Wait(0, CancellationToken.None))
                {
                }
            }
        }
        catch (OperationCanceledException)
        {
            // stopping
        }
        finally
        {
            database.Committed -= Wake;
        }
    }

    private void Wake(object? sender, EventArgs e)
    {
        if (signal.CurrentCount == 0) signal.Release();
    }

    private async Task<int> Round(CancellationToken ct)
    {
        var done = 0;
        foreach (var lane in await database.Read(OutboxStore.Lanes, ct))
        {
            var token = Guid.NewGuid().ToString("N");
            var last = clock.GetUtcNow() + Lease - LongestSend;
            var due = await database.Bulk(
                Actor.Service,
                async tx => await OutboxStore.Take(tx, lane, owner, Lease) ? await OutboxStore.ClaimDue(tx, lane, token, Lease, Batch) : [],
                ct);
            foreach (var effect in due)
            {
                if (clock.GetUtcNow() > last) break; // what is left is anybody's when the lease has run out
                await CarryOut(effect, token, ct);
                done++;
            }
        }

        return done;
    }

    private async Task CarryOut(OutboxEffect effect, string token, CancellationToken ct)
    {
        Func<Tx, Task<int>> settle;
        try
        {
            using var patience = new CancellationTokenSource(LongestSend, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
            settle = await effects.Run(effect, token, either.Token);
        }
        // A request that timed out is cancelled too; only our own stopping ends the pump.
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning(e, "Effect {Number} ({Effect}) failed", effect.Number, effect.Effect);
            settle = CarryOutEffect.Settle(effect, token, new Delivery.Later(e.GetType().Name));
        }

        await database.Bulk(Actor.Service, settle, ct);
    }
}
