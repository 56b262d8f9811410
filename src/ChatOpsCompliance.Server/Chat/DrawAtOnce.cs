using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>
/// Draws the message that somebody has just pressed on, where the platform lets the press itself do that: at once, and without a place in the
/// outbox's queue. The drawing that the act put there finds nothing left to do.
/// </summary>
public sealed class DrawAtOnce(Database database, ChatRoutes routes, Outbox outbox)
{
    /// <param name="message">The platform's id of the message; one that is no standing card of ours is left alone.</param>
    public async Task Run(string message, Func<Card, Task<bool>> show, CancellationToken ct)
    {
        var (standing, card) = await database.Read(async read => await OutboxStore.Posted(read, message) is { } m ? (m, await Draw(read, m)) : (null, null), ct);
        if (standing is null || card is null || card.Rendering() == standing.Rendering) return;
        if (!await show(card)) return;
        await database.InTransaction<Done>(
            Actor.Service,
            async tx =>
            {
                await OutboxStore.Show(tx, standing.Id, message, standing.Address, card.Rendering());
                // Somebody else decided meanwhile, and the outbox may have drawn that before this: whatever is true now is drawn last.
                if ((await Draw(tx, standing))?.Rendering() != card.Rendering()) await outbox.Redraw(tx, standing.Kind, standing.Subject);
                return Done.It;
            },
            ct: ct);
    }

    private async Task<Card?> Draw(Read read, StandingMessage message) => routes.Cards.TryGetValue(message.Kind, out var draw) ? await draw(read, message.Subject) : null;
}
