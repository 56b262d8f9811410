using System.Text;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Server.Chat.Teams;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>
/// The part of Adaptive Cards 1.5 that we use, and Teams' own limits (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/design-effective-cards,
/// …/bots/how-to/format-your-bot-messages). Held against the parser of <c>adaptivecards</c> by <see cref="CardsInABrowser"/>; this one is fast.
/// </summary>
internal static class AdaptiveCard15
{
    public const int BytesOfAMessage = 80 * 1024, ActionsOfASet = 6;

    private const string Element = "type spacing separator";

    private static readonly Dictionary<string, string[]> Known = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AdaptiveCard"] = "type $schema version body fallbackText speak refresh msteams",
        ["Container"] = $"{Element} items style",
        ["RichTextBlock"] = $"{Element} inlines",
        ["TextRun"] = "type text size weight color isSubtle",
        ["TextBlock"] = $"{Element} text size isSubtle wrap",
        ["ActionSet"] = $"{Element} actions",
        ["Action.Execute"] = "type title verb data style tooltip associatedInputs",
        ["Action.OpenUrl"] = "type title url tooltip",
        ["Input.ChoiceSet"] = $"{Element} id label value isRequired errorMessage choices style isMultiSelect placeholder wrap",
        ["Input.Text"] = $"{Element} id label value isRequired errorMessage isMultiline maxLength",
    }.ToDictionary(k => k.Key, k => k.Value.Split(' '), StringComparer.Ordinal);

    /// <summary>What is wrong with it, each with where; nothing when all is well.</summary>
    public static IEnumerable<string> Faults(JsonObject card)
    {
        var bytes = Encoding.UTF8.GetByteCount(card.ToJsonString(TeamsCards.Json));
        if (bytes > BytesOfAMessage - 2048) yield return $"{bytes} bytes, and the activity around it has to fit too";
        if ((string?)card["version"] != "1.5") yield return "another version";
        if (card["msteams"] is JsonObject own && own.Select(p => p.Key).Except(["width"]).Any()) yield return "entities, mentions among them";
        if ((card["body"] as JsonArray)?.Count is null or 0) yield return "an empty card";
        foreach (var fault in Within(card, "")) yield return fault;
        foreach (var twice in All(card).Select(e => (string?)e["id"]).OfType<string>().GroupBy(id => id, StringComparer.Ordinal).Where(g => g.Count() > 1)) yield return $"two inputs are {twice.Key}";
    }

    /// <summary>Every element and action, however deep.</summary>
    public static IEnumerable<JsonObject> All(JsonNode? node) => node switch
    {
        JsonObject o => o.Where(p => p.Key is "body" or "items" or "inlines" or "actions" or "refresh" or "action").SelectMany(p => All(p.Value)).Prepend(o),
        JsonArray a => a.SelectMany(All),
        _ => [],
    };

    private static IEnumerable<string> Within(JsonObject card, string at)
    {
        foreach (var element in All(card).Where(e => e["type"] is not null))
        {
            var type = (string)element["type"]!;
            var where = $"{at}{type} {(string?)element["id"] ?? (string?)element["title"]}";
            if (!Known.TryGetValue(type, out var properties)) yield return $"{where} is not known";
            else foreach (var other in element.Select(p => p.Key).Except(properties, StringComparer.Ordinal)) yield return $"{where} has no {other}";
            foreach (var fault in Of(type, element)) yield return $"{where}: {fault}";
        }
    }

    private static IEnumerable<string> Of(string type, JsonObject element)
    {
        if (type is "TextRun" or "TextBlock" && string.IsNullOrEmpty((string?)element["text"])) yield return "no text";
        if (type is "RichTextBlock" && element["inlines"] is not JsonArray { Count: > 0 }) yield return "no text";
        if (type == "ActionSet" && element["actions"] is not JsonArray { Count: > 0 and <= ActionsOfASet }) yield return "too many actions, or none";
        if (type.StartsWith("Action.", StringComparison.Ordinal) && string.IsNullOrEmpty((string?)element["title"])) yield return "no title";
        if (type.StartsWith("Input.", StringComparison.Ordinal) && (string.IsNullOrEmpty((string?)element["label"]) || string.IsNullOrEmpty((string?)element["id"]))) yield return "no label or id";
        if (element["isRequired"] is not null && element["errorMessage"] is null) yield return "nothing to say when it is missing";
        if (type != "Input.ChoiceSet") yield break;
        var choices = element["choices"]!.AsArray();
        if (choices.Count == 0 || choices.Any(c => string.IsNullOrEmpty((string?)c!["title"]) || string.IsNullOrEmpty((string?)c["value"]))) yield return "a choice without title or value";
        if (choices.Select(c => (string?)c!["value"]).Distinct(StringComparer.Ordinal).Count() != choices.Count) yield return "two choices of one value";
        var chosen = ((string?)element["value"])?.Split(element["isMultiSelect"] is null ? '\0' : ',') ?? [];
        if (chosen.Except(choices.Select(c => (string?)c!["value"]), StringComparer.Ordinal).Any()) yield return $"“{element["value"]}” is none of its choices";
    }
}
