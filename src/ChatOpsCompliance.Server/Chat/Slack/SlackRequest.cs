using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>The three kinds of envelopes, named as Socket Mode names them.</summary>
public enum SlackRequestKind
{
    /// <summary>A button, a field, a submitted or closed view, a shortcut.</summary>
    Interactive,

    /// <summary>A slash command.</summary>
    SlashCommands,

    /// <summary>Something happened in the workspace.</summary>
    EventsApi,
}

/// <summary>What Slack sent, proved to come from Slack, whichever way it came.</summary>
/// <param name="Payload">The interaction, the command's fields as one object, or the event's outer envelope.</param>
/// <param name="Delivery">The same for every repeat of this one request.</param>
public sealed record SlackRequest(SlackRequestKind Kind, JsonElement Payload, string Delivery)
{
    /// <summary>The workspace it is of, as Slack says it; null when it does not.</summary>
    public string? Team => Kind == SlackRequestKind.Interactive ? Text(Payload, "team", "id") ?? Text(Payload, "user", "team_id") : Text(Payload, "team_id");

    /// <summary>
    /// Events have an id, which their repeats share. Interactions and commands have none: their text is hashed, and the trigger in it makes it
    /// one of its kind. Null when it is no request at all.
    /// </summary>
    public static SlackRequest? Of(SlackRequestKind kind, JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object) return null;
        if (kind != SlackRequestKind.EventsApi) return new(kind, payload, Convert.ToHexStringLower(SHA256.HashData(JsonMarshal.GetRawUtf8Value(payload))));
        return Text(payload, "type") == "event_callback" && Text(payload, "event_id") is { Length: > 0 } id ? new(kind, payload, id) : null;
    }

    private static string? Text(JsonElement at, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return null;
        return at.ValueKind == JsonValueKind.String ? at.GetString() : null;
    }
}

/// <summary>Answers a request, over whichever transport it came; the transports know nothing else of what is behind them.</summary>
public delegate Task<SlackAnswer> SlackHandler(SlackRequest request, CancellationToken ct);

/// <summary>The answer that Slack waits for, 3 seconds long, and what is to be done once it has been given.</summary>
/// <param name="Body">Rides in the answer, such as the next page of a view; null for an empty one.</param>
/// <param name="Afterwards">Calls of the Web API that the person is waiting for; failing loses nothing that was recorded.</param>
public sealed record SlackAnswer(JsonNode? Body = null, Func<CancellationToken, Task>? Afterwards = null)
{
    public static readonly SlackAnswer Empty = new();
}
