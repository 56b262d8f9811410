using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>Where places are on Teams: what it told us of conversations is kept, since a bot that was restarted can ask nobody.</summary>
internal sealed class TeamsConversations(Database database, TeamsApi api, TeamsConnectors connectors, TeamsRoster roster, TeamsSettings settings)
{
    private readonly ConcurrentDictionary<ChatAccount, TeamsConversation> known = new();
    private readonly ConcurrentDictionary<string, bool> met = new(StringComparer.Ordinal);

    /// <summary>A conversation of ours with one person, or a channel's; opened where there was none.</summary>
    public async Task<(TeamsConversation? Where, Delivery? No)> Of(ChatPlace place, CancellationToken ct)
    {
        if (place.IsChannel) return (new() { Conversation = place.Address, ServiceUrl = await connectors.Of(place.Workspace, ct) }, null);
        var account = new ChatAccount(place.Platform, place.Workspace, place.Address);
        if (known.TryGetValue(account, out var where)) return (where, null);
        if (await database.Read(read => TeamsConversationStore.Of(read, account), ct) is { } kept)
        {
            known[account] = kept;
            return (kept, null);
        }

        return await Open(account, ct);
    }

    /// <summary>Somebody spoke to us in their own conversation, or added us.</summary>
    /// <returns>False when that was known.</returns>
    public async Task<bool> Met(ChatAccount account, TeamsConversation told)
    {
        if (known.TryGetValue(account, out var before) && before == told) return false;
        before ??= await database.Read(read => TeamsConversationStore.Of(read, account));
        if (before != told)
        {
            await database.Bulk(Actor.Service, async tx =>
            {
                await TeamsConversationStore.Keep(tx, account, told);
                return true;
            });
        }

        known[account] = told;
        // Two activities tell of one installation, at once: only one of them is the first.
        return before?.Conversation != told.Conversation && met.TryAdd(told.Conversation, true);
    }

    /// <summary>They removed us from it: the next message asks Teams anew, and whoever adds us again is greeted again.</summary>
    public async Task Left(ChatAccount account, string conversation)
    {
        await database.Bulk(Actor.Service, tx => TeamsConversationStore.Remove(tx, account, conversation));
        known.TryRemove(account, out _);
        met.TryRemove(conversation, out _);
    }

    private async Task<(TeamsConversation? Where, Delivery? No)> Open(ChatAccount account, CancellationToken ct)
    {
        var serviceUrl = await connectors.Of(account.Workspace, ct);
        var answer = await api.Open(
            serviceUrl,
            new()
            {
                ["bot"] = new JsonObject { ["id"] = $"28:{settings.AppId}" },
                ["isGroup"] = false,
                ["members"] = new JsonArray(new JsonObject { ["id"] = await roster.IdOf(account, ct) }),
                ["tenantId"] = account.Workspace,
                ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = account.Workspace } },
            },
            ct);
        if (!answer.Ok) return (null, TeamsErrors.Of(answer, ChatPlace.Direct(account)));
        if (answer.Text("id") is not { Length: > 0 } conversation) return (null, new Delivery.Later("Teams opened a conversation and did not say which"));
        var opened = new TeamsConversation { Conversation = conversation, ServiceUrl = serviceUrl };
        await Met(account, opened);
        return (opened, null);
    }
}
