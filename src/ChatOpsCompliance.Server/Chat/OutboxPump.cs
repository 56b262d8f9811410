using System.Text.Json;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>
/// Carries out the outbox: lane by lane, in order, each effect under a lease. What fails is tried again later and later; what can't work
/// becomes a dead letter that names its cure. Sending twice is made harmless by the effect's id, which the platform gets as a key.
/// </summary>
public sealed class OutboxPump(Database database, ChatRoutes routes, IReadOnlyList<IChatPlatform> platforms, ChatHome home, CheckpointFile checkpoints, TimeProvider clock, ILogger<OutboxPump> log) : BackgroundService
{
    public const int MostAttempts = 12;
    private const int Batch = 20;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>A send that takes longer is given up, and none begins so late that it could outlive the lease: nobody else sends meanwhile.</summary>
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>In place of a rendering, when nothing is shown any more; as long as one, since SQL Server fills up shorter ones.</summary>
    private static readonly string WasGone = new('0', 64);

    private readonly string owner = Guid.NewGuid().ToString("N");
    private readonly SemaphoreSlim signal = new(0);

    /// <summary>Carries out everything that is due now, until nothing is.</summary>
    public async Task Drain(CancellationToken ct = default)
    {
        while (await Round(ct) > 0)
        {
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
            var effects = await database.Bulk(
                Actor.Service,
                async tx => await OutboxStore.Take(tx, lane, owner, Lease) ? await OutboxStore.ClaimDue(tx, lane, token, Lease, Batch) : [],
                ct);
            foreach (var effect in effects)
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
            settle = await Send(effect, token, either.Token);
        }
        // A request that timed out is cancelled too; only our own stopping ends the pump.
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning(e, "Effect {Number} ({Effect}) failed", effect.Number, effect.Effect);
            settle = Settle(effect, token, new Delivery.Later(e.GetType().Name));
        }

        await database.Bulk(Actor.Service, settle, ct);
    }

    private async Task<Func<Tx, Task<int>>> Send(OutboxEffect effect, string token, CancellationToken ct) => effect.Effect switch
    {
        OutboxEffect.Draw => await Draw(effect, token, ct),
        OutboxEffect.Post => Settle(effect, token, await Post(effect, ct)),
        OutboxEffect.Append => Settle(effect, token, await checkpoints.Append(effect.Payload, ct)),
        _ => Settle(effect, token, new Delivery.Dead($"unknown effect {effect.Effect}", "It was written by a newer version; update this one.")),
    };

    private async Task<Func<Tx, Task<int>>> Draw(OutboxEffect effect, string token, CancellationToken ct)
    {
        var id = Id<StandingMessage>.Parse(effect.Subject);
        var (message, card) = await database.Read(
            async read =>
            {
                var m = await OutboxStore.Message(read, id);
                return (m, m is not null && routes.Cards.TryGetValue(m.Kind, out var draw) ? await draw(read, m.Subject) : null);
            },
            ct);
        if (message is null || card is null || card.Rendering() == message.Rendering) return tx => OutboxStore.Done(tx, effect, token);
        var (place, no) = await PlaceOf(message.PersonId, message.Channel, message.Address, ct);
        if (place is null) return Settle(effect, token, no!);

        var delivery = message.ExternalId is { } posted ? await Platform(place).Update(place, posted, card, ct) : await Platform(place).Post(place, card, KeyOf(message, effect), ct);
        return delivery switch
        {
            Delivery.Sent sent => tx => Shown(tx, effect, token, id, sent.Message, place.Address, card.Rendering()),
            Delivery.Gone => tx => Gone(tx, effect, token, id, place.Address),
            _ => Settle(effect, token, delivery),
        };
    }

    private static async Task<int> Shown(Tx tx, OutboxEffect effect, string token, Id<StandingMessage> id, string message, string address, string rendering)
    {
        var ours = await OutboxStore.Done(tx, effect, token) > 0;
        // The lease was lost meanwhile: who knows whose card came last. It is drawn once more, whatever it shows.
        if (!ours) await OutboxStore.Draw(tx, new(Guid.CreateVersion7(tx.Now)), id, effect.Lane);
        return await OutboxStore.Show(tx, id, message, address, ours ? rendering : null);
    }

    private static async Task<int> Gone(Tx tx, OutboxEffect effect, string token, Id<StandingMessage> id, string address)
    {
        await OutboxStore.Show(tx, id, null, address, WasGone);
        return await OutboxStore.Later(tx, effect, token, tx.Now, "the message is gone; posted again");
    }

    /// <summary>A message that is gone is posted anew under another key: under the old one the platform answers with what is gone.</summary>
    private static string KeyOf(StandingMessage message, OutboxEffect effect) => (message.Rendering == WasGone ? effect.Id.Value : message.Id.Value).ToString();

    private async Task<Delivery> Post(OutboxEffect effect, CancellationToken ct)
    {
        var card = JsonSerializer.Deserialize<Card>(effect.Payload, ChatJson.Options)!;
        var target = effect.Subject.Split('/', 2);
        var (place, no) = target[0] == "person"
            ? await PlaceOf(Id<Person>.Parse(target[1]), "", null, ct)
            : await PlaceOf(null, target[1], null, ct);
        return place is null ? no! : await Platform(place).Post(place, card, effect.Id.ToString(), ct);
    }

    private async Task<(ChatPlace? Place, Delivery? No)> PlaceOf(Id<Person>? person, string channel, string? known, CancellationToken ct)
    {
        if (platforms.All(p => p.Name != home.Platform)) return (null, new Delivery.Dead($"the platform {home.Platform} is not running here", "Configure it, then: outbox retry."));
        if (known is not null) return (new(home.Platform, home.Workspace, known, IsChannel: person is null), null);
        if (person is not { } id) return (new(home.Platform, home.Workspace, channel, IsChannel: true), null);
        var (found, linked) = await database.Read(async read => (await PeopleStore.ById(read, id), await PeopleStore.AccountOf(read, id, home.Platform, home.Workspace)), ct);
        var account = linked ?? (found is null ? null : await platforms.First(p => p.Name == home.Platform).Find(found.Email, ct));
        return account is null
            ? (null, new Delivery.Dead("the person has no account on the chat platform", "Invite them or add their chat account to the people file, then: outbox retry."))
            : (ChatPlace.Direct(account), null);
    }

    private IChatPlatform Platform(ChatPlace place) => platforms.First(p => p.Name == place.Platform);

    private Func<Tx, Task<int>> Settle(OutboxEffect effect, string token, Delivery delivery) => delivery switch
    {
        Delivery.Sent => tx => OutboxStore.Done(tx, effect, token),
        Delivery.Dead dead => tx => OutboxStore.Dead(tx, effect, token, dead.Why, dead.Cure),
        Delivery.Later later when effect.Attempts < MostAttempts => tx => OutboxStore.Later(tx, effect, token, tx.Now + (later.After ?? BackOff(effect.Attempts)), later.Why),
        Delivery.Later later => tx => OutboxStore.Dead(tx, effect, token, $"{later.Why}, {effect.Attempts} times", "When the cause is gone: outbox retry."),
        _ => tx => OutboxStore.Dead(tx, effect, token, "the message is gone", "outbox retry posts it again."),
    };

    /// <summary>1 s, 2 s, 4 s … at most an hour, give or take a fifth so that many do not come back at once.</summary>
    private TimeSpan BackOff(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(3600, Math.Pow(2, attempts - 1)) * (0.8 + (0.4 * Random.Shared.NextDouble())));
}
