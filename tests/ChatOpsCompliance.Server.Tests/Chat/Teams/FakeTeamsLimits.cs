using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>
/// What Teams documents of cards and messages (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference, /bots/how-to/format-your-bot-messages,
/// /task-modules-and-cards/cards/universal-actions-for-adaptive-cards/user-specific-views). The shape of each element is judged by <c>adaptivecards</c> elsewhere.
/// </summary>
internal static class FakeTeamsLimits
{
    /// <summary>Bytes of a message with everything in it.</summary>
    public const int MostBytes = 80 * 1024;

    private const int MostNamed = 60, MostActions = 6;

    private static readonly JsonSerializerOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly HashSet<string> Versions = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5"];

    /// <summary>What is wrong with a card, a line each.</summary>
    public static IReadOnlyList<string> Check(JsonObject card) => [.. Faults(card)];

    private static IEnumerable<string> Faults(JsonObject card)
    {
        if (TeamsReading.Word(card, "type") != "AdaptiveCard") yield return "it is no AdaptiveCard";
        if (!Versions.Contains(TeamsReading.Word(card, "version"))) yield return $"version {card["version"]} is not taken";
        if (Encoding.UTF8.GetByteCount(card.ToJsonString(AsSent)) is > MostBytes and var bytes) yield return $"it has {bytes} bytes, at most {MostBytes}";
        if (card["refresh"] is { } refresh)
        {
            if (TeamsReading.Word(refresh["action"], "type") != "Action.Execute") yield return "refresh needs an Action.Execute";
            if (refresh["userIds"] is JsonArray { Count: > MostNamed }) yield return $"refresh names more than {MostNamed} people";
        }

        foreach (var set in TeamsReading.Elements(card).Where(e => TeamsReading.Word(e, "type") == "ActionSet").Append(card).Where(s => s["actions"] is JsonArray { Count: > MostActions })) yield return $"{((JsonArray)set["actions"]!).Count} actions in one row, at most {MostActions} are shown";
        foreach (var action in TeamsReading.Actions(card))
        {
            if (TeamsReading.Word(action, "title").Length == 0) yield return "a button without a label";
            if (TeamsReading.Word(action, "verb").Length == 0) yield return $"{action["title"]} has no verb";
        }

        var ids = TeamsReading.Inputs(card).Select(i => TeamsReading.Word(i, "id")).ToList();
        if (ids.Exists(i => i.Length == 0)) yield return "an input without an id";
        foreach (var twice in ids.GroupBy(i => i, StringComparer.Ordinal).Where(g => g.Count() > 1)) yield return $"two inputs are called {twice.Key}";
        foreach (var input in TeamsReading.Inputs(card))
        {
            if (TeamsReading.Label(input).Length == 0) yield return $"{input["id"]} has no label";
            if (TeamsReading.Is(input, "isRequired") && TeamsReading.Word(input, "errorMessage").Length == 0) yield return $"{input["id"]} is required and does not say so";
            foreach (var bad in TeamsReading.Choices(input).Where(c => c.Value.Length == 0 || (TeamsReading.Is(input, "isMultiSelect") && c.Value.Contains(',', StringComparison.Ordinal)))) yield return $"{input["id"]} has the value “{bad.Value}”";
        }
    }
}
