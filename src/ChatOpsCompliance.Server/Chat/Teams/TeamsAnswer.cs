using System.Text.Json.Nodes;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>The answer that Teams waits for, 10 seconds long for an invoke, and what is to be done once it has been given.</summary>
/// <param name="Body">Of an invoke; null for everything else.</param>
/// <param name="Afterwards">Calls of the connector; failing loses nothing that was recorded.</param>
internal sealed record TeamsAnswer(JsonObject? Body = null, Func<CancellationToken, Task>? Afterwards = null)
{
    public static readonly TeamsAnswer Empty = new();

    /// <summary>What the presser sees in place of the card (https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format).</summary>
    public static TeamsAnswer Screen(JsonObject card, Func<CancellationToken, Task>? afterwards = null) =>
        new(new JsonObject { ["statusCode"] = 200, ["type"] = TeamsMessage.CardType, ["value"] = card }, afterwards);

    /// <summary>The card stays as it is.</summary>
    public static TeamsAnswer Nothing(int status, string code, string why) =>
        new(new JsonObject { ["statusCode"] = status, ["type"] = "application/vnd.microsoft.error", ["value"] = new JsonObject { ["code"] = code, ["message"] = why } });
}
