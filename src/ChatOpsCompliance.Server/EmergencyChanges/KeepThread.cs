using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>Keeps, with a change, where on the chat platform it was talked over; what was said through the product is in the record itself.</summary>
public sealed class KeepThread(Database database, ChatPlaces places)
{
    public async Task<Delivery> Run(string subject, CancellationToken ct)
    {
        var id = Id<EmergencyChange>.Parse(subject);
        var message = await database.Read(
            async read =>
            {
                foreach (var card in await OutboxStore.InChannels(read, ChangeCard.Kind, subject))
                    if (await OutboxStore.Message(read, card) is { ExternalId: not null } posted) return posted;
                return null;
            },
            ct);
        if (message is null) return new Delivery.Later("the card is not posted yet");
        var (place, no) = places.Of(message.Channel);
        if (place is null) return no!;
        if (await places.PlatformOf(place).Permalink(place, message.ExternalId!, ct) is not { } link) return new Delivery.Sent("");
        await database.Bulk(
            Actor.Service,
            async tx =>
            {
                var kept = new ChangeThreadKept(id, link.ToString());
                if (await ChangeLifeStore.Record(tx, kept)) tx.Happened(kept);
                return Done.It;
            },
            ct);
        return new Delivery.Sent("");
    }
}
