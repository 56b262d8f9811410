using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>
/// Sends messages to Teams. Ours for a message is <c>conversation/activity</c>, the conversation without its thread. Teams can't be asked what was posted, so what it answered is kept; a message whose answer was
/// lost is sent again, and both copies show what stands now whenever somebody looks at them (<c>refresh</c>).
/// </summary>
internal sealed class TeamsPlatform(TeamsApi api, TeamsConversations conversations, TeamsConnectors connectors, TeamsRoster roster, TeamsForms forms, Database database) : IChatPlatform
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(7), WhileTyping = TimeSpan.FromMinutes(2);

    public string Name => TeamsSettings.Platform;

    public Task<ChatAccount?> Find(string email, CancellationToken ct) => roster.Find(email, ct);

    public Task<Delivery> Post(ChatPlace place, Card card, string key, DateTimeOffset? triedSince, CancellationToken ct) => Reaching(async () =>
    {
        var (earlier, standing) = await database.Read(
            async read => (triedSince is null ? null : await TeamsConversationStore.Posted(read, key), Id<StandingMessage>.TryParse(key, out var id) && await OutboxStore.Message(read, id) is not null),
            ct);
        if (earlier is not null) return await Change(place, earlier, card, ct);
        var (where, no) = await conversations.Of(place, ct);
        if (where is null) return no!;
        var conversation = place.Under is { } under && TeamsActivity.HasThreads(place.Address) ? TeamsActivity.ThreadOf(under) : where.Conversation;
        var answer = await api.Post(where.ServiceUrl, conversation, TeamsMessage.Of(card, standing ? TeamsKey.OfMessage(key) : null), ct);
        if (!answer.Ok) return TeamsErrors.Of(answer, place);
        if (answer.Text("id") is not { Length: > 0 } posted) return new Delivery.Later("Teams posted a message and did not say which");
        var message = $"{TeamsActivity.PlaceOf(conversation)}/{posted}";
        await database.Bulk(Actor.Service, async tx =>
        {
            await TeamsConversationStore.Post(tx, key, message);
            return await TeamsConversationStore.Forget(tx, tx.Now - KeptFor);
        });
        return new Delivery.Sent(message);
    });

    public Task<Delivery> Update(ChatPlace place, string message, Card card, CancellationToken ct) =>
        !place.IsChannel && forms.IsOpen(message) ? Task.FromResult<Delivery>(new Delivery.Later("somebody is filling in a form on it", WhileTyping)) : Reaching(() => Change(place, message, card, ct));

    /// <summary>Channels' messages have addresses; those of a chat between two don't.</summary>
    public Task<Uri?> Permalink(ChatPlace place, string message, CancellationToken ct) => Task.FromResult(
        TeamsActivity.HasThreads(place.Address)
            ? new Uri($"https://teams.microsoft.com/l/message/{Uri.EscapeDataString(place.Address)}/{Uri.EscapeDataString(message[(message.LastIndexOf('/') + 1)..])}?tenantId={Uri.EscapeDataString(place.Workspace)}")
            : null);

    private async Task<Delivery> Change(ChatPlace place, string message, Card card, CancellationToken ct)
    {
        if (TeamsActivity.ConversationOf(message) is not { Length: > 0 } conversation) return new Delivery.Gone();
        var standing = await database.Read(read => OutboxStore.Posted(read, message), ct);
        var answer = await api.Update(await connectors.Of(place.Workspace, ct), conversation, message[(conversation.Length + 1)..], TeamsMessage.Of(card, standing is null ? null : TeamsKey.OfMessage(standing.Id.ToString())), ct);
        return answer.Ok ? new Delivery.Sent(message) : TeamsErrors.Of(answer, place, changes: true);
    }

    private static async Task<Delivery> Reaching(Func<Task<Delivery>> send)
    {
        try
        {
            return await send();
        }
        catch (HttpRequestException e)
        {
            return TeamsErrors.Unreachable(e);
        }
        catch (TeamsSignInException e)
        {
            return TeamsErrors.NoToken(e);
        }
    }
}
