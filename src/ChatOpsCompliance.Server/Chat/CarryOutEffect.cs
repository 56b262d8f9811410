using System.Text.Json;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>One effect on the outside world: a card drawn or posted, a line appended, a checkpoint signed; and what becomes of it when that fails.</summary>
public sealed class CarryOutEffect(Database database, ChatRoutes routes, ChatPlaces places, CheckpointFile checkpoints, Errands errands, SignCheckpoint? sign = null)
{
    public const int MostAttempts = 12;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromHours(1);

    /// <summary>Begins what stands in place of a rendering when nothing is shown any more; the effect that posts it again follows. As long as a rendering, since SQL Server fills up shorter ones.</summary>
    private static readonly string WasGone = new('0', 32);

    /// <summary>Sends, and returns what is to be written down of it, in a transaction of its own.</summary>
    public async Task<Outcome> Run(OutboxEffect effect, string token, CancellationToken ct) => effect.Effect switch
    {
        OutboxEffect.Draw => await Draw(effect, token, ct),
        OutboxEffect.Post => Settle(effect, token, await Post(effect, ct)),
        OutboxEffect.Append => Settle(effect, token, await checkpoints.Append(effect.Payload, ct)),
        OutboxEffect.Checkpoint => Settle(effect, token, await Checkpoint(ct)),
        OutboxEffect.Errand => Settle(effect, token, await errands.Run(effect.Subject, ct)),
        _ => Settle(effect, token, new Delivery.Dead($"unknown effect {effect.Effect}", "It was written by a newer version; update this one.")),
    };

    /// <param name="Settle">What to write down.</param>
    /// <param name="Pause">The platform takes nothing of this kind for so long.</param>
    public sealed record Outcome(Func<Tx, Task<int>> Settle, TimeSpan? Pause = null);

    private async Task<Delivery> Checkpoint(CancellationToken ct)
    {
        if (sign is null) return new Delivery.Dead("there is no key to sign a checkpoint with", "Set Evidence:SigningKey, then: outbox retry.");
        await sign.WhenThereAreFacts(ct);
        return new Delivery.Sent("");
    }

    private async Task<Outcome> Draw(OutboxEffect effect, string token, CancellationToken ct)
    {
        var id = Id<StandingMessage>.Parse(effect.Subject);
        var (message, card, since) = await database.Read(
            async read =>
            {
                var m = await OutboxStore.Message(read, id);
                var c = m is not null && routes.Cards.TryGetValue(m.Kind, out var draw) ? await draw(read, m.Subject) : null;
                return (m, c, m is { ExternalId: null } ? await OutboxStore.TriedSince(read, effect, id) : null);
            },
            ct);
        if (message is null || card is null || card.Rendering() == message.Rendering) return new(tx => OutboxStore.Done(tx, effect, token));
        var (place, no) = message.PersonId is { } person ? await places.Of(person, message.Address, ct) : places.Of(message.Channel);
        if (place is null) return Settle(effect, token, no!);

        var delivery = message.ExternalId is { } posted ? await places.PlatformOf(place).Update(place, posted, card, ct) : await places.PlatformOf(place).Post(place, card, KeyOf(message), since, ct);
        return delivery switch
        {
            Delivery.Sent sent => new(tx => Shown(tx, effect, token, id, sent.Message, place, card)),
            Delivery.Gone => new(tx => Lost(tx, effect, token, id, place)),
            _ => Settle(effect, token, delivery),
        };
    }

    private static async Task<int> Shown(Tx tx, OutboxEffect effect, string token, Id<StandingMessage> id, string posted, ChatPlace place, Card card)
    {
        var ours = await OutboxStore.Done(tx, effect, token);
        // The lease was lost meanwhile: who knows whose card came last. It is drawn once more, whatever it shows.
        if (ours == 0) await OutboxStore.Draw(tx, new(Guid.CreateVersion7(tx.Now)), id, effect.Lane);
        return await OutboxStore.Show(tx, id, posted, place.Address, ours > 0 ? card.Rendering() : null);
    }

    private static async Task<int> Lost(Tx tx, OutboxEffect effect, string token, Id<StandingMessage> id, ChatPlace place)
    {
        await OutboxStore.Show(tx, id, null, place.Address, $"{WasGone}{effect.Id.Value:N}");
        return await OutboxStore.Later(tx, effect, token, tx.Now, "the message is gone; posted again");
    }

    /// <summary>A message that is gone is posted anew under another key: under the old one the platform answers with what is gone.</summary>
    private static string KeyOf(StandingMessage message) => message.Rendering?.StartsWith(WasGone, StringComparison.Ordinal) == true ? Guid.ParseExact(message.Rendering[WasGone.Length..], "N").ToString() : message.Id.ToString();

    private async Task<Delivery> Post(OutboxEffect effect, CancellationToken ct)
    {
        var card = JsonSerializer.Deserialize<Card>(effect.Payload, ChatJson.Options)!;
        var target = effect.Subject.Split('/', 2);
        var (place, no) = target[0] switch
        {
            "person" => await places.Of(Id<Person>.Parse(target[1]), known: null, ct),
            "account" => await places.Of(new Id<Person>(Guid.Empty), known: target[1], ct),
            "under" => await Under(Id<StandingMessage>.Parse(target[1]), ct),
            _ => places.Of(target[1]),
        };
        if (place is null) return no!;
        var since = effect.Attempts > 1 ? await database.Read(read => OutboxStore.TriedSince(read, effect, message: null), ct) : null;
        return await places.PlatformOf(place).Post(place, card, effect.Id.ToString(), since, ct);
    }

    private async Task<(ChatPlace? Place, Delivery? No)> Under(Id<StandingMessage> id, CancellationToken ct)
    {
        if (await database.Read(read => OutboxStore.Message(read, id), ct) is not { ExternalId: { } posted } message) return (null, new Delivery.Later("the message it belongs under is not posted yet"));
        var (place, no) = places.Of(message.Channel);
        return (place is null ? null : place with { Under = posted }, no);
    }

    /// <summary>What the outbox remembers of a delivery.</summary>
    internal static Outcome Settle(OutboxEffect effect, string token, Delivery delivery) => delivery switch
    {
        Delivery.Sent => new(tx => OutboxStore.Done(tx, effect, token)),
        Delivery.Dead dead => new(tx => OutboxStore.Dead(tx, effect, token, dead.Why, dead.Cure)),
        Delivery.NotYet not => new(tx => OutboxStore.NotYet(tx, effect, token, tx.Now + not.After), not.After),
        Delivery.Later later when effect.Attempts < MostAttempts => new(tx => OutboxStore.Later(tx, effect, token, tx.Now + NotSooner(later.After, effect.Attempts), later.Why)),
        Delivery.Later later => new(tx => OutboxStore.Dead(tx, effect, token, $"{later.Why}, {effect.Attempts} times", "When the cause is gone: outbox retry.")),
        _ => new(tx => OutboxStore.Dead(tx, effect, token, "the message is gone", "outbox retry posts it again.")),
    };

    private static TimeSpan NotSooner(TimeSpan? after, int attempts) => BackOff.After(attempts, FirstWait, LongestWait) is var wait && after is { } floor && floor > wait ? floor : wait;
}
