using System.Text.Json.Nodes;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>What a person has filled into a view so far, as Slack's clients keep it.</summary>
internal sealed class FilledIn
{
    private readonly Dictionary<(string Block, string Action), JsonObject> filled = [];

    public void Fill(JsonObject block, JsonObject element, JsonObject state) => filled[Key(block, element)] = state;

    public JsonObject Of(JsonObject block, JsonObject element) => filled.GetValueOrDefault(Key(block, element)) ?? Initial(element);

    /// <summary>Other blocks stand there now: what was filled in stays wherever block and action are named as before, and only there.</summary>
    public void Follow(JsonArray blocks)
    {
        var there = blocks.OfType<JsonObject>().SelectMany(b => SlackReading.Elements(b).Select(e => Key(b, e))).ToHashSet();
        foreach (var gone in filled.Keys.Where(k => !there.Contains(k)).ToList()) filled.Remove(gone);
    }

    /// <summary><c>state.values</c> of a view.</summary>
    public JsonObject Values(JsonArray blocks)
    {
        var values = new JsonObject();
        foreach (var block in blocks.OfType<JsonObject>())
        {
            foreach (var element in SlackReading.Elements(block).Where(e => SlackReading.Word(e, "type") is not ("button" or "overflow")))
            {
                if (values[SlackReading.Word(block, "block_id")] is not JsonObject of) values[SlackReading.Word(block, "block_id")] = of = [];
                of[SlackReading.Word(element, "action_id")] = Of(block, element).DeepClone();
            }
        }

        return values;
    }

    private static (string Block, string Action) Key(JsonObject block, JsonObject element) => (SlackReading.Word(block, "block_id"), SlackReading.Word(element, "action_id"));

    private static JsonObject Initial(JsonObject element)
    {
        var type = SlackReading.Word(element, "type");
        return type switch
        {
            "plain_text_input" => new() { ["type"] = type, ["value"] = element["initial_value"]?.GetValue<string>() is { Length: > 0 } text ? text : null },
            "checkboxes" or "multi_static_select" => new() { ["type"] = type, ["selected_options"] = element["initial_options"]?.DeepClone() ?? new JsonArray() },
            "datepicker" => new() { ["type"] = type, ["selected_date"] = element["initial_date"]?.DeepClone() },
            "file_input" => new() { ["type"] = type, ["files"] = new JsonArray() },
            _ => new() { ["type"] = type, ["selected_option"] = element["initial_option"]?.DeepClone() },
        };
    }
}
