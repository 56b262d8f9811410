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
public sealed record SlackRequest(SlackRequestKind Kind, JsonElement Payload, string Delivery);

/// <summary>The answer that Slack waits for, 3 seconds long, and what is to be done once it has been given.</summary>
/// <param name="Body">Rides in the answer, such as the next page of a view; null for an empty one.</param>
/// <param name="Afterwards">Calls of the Web API that the person is waiting for; failing loses nothing that was recorded.</param>
public sealed record SlackAnswer(JsonNode? Body = null, Func<CancellationToken, Task>? Afterwards = null)
{
    public static readonly SlackAnswer Empty = new();
}
