using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>
/// What Slack documents of the sizes and shapes of messages and views (docs.slack.dev/reference/block-kit, …/views), as it would refuse them. Texts count in UTF-16
/// units, the strictest reading of "characters".
/// </summary>
internal sealed class SlackLimits
{
    public const int BlocksOfAMessage = 50, BlocksOfAView = 100, BytesOfAView = 250_000, CharactersOfBlocks = 13_000;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Which elements a block may hold, beside its text.</summary>
    private static readonly string[] Buttons = ["button"],
        Actions = [.. Buttons, "checkboxes", "overflow", "radio_buttons", "static_select", "multi_static_select", "users_select", "multi_users_select", "conversations_select", "channels_select", "datepicker", "timepicker", "datetimepicker"],
        Inputs = [.. Actions.Except([.. Buttons, "overflow"]), "plain_text_input", "number_input", "email_text_input", "url_text_input", "file_input"],
        Accessories = [.. Actions, "image"];

    private readonly List<string> faults = [];
    private readonly HashSet<string> blockIds = new(StringComparer.Ordinal);
    private int focused;

    private SlackLimits()
    {
    }

    /// <summary>What is wrong with a message, a view, a call that carries either, or the answer to an interaction; in Slack's words, each with where. Nothing when all is well.</summary>
    public static IReadOnlyList<string> Check(JsonNode? node)
    {
        var limits = new SlackLimits();
        if (node is not JsonObject sent) return [];
        if (sent["response_action"]?.GetValue<string>() == "errors") limits.Errors(sent["errors"] as JsonObject);
        else if (sent["view"] is JsonObject view) limits.View(view, "/view");
        else if (sent["type"]?.GetValue<string>() is "modal" or "home") limits.View(sent, "");
        else if (sent["blocks"] is not null || sent["text"] is not null) limits.Message(sent);
        return limits.faults;
    }

    private void Message(JsonObject message)
    {
        Text(message["text"], "/text", 40_000); // "every message has fallback text"; what is longer is cut
        Metadata(message["metadata"]);
        if (message["blocks"] is not JsonArray blocks) return;
        Blocks(blocks, "/blocks", BlocksOfAMessage, modal: false);
        if (blocks.ToJsonString(Plain).Length > CharactersOfBlocks) faults.Add("msg_blocks_too_long [json-pointer:/blocks]");
    }

    private void Metadata(JsonNode? metadata)
    {
        if (metadata is null) return;
        Text(metadata["event_type"], "/metadata/event_type", 255);
        if (metadata["event_payload"] is not JsonObject) Fault("must be an object", "/metadata/event_payload");
    }

    private void View(JsonObject view, string at)
    {
        var modal = Word(view, "type") == "modal";
        if (modal) PlainText(view["title"], at + "/title", 24);
        else if (Word(view, "type") != "home") Fault("unsupported type", at + "/type");
        foreach (var name in new[] { "submit", "close" })
        {
            if (view[name] is not { } text) continue;
            if (modal) PlainText(text, $"{at}/{name}", 24);
            else Fault("not allowed in a home tab", $"{at}/{name}");
        }

        if (view["private_metadata"] is { } kept) Text(kept, at + "/private_metadata", 3000, least: 0);
        foreach (var name in new[] { "callback_id", "external_id" })
            if (view[name] is { } id) Text(id, $"{at}/{name}", 255);
        if (view["blocks"] is not JsonArray blocks) Fault("missing required field: blocks", at);
        else
        {
            Blocks(blocks, at + "/blocks", BlocksOfAView, modal);
            if (modal && view["submit"] is null && blocks.Any(b => Word(b, "type") == "input")) Fault("submit is required when there is an input block", at);
        }

        if (JsonSerializer.SerializeToUtf8Bytes(view).Length > BytesOfAView) faults.Add($"view_too_large [json-pointer:{at}]");
    }

    private void Errors(JsonObject? errors)
    {
        if (errors is null or { Count: 0 }) Fault("must name a block", "/errors");
        else foreach (var (block, text) in errors) Text(text, $"/errors/{block}", 2000);
    }

    private void Blocks(JsonArray blocks, string at, int most, bool modal)
    {
        if (blocks.Count > most) Fault($"no more than {most} items allowed", at);
        for (var n = 0; n < blocks.Count; n++)
        {
            var here = $"{at}/{n}";
            if (blocks[n] is not JsonObject block) Fault("must be an object", here);
            else
            {
                if (block["block_id"] is { } id)
                {
                    Text(id, here + "/block_id", 255);
                    if (!blockIds.Add(id.GetValue<string>())) Fault($"block_id \"{id}\" already exists", here + "/block_id");
                }

                Block(block, here, modal);
            }
        }
    }

    private void Block(JsonObject block, string at, bool modal)
    {
        switch (Word(block, "type"))
        {
            case "divider": break;
            case "header": PlainText(block["text"], at + "/text", 150); break;
            case "context": Each(block["elements"], at + "/elements", 10, (e, here) => AnyText(e, here, 3000)); break;
            case "section":
                if (block["text"] is { } text) AnyText(text, at + "/text", 3000);
                else if (block["fields"] is null) Fault("missing required field: text or fields", at);
                if (block["fields"] is { } fields) Each(fields, at + "/fields", 10, (f, here) => AnyText(f, here, 2000));
                if (block["accessory"] is { } accessory) Element(accessory, at + "/accessory", Accessories, modal);
                break;
            case "actions": Elements(block["elements"], at + "/elements", modal); break;
            case "input":
                PlainText(block["label"], at + "/label", 2000);
                if (block["hint"] is { } hint) PlainText(hint, at + "/hint", 2000);
                Element(block["element"], at + "/element", Inputs, modal);
                break;
            case "rich_text" or "image" or "markdown": break; // not among what we send; the types judge their shape
            default: Fault("unsupported type", at + "/type"); break;
        }
    }

    private void Elements(JsonNode? elements, string at, bool modal)
    {
        Each(elements, at, 25, (e, here) => Element(e, here, Actions, modal));
        foreach (var twice in (elements as JsonArray ?? []).Select(e => Word(e, "action_id")).Where(id => id.Length > 0).GroupBy(id => id, StringComparer.Ordinal).Where(g => g.Count() > 1))
            Fault($"action_id \"{twice.Key}\" already exists", at);
    }

    private void Element(JsonNode? element, string at, string[] allowed, bool modal)
    {
        var type = Word(element, "type");
        if (element is null || !allowed.Contains(type))
        {
            Fault($"unsupported type: {type}", at);
            return;
        }

        if (element["action_id"] is { } id) Text(id, at + "/action_id", 255);
        if (element["placeholder"] is { } placeholder) PlainText(placeholder, at + "/placeholder", 150);
        if (element["confirm"] is { } confirm) Confirm(confirm, at + "/confirm");
        if (element["focus_on_load"]?.GetValue<bool>() == true && ++focused > 1) Fault("only one element may be focused on load", at);
        switch (type)
        {
            case "button":
                PlainText(element["text"], at + "/text", 75);
                if (element["value"] is { } value) Text(value, at + "/value", 2000);
                if (element["url"] is { } url) Text(url, at + "/url", 3000);
                if (element["accessibility_label"] is { } label) Text(label, at + "/accessibility_label", 75);
                if (element["style"] is { } style && style.GetValue<string>() is not ("primary" or "danger")) Fault("unsupported style", at + "/style");
                break;
            case "checkboxes" or "radio_buttons": Options(element, at, 10, plainOnly: false); break;
            case "overflow": Options(element, at, 5, plainOnly: true); break;
            case "static_select" or "multi_static_select":
                if (element["option_groups"] is not JsonArray groups) Options(element, at, 100, plainOnly: true);
                else
                {
                    Each(groups, at + "/option_groups", 100, (g, here) =>
                    {
                        PlainText(g["label"], here + "/label", 75);
                        Options(g, here, 100, plainOnly: true);
                    });
                }

                break;
            case "plain_text_input":
                if (element["initial_value"] is { } initial) Text(initial, at + "/initial_value", element["max_length"]?.GetValue<int>() ?? 3000, least: 0);
                if (element["max_length"]?.GetValue<int>() is < 1 or > 3000) Fault("must be between 1 and 3000", at + "/max_length");
                break;
            case "file_input":
                if (!modal) Fault("file_input is for modals only", at);
                if (element["max_files"]?.GetValue<int>() is < 1 or > 10) Fault("must be between 1 and 10", at + "/max_files");
                break;
        }
    }

    private void Confirm(JsonNode confirm, string at)
    {
        if (confirm["title"] is { } title) PlainText(title, at + "/title", 100);
        AnyText(confirm["text"], at + "/text", 300);
        foreach (var name in new[] { "confirm", "deny" })
            if (confirm[name] is { } text) PlainText(text, $"{at}/{name}", 30);
    }

    private void Options(JsonNode element, string at, int most, bool plainOnly)
    {
        Each(element["options"], at + "/options", most, (option, here) =>
        {
            if (plainOnly) PlainText(option["text"], here + "/text", 75);
            else AnyText(option["text"], here + "/text", 75);
            if (option["description"] is { } description) AnyText(description, here + "/description", 75);
            Text(option["value"], here + "/value", 150); // the reference's number; the comment in @slack/types still has the older 75
        });
        var options = (element["options"] as JsonArray ?? []).Select(o => o?.ToJsonString() ?? "").ToList();
        foreach (var twice in (element["options"] as JsonArray ?? []).GroupBy(o => Word(o, "value"), StringComparer.Ordinal).Where(g => g.Count() > 1))
            Fault($"the value \"{twice.Key}\" is there twice", at + "/options");
        var chosen = (element["initial_options"] as JsonArray)?.ToList() ?? [];
        if (element["initial_option"] is { } one) chosen.Add(one);
        if (element["initial_options"] is JsonArray { Count: 0 }) Fault("must have at least 1 item", at + "/initial_options");
        foreach (var initial in chosen)
            if (initial is not null && !options.Contains(initial.ToJsonString(), StringComparer.Ordinal)) Fault("must be one of the options, exactly", at + "/initial_option");
    }

    private void Each(JsonNode? nodes, string at, int most, Action<JsonNode, string> check)
    {
        if (nodes is not JsonArray { Count: > 0 } all)
        {
            Fault("must have at least 1 item", at);
            return;
        }

        if (all.Count > most) Fault($"no more than {most} items allowed", at);
        for (var n = 0; n < all.Count; n++)
        {
            if (all[n] is { } node) check(node, $"{at}/{n}");
            else Fault("must not be null", $"{at}/{n}");
        }
    }

    private void AnyText(JsonNode? text, string at, int most)
    {
        if (Word(text, "type") is "plain_text" or "mrkdwn") Text(text!["text"], at + "/text", most);
        else Fault("must be plain_text or mrkdwn", at);
    }

    private void PlainText(JsonNode? text, string at, int most)
    {
        if (Word(text, "type") == "plain_text") Text(text!["text"], at + "/text", most);
        else Fault("must be plain_text", at);
    }

    private void Text(JsonNode? text, string at, int most, int least = 1)
    {
        if (text is not JsonValue value || !value.TryGetValue<string>(out var words)) Fault("missing required field", at);
        else if (words.Length > most) Fault($"must be less than {most + 1} characters", at);
        else if (words.Length < least) Fault($"must be more than {least - 1} characters", at);
    }

    private static string Word(JsonNode? node, string name) => node is JsonObject o && o[name] is JsonValue value && value.TryGetValue<string>(out var word) ? word : "";

    private void Fault(string what, string at) => faults.Add(string.Create(CultureInfo.InvariantCulture, $"{what} [json-pointer:{at}]"));
}
