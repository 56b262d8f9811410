using System.Net;
using System.Text.Json;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>
/// What came from Teams, read: an activity of the Bot Framework (https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object).
/// Nothing in it is trusted before its token is proved, and then only as far as Teams vouches for it: who, where and in which tenant.
/// </summary>
internal sealed class TeamsActivity
{
    private const string ThreadMark = ";messageid=";

    private readonly JsonElement json;

    private TeamsActivity(JsonElement json) => this.json = json;

    public string Type => Text("type")!;

    public string? Id => Text("id");

    public string? Name => Text("name");

    public string? ChannelId => Text("channelId");

    public string? ServiceUrl => Text("serviceUrl");

    /// <summary>As Teams names it: with the thread in a channel.</summary>
    public string Conversation => Text("conversation", "id") ?? "";

    /// <summary>Without the thread: what settings and our places call it.</summary>
    public string Place => PlaceOf(Conversation);

    /// <summary>Of <c>personal</c>, <c>groupChat</c> and <c>channel</c>. What says nothing is read by others, too, as far as we know.</summary>
    public bool IsPersonal => Text("conversation", "conversationType") == "personal";

    public string? Tenant => (Text("channelData", "tenant", "id") ?? Text("conversation", "tenantId"))?.ToLowerInvariant();

    /// <summary>The sender as the connector calls them: <c>29:…</c>.</summary>
    public string From => Text("from", "id") ?? "";

    /// <summary>The sender in Microsoft Entra, lower case; null for who is in no directory.</summary>
    public string? ObjectId => Text("from", "aadObjectId")?.ToLowerInvariant();

    /// <summary>Us, as the connector calls us: <c>28:…</c>.</summary>
    public string? Recipient => Text("recipient", "id");

    /// <summary>The message that was pressed on.</summary>
    public string? ReplyTo => Text("replyToId");

    public string? Action => Text("action");

    /// <summary>What an invoke asks: <c>{action: {type, verb, data}, trigger}</c> for a card.</summary>
    public JsonElement Asked => json.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object && value.TryGetProperty("action", out var action) ? action : default;

    /// <summary>Somebody pressed; else their client asked by itself.</summary>
    public bool IsManual => Text("value", "trigger") is not "automatic";

    /// <summary>The one message that this is an answer to, as the outbox calls messages; null when it is none.</summary>
    public string? Message => ReplyTo is { Length: > 0 } id ? $"{Place}/{id}" : null;

    /// <summary>The same for every repeat of this one activity.</summary>
    public string Delivery => $"{Conversation}/{Id}";

    /// <summary>What was written, without the mention of us that groups and channels need.</summary>
    public string Words
    {
        get
        {
            var text = Text("text") ?? "";
            foreach (var mention in Each("entities").Where(e => TextOf(e, "type") == "mention" && TextOf(e, "mentioned", "id") == Recipient))
                if (TextOf(mention, "text") is { Length: > 0 } marked) text = text.Replace(marked, " ", StringComparison.Ordinal);
            return string.Join(' ', WebUtility.HtmlDecode(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
    }

    /// <summary>Whether we are among those who came.</summary>
    public bool BringsUs => Each("membersAdded").Any(m => TextOf(m, "id") == Recipient);

    /// <summary>Files that came with it: where they are fetched and what they are called.</summary>
    public IEnumerable<JsonElement> Attachments => Each("attachments");

    /// <summary>Null when it is no activity.</summary>
    public static TeamsActivity? Of(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && TextOf(json, "type") is { Length: > 0 } && TextOf(json, "conversation", "id") is { Length: > 0 } ? new(json) : null;

    public static string PlaceOf(string conversation) => conversation.IndexOf(ThreadMark, StringComparison.Ordinal) is >= 0 and var at ? conversation[..at] : conversation;

    /// <summary>Of a message, as the outbox calls it.</summary>
    public static string ConversationOf(string message) => message[..Math.Max(0, message.LastIndexOf('/'))];

    /// <summary>The thread below a message of a channel.</summary>
    public static string ThreadOf(string message) => $"{PlaceOf(ConversationOf(message))}{ThreadMark}{message[(message.LastIndexOf('/') + 1)..]}";

    /// <summary>A channel of a team has threads; a group chat has none.</summary>
    public static bool HasThreads(string place) => place.Contains("@thread.tacv2", StringComparison.Ordinal) || place.Contains("@thread.skype", StringComparison.Ordinal);

    internal static string? TextOf(JsonElement at, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return null;
        return at.ValueKind == JsonValueKind.String ? at.GetString() : null;
    }

    private string? Text(params ReadOnlySpan<string> path) => TextOf(json, path);

    private IEnumerable<JsonElement> Each(string name) => json.TryGetProperty(name, out var all) && all.ValueKind == JsonValueKind.Array ? all.EnumerateArray() : [];
}
