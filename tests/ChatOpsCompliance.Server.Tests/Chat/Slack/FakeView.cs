using System.Text.Json.Nodes;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>A modal or a home tab as it stands before a person: what was sent, and what they filled in since.</summary>
internal sealed class FakeView(FakeSlack slack, string user, JsonObject sent, string id, string root, string? previous)
{
    private readonly Dictionary<(string Block, string Action), JsonObject> filled = [];

    public string Id => id;

    public string Root => root;

    public string User => user;

    public string Hash { get; private set; } = slack.NextTs();

    public JsonObject Sent { get; private set; } = sent;

    public JsonArray Blocks { get; private set; } = slack.Named(sent["blocks"]);

    public string? ExternalId => Sent["external_id"]?.GetValue<string>();

    /// <summary>Slack keeps what the person filled in wherever block and action are named as before, and only there.</summary>
    public void Replace(JsonObject view)
    {
        (Sent, Blocks, Hash) = (view, slack.Named(view["blocks"]), slack.NextTs());
        var there = Blocks.OfType<JsonObject>().SelectMany(b => SlackReading.Elements(b).Select(e => (SlackReading.Word(b, "block_id"), SlackReading.Word(e, "action_id")))).ToHashSet();
        foreach (var gone in filled.Keys.Where(k => !there.Contains(k)).ToList()) filled.Remove(gone);
    }

    public void Fill(JsonObject block, JsonObject element, JsonObject state) => filled[(SlackReading.Word(block, "block_id"), SlackReading.Word(element, "action_id"))] = state;

    public JsonObject State(JsonObject block, JsonObject element) =>
        filled.GetValueOrDefault((SlackReading.Word(block, "block_id"), SlackReading.Word(element, "action_id"))) ?? Initial(element);

    /// <summary>As it rides in an interaction.</summary>
    public JsonObject Wire()
    {
        var wire = (JsonObject)Sent.DeepClone();
        (wire["id"], wire["team_id"], wire["app_id"], wire["bot_id"], wire["hash"]) = (id, FakeSlack.Team, FakeSlack.App, "B0BOT", Hash);
        (wire["root_view_id"], wire["previous_view_id"], wire["app_installed_team_id"]) = (root, previous, FakeSlack.Team);
        foreach (var name in new[] { "private_metadata", "callback_id", "external_id" }) wire[name] ??= "";
        foreach (var name in new[] { "clear_on_close", "notify_on_close" }) wire[name] ??= false;
        wire["blocks"] = Blocks.DeepClone();
        var values = new JsonObject();
        foreach (var block in Blocks.OfType<JsonObject>())
        {
            foreach (var element in SlackReading.Elements(block).Where(e => SlackReading.Word(e, "type") is not ("button" or "overflow" or "image")))
            {
                var of = values[SlackReading.Word(block, "block_id")] as JsonObject;
                if (of is null) values[SlackReading.Word(block, "block_id")] = of = [];
                of[SlackReading.Word(element, "action_id")] = State(block, element).DeepClone();
            }
        }

        wire["state"] = new JsonObject { ["values"] = values };
        return wire;
    }

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
