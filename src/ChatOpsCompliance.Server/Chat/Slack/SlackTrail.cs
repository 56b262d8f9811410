using System.Globalization;
using System.Text.Json;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>
/// Each message carries the outbox's key in its metadata, so that one whose answer was lost is found again instead of being sent twice. Metadata stay when a
/// message is changed (https://docs.slack.dev/reference/methods/chat.update).
/// </summary>
internal sealed class SlackTrail(SlackApi api)
{
    private const string EventType = "compliance_message", Key = "key", Rendering = "rendering";

    /// <summary>A busy channel since an outage of hours; whoever is not found in so many is sent again: better seen twice than never.</summary>
    private const int MostPages = 10, PageSize = 200;

    /// <summary>How far apart Slack's clock and ours may be.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);

    public static object Mark(string key, Card card) => new { event_type = EventType, event_payload = new { key, rendering = card.Rendering() } };

    /// <summary>The newest first.</summary>
    /// <returns>Nothing when it is not there; the answer when Slack did not let us look.</returns>
    public async Task<(Found? Found, SlackResult? No)> Find(ChatPlace place, string key, DateTimeOffset since, CancellationToken ct)
    {
        var channel = place.Address;
        if (!place.IsChannel)
        {
            var opened = await api.Call("conversations.open", new { users = place.Address }, ct);
            if (!opened.Ok) return (null, opened);
            channel = opened.Body.GetProperty("channel").GetProperty("id").GetString()!;
        }

        var oldest = (since - Apart).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var cursor = "";
        for (var page = 0; page < MostPages; page++)
        {
            // A thread's messages do not stand in the conversation's own history.
            var answer = place.Under is { } parent
                ? await api.Call("conversations.replies", new { channel, ts = parent.Split('/')[^1], oldest, limit = PageSize, cursor, include_all_metadata = true }, ct)
                : await api.Call("conversations.history", new { channel, oldest, limit = PageSize, cursor, include_all_metadata = true }, ct);
            if (!answer.Ok) return (null, answer);
            foreach (var message in answer.Body.GetProperty("messages").EnumerateArray())
                if (Payload(message) is { } payload && Text(payload, Key) == key) return (new($"{channel}/{Text(message, "ts")}", Text(payload, Rendering)), null);
            cursor = answer.Body.TryGetProperty("response_metadata", out var more) ? Text(more, "next_cursor") ?? "" : "";
            if (cursor.Length == 0) break;
        }

        return (null, null);
    }

    private static JsonElement? Payload(JsonElement message) =>
        message.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object && Text(metadata, "event_type") == EventType && metadata.TryGetProperty("event_payload", out var payload) && payload.ValueKind == JsonValueKind.Object
            ? payload
            : null;

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <param name="Message"><c>channel/ts</c></param>
    internal sealed record Found(string Message, string? FirstRendering)
    {
        /// <summary>True when it was posted as this card; it may have been changed since, but not by us: we did not know that it is there.</summary>
        public bool Shows(Card card) => FirstRendering == card.Rendering();
    }
}
