using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>
/// What the connector does (https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference) and how Teams refuses
/// (https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis).
/// </summary>
internal sealed class FakeTeamsRoutes(FakeTeams teams)
{
    private const int PageSize = 200;

    /// <summary>A chat with one person, made or found, or a new thread in a channel.</summary>
    public FakeTeamsAnswer Open(HttpContext http, JsonObject body)
    {
        if (TeamsReading.Is(body, "isGroup"))
        {
            var (channel, no) = Place(TeamsReading.Word(body["channelData"]?["channel"], "id"));
            if (channel is null) return no!;
            var first = Put(channel, null, body["activity"] as JsonObject ?? []);
            return first.Body?["id"] is { } id ? new(201, new() { ["id"] = $"{channel.Id};messageid={id}", ["activityId"] = id.DeepClone() }) : first;
        }

        if (TeamsReading.Word(body["channelData"]?["tenant"], "id") is var tenant && (tenant.Length > 0 ? tenant : TeamsReading.Word(body, "tenantId")) != FakeTeams.Tenant) return FakeTeamsConnector.Error(400, "BadArgument", "The tenant of the conversation is missing or wrong.");
        if (body["members"] is not JsonArray { Count: 1 } members || teams.Who(TeamsReading.Word(members[0], "id")) is not { } user || TeamsReading.Word(members[0], "id").Contains('@', StringComparison.Ordinal)) return FakeTeamsConnector.Error(400, "BadSyntax", "Bad format of conversation ID: Failed to decrypt user ID");
        if (user.Left) return FakeTeamsConnector.Error(404, "ConversationNotFound");
        if (!user.Installed) return FakeTeamsConnector.Error(403, "ForbiddenOperationException", "The bot is not installed in user's personal scope");
        var personal = teams.Personal(user.ObjectId);
        return body["activity"] is JsonObject activity && Put(personal, null, activity) is { Status: not 201 } refused ? refused : new(201, new() { ["id"] = personal.Id });
    }

    public FakeTeamsAnswer Post(HttpContext http, JsonObject body)
    {
        var (where, no) = Place(Value(http, "conversation"));
        return where is null ? no! : Put(where, Thread(Value(http, "conversation")), body);
    }

    public FakeTeamsAnswer Update(HttpContext http, JsonObject body)
    {
        var (where, no) = Place(Value(http, "conversation"));
        if (where is null) return no!;
        var message = where.Now().FirstOrDefault(m => m.Id == Value(http, "activity"));
        if (message is null) return FakeTeamsConnector.Error(404, "ActivityNotFoundInConversation");
        if (message.From != FakeTeams.Bot) return FakeTeamsConnector.Error(403, "NotEnoughPermissions", "Message cannot be edited.");
        if (Refused(body) is { } refused) return refused;
        (message.Card, message.Text, message.Summary) = Shown(body);
        message.Edits++;
        return new(200, new() { ["id"] = message.Id });
    }

    public FakeTeamsAnswer Member(HttpContext http, JsonObject body)
    {
        var (where, no) = Place(Value(http, "conversation"), reads: true);
        if (where is null) return no!;
        return teams.Who(Value(http, "member")) is { Left: false } user && where.Has(user) ? new(200, user.Wire()) : FakeTeamsConnector.Error(404, "MemberNotFoundInConversation");
    }

    public FakeTeamsAnswer Members(HttpContext http, JsonObject body)
    {
        var (where, no) = Place(Value(http, "conversation"), reads: true);
        if (where is null) return no!;
        var from = int.TryParse(http.Request.Query["continuationToken"], System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : 0;
        var all = teams.Users.Values.Where(u => !u.Left && where.Has(u)).OrderBy(u => u.Id, StringComparer.Ordinal).ToList();
        var page = new JsonObject { ["members"] = new JsonArray([.. all.Skip(from).Take(PageSize).Select(u => u.Wire())]) };
        if (all.Count > from + PageSize) page["continuationToken"] = $"{from + PageSize}";
        return new(200, page);
    }

    private FakeTeamsAnswer Put(FakeTeamsConversation where, string? thread, JsonObject activity)
    {
        if (Refused(activity) is { } refused) return refused;
        var id = teams.NextId();
        var (card, text, summary) = Shown(activity);
        lock (where.Messages) where.Messages.Add(new(where.Kind == "channel" ? $"{where.Id};messageid={thread ?? id}" : where.Id, id, FakeTeams.Bot) { Card = card, Text = text, Summary = summary });
        return new(201, new() { ["id"] = id });
    }

    private (FakeTeamsConversation? Where, FakeTeamsAnswer? No) Place(string conversation, bool reads = false)
    {
        if (!teams.Conversations.TryGetValue(conversation.Split(";messageid=")[0], out var where)) return (null, FakeTeamsConnector.Error(404, "ConversationNotFound", "Conversation not found."));
        var with = where.With is { } id ? teams.Users[id] : null;
        if (!where.BotIn || with is { Installed: false } or { Left: true }) return (null, FakeTeamsConnector.Error(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster."));
        return with is { Blocked: true } && !reads ? (null, FakeTeamsConnector.Error(403, "MessageWritesBlocked", "Thread is not writable due to a block.")) : (where, null);
    }

    private static FakeTeamsAnswer? Refused(JsonObject activity)
    {
        if (TeamsReading.Word(activity, "type") != "message") return FakeTeamsConnector.Error(400, "BadArgument", "Unknown activity type");
        if (activity["attachments"] is not JsonArray { Count: > 0 } attachments) return TeamsReading.Word(activity, "text").Length > 0 ? null : FakeTeamsConnector.Error(400, "BadSyntax", "Activity must include non empty 'text' field or at least 1 attachment");
        if (attachments.Count > 1 || TeamsReading.Word(activity, "text").Length > 0) return FakeTeamsConnector.Error(400, "BadSyntax", "Activity resulted into multiple skype activities");
        if (TeamsReading.Word(attachments[0], "contentType") != "application/vnd.microsoft.card.adaptive" || attachments[0]!["content"] is not JsonObject card) return FakeTeamsConnector.Error(400, "BadArgument", "Unknown attachment type");
        return FakeTeamsLimits.Check(card) is { Count: > 0 } wrong ? FakeTeamsConnector.Error(400, "BadSyntax", string.Join('\n', wrong)) : null;
    }

    private static (JsonObject? Card, string Text, string Summary) Shown(JsonObject activity) =>
        ((JsonObject?)activity["attachments"]?[0]?["content"]?.DeepClone(), TeamsReading.Word(activity, "text"), TeamsReading.Word(activity, "summary"));

    private static string? Thread(string conversation) => conversation.Split(";messageid=") is [_, var thread] ? thread : null;

    private static string Value(HttpContext http, string name) => http.Request.RouteValues[name]?.ToString() ?? "";
}
