using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>Sends what somebody asked for just now, past the outbox: nothing is lost by its failing, they ask once more.</summary>
internal sealed class TeamsSender(TeamsApi api, TeamsConversations conversations, TimeProvider clock, ILogger<TeamsSender> log)
{
    private const int Attempts = 3;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(300), Most = TimeSpan.FromSeconds(3);

    /// <summary>To the person alone: what is theirs is nothing for a group to read, even where they asked for it.</summary>
    public async Task Answer(TeamsActivity activity, ChatMember member, IEnumerable<JsonObject> messages, CancellationToken ct)
    {
        if (activity.IsPersonal)
        {
            await Post(new() { Conversation = activity.Conversation, ServiceUrl = activity.ServiceUrl! }, messages, ct);
            return;
        }

        var there = new TeamsConversation { Conversation = activity.Conversation, ServiceUrl = activity.ServiceUrl! };
        if (member.No is { } no)
        {
            await Post(there, [Line(no.Sentence)], ct);
            return;
        }

        var own = await Own(ChatPlace.Direct(member.Account), ct);
        var sent = own is not null && await Post(own, messages, ct);
        await Post(there, [Line(sent ? "I've answered you in our own chat, since others read here." : "I answer only in a chat of our own, and I can't reach you there yet: add me from the apps of Teams, then write to me.")], ct);
    }

    /// <returns>False when it was not changed; the outbox draws it later.</returns>
    public async Task<bool> Update(TeamsActivity activity, string message, Card card, string? key, CancellationToken ct)
    {
        var conversation = TeamsActivity.ConversationOf(message);
        return await Patiently(() => api.Update(activity.ServiceUrl!, conversation, message[(conversation.Length + 1)..], TeamsMessage.Of(card, key), ct), ct);
    }

    /// <summary>Null when it can't be had now.</summary>
    private async Task<TeamsConversation?> Own(ChatPlace person, CancellationToken ct)
    {
        try
        {
            return (await conversations.Of(person, ct)).Where;
        }
        catch (Exception e) when (e is HttpRequestException or TeamsSignInException)
        {
            return null;
        }
    }

    private async Task<bool> Post(TeamsConversation where, IEnumerable<JsonObject> messages, CancellationToken ct)
    {
        foreach (var message in messages)
            if (!await Patiently(() => api.Post(where.ServiceUrl, where.Conversation, message, ct), ct)) return false;
        return true;
    }

    private static JsonObject Line(string text) => TeamsMessage.Of(new Card(text, new Paragraph(text)), key: null);

    private async Task<bool> Patiently(Func<Task<TeamsResult>> send, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await Called(send);
            if (answer is { Ok: true }) return true;
            var passing = answer is null || TeamsErrors.Of(answer, Somewhere) is Delivery.Later or Delivery.NotYet;
            if (!passing || attempt == Attempts)
            {
                log.LogWarning("Teams answered {Answer}", answer?.ToString() ?? "nothing");
                return false;
            }

            await Task.Delay(answer?.RetryAfter is { } after && after < Most ? after : BackOff.After(attempt, First, Most), clock, ct);
        }
    }

    private static readonly ChatPlace Somewhere = new(TeamsSettings.Platform, "", "", IsChannel: false);

    private static async Task<TeamsResult?> Called(Func<Task<TeamsResult>> send)
    {
        try
        {
            return await send();
        }
        catch (Exception e) when (e is HttpRequestException or TeamsSignInException)
        {
            return null;
        }
    }
}
