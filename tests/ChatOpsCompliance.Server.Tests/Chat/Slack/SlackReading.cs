using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>Blocks as a person reads them: escapes resolved, date tokens as their fallback, live mentions and links marked.</summary>
internal static partial class SlackReading
{
    public static string Word(JsonNode? node, string name) => node is JsonObject o && o[name] is JsonValue value && value.TryGetValue<string>(out var word) ? word : "";

    /// <summary>What of a block can be pressed or filled in.</summary>
    public static IEnumerable<JsonObject> Elements(JsonObject block) =>
        (block["element"] is JsonObject e ? [e] : block["accessory"] is JsonObject a ? [a] : Word(block, "type") == "actions" && block["elements"] is JsonArray all ? all.OfType<JsonObject>() : [])
        .Where(x => Word(x, "type") != "image");

    /// <summary>All there is to read, a line each; buttons apart.</summary>
    public static string Of(JsonArray blocks) => string.Join('\n', blocks.OfType<JsonObject>().SelectMany(Lines).Where(l => l.Length > 0));

    public static IReadOnlyList<string> Buttons(JsonArray blocks) =>
        [.. blocks.OfType<JsonObject>().SelectMany(Elements).Where(e => Word(e, "type") == "button").Select(e => Of(e["text"]))];

    /// <summary>A button by its label, with the block it stands in.</summary>
    public static (JsonObject Block, JsonObject Button)? Find(JsonArray blocks, string label)
    {
        foreach (var block in blocks.OfType<JsonObject>())
        {
            if (Elements(block).FirstOrDefault(e => Word(e, "type") == "button" && Of(e["text"]) == label) is { } button) return (block, button);
        }

        return null;
    }

    /// <summary>What can be chosen in a field, groups or not.</summary>
    public static IReadOnlyList<JsonNode> Options(JsonObject element) =>
        [.. (element["options"] as JsonArray ?? []).Concat((element["option_groups"] as JsonArray ?? []).SelectMany(g => g!["options"]!.AsArray())).Select(o => o!)];

    /// <summary>A text object.</summary>
    public static string Of(JsonNode? text) => text is null ? "" : Word(text, "type") == "mrkdwn" ? Mrkdwn(Word(text, "text")) : Word(text, "text");

    /// <summary>What would ring, link or lead elsewhere.</summary>
    public static IReadOnlyList<string> Live(string mrkdwn) => [.. Token().Matches(mrkdwn).Select(m => m.Groups["token"].Value).Where(t => !t.StartsWith("!date^", StringComparison.Ordinal))];

    public static string Mrkdwn(string text)
    {
        var read = Token().Replace(text, m =>
        {
            var parts = m.Groups["token"].Value.Split('|', 2);
            return parts[0].StartsWith("!date^", StringComparison.Ordinal) ? parts[^1] : parts[0][0] is '@' or '#' or '!' ? $"[live {parts[0]}]" : parts[^1];
        });
        return read.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(JsonObject block)
    {
        yield return Of(block["text"]);
        yield return Of(block["label"]);
        foreach (var field in block["fields"] as JsonArray ?? []) yield return Of(field);
        if (Word(block, "type") == "context")
            foreach (var element in block["elements"] as JsonArray ?? []) yield return Of(element);
        foreach (var element in Elements(block))
        {
            foreach (var option in element["options"] as JsonArray ?? []) yield return $"( ) {Of(option!["text"])} {Of(option["description"])}".TrimEnd();
            foreach (var group in element["option_groups"] as JsonArray ?? [])
            {
                yield return Of(group!["label"]);
                foreach (var option in group["options"] as JsonArray ?? []) yield return $"( ) {Of(option!["text"])}";
            }
        }

        yield return Of(block["hint"]);
    }

    [GeneratedRegex("<(?<token>[^<>]+)>", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
