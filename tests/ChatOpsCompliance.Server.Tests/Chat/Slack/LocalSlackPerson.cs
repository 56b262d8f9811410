using System.Text.Json.Nodes;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>A person before local-slack, headless. One modal stack serves everybody there, so one person at a time has a modal open.</summary>
internal sealed class LocalSlackPerson(LocalSlack slack, string user)
{
    private FilledIn filled = new();

    /// <summary>Beside the fields of the modal, by their labels: what the last submission was answered.</summary>
    public IReadOnlyDictionary<string, string> Mistakes { get; private set; } = new Dictionary<string, string>();

    /// <summary>Messages of their direct conversation, and those of the channel; oldest first.</summary>
    public async Task<IReadOnlyList<JsonObject>> Messages()
    {
        var state = await slack.State();
        var mine = state["channels"]!.AsArray().OfType<JsonObject>().Where(c => c["members"]!.AsArray().Any(m => m!.GetValue<string>() == user)).Select(c => SlackReading.Word(c, "id"));
        return [.. mine.SelectMany(c => (state["messages"]![c] as JsonArray ?? []).OfType<JsonObject>())
            .Where(m => m["ephemeral_to"] is null || SlackReading.Word(m, "ephemeral_to") == user).Select(m => (JsonObject)m.DeepClone()).OrderBy(m => SlackReading.Word(m, "ts"), StringComparer.Ordinal)];
    }

    /// <summary>Waits for a message that says this, and returns it as it is read.</summary>
    public Task<SeenMessage> Sees(string text) => Until(
        async () => (await Messages()).Select(m => new SeenMessage(SlackReading.Of(BlocksOf(m)), SlackReading.Buttons(BlocksOf(m)))).LastOrDefault(m => m.Text.Contains(text, StringComparison.Ordinal)),
        $"a message that says \"{text}\"");

    /// <summary>Presses, and waits for the modal that this opens.</summary>
    public async Task<string> Open(string label, string? inMessageContaining = null)
    {
        await Press(label, inMessageContaining);
        await Until(Modal, $"a modal for {label}");
        return await ModalText();
    }

    public async Task<JsonObject?> Modal() => (await slack.State())["modalStack"]!.AsArray() is [.., JsonObject top] ? (JsonObject)top.DeepClone() : null;

    public async Task<string> ModalText() => await Modal() is { } modal ? SlackReading.Of(BlocksOf(modal)) : throw new InvalidOperationException("No modal is open.");

    public async Task<JsonObject?> Home() => (await slack.State())["homeViews"]![user]?["A0COMP"] is JsonObject home ? (JsonObject)home.DeepClone() : null;

    /// <summary>Presses a button of the newest message that has it; done once the app has answered and what it does afterwards stands.</summary>
    public async Task Press(string label, string? inMessageContaining = null)
    {
        filled = new();
        foreach (var message in (await Messages()).Reverse().Where(m => inMessageContaining is null || SlackReading.Of(BlocksOf(m)).Contains(inMessageContaining, StringComparison.Ordinal)))
        {
            if (SlackReading.Find(BlocksOf(message), label) is not var (block, button)) continue;
            await slack.Control("interact", new() { ["channel"] = message["channel"]!.DeepClone(), ["messageTs"] = message["ts"]!.DeepClone(), ["user"] = user, ["action"] = Action(block, button) });
            return;
        }

        throw new InvalidOperationException($"There is no button \"{label}\": {string.Join(", ", (await Messages()).SelectMany(m => SlackReading.Buttons(BlocksOf(m))))}");
    }

    public Task<T> Until<T>(Func<Task<T?>> look, string what)
        where T : class => slack.Until(look, $"{user} waited in vain for {what}.");

    public async Task Choose(string field, string option)
    {
        var (block, element) = await Field(field);
        var picked = SlackReading.Options(element).FirstOrDefault(o => SlackReading.Of(o["text"]) == option) ?? throw new InvalidOperationException($"{field} has no \"{option}\": {string.Join(", ", SlackReading.Options(element).Select(o => SlackReading.Of(o["text"])))}");
        filled.Fill(block, element, new() { ["type"] = SlackReading.Word(element, "type"), ["selected_option"] = picked.DeepClone() });
    }

    public async Task Tick(string field, params IReadOnlyList<string> options)
    {
        var (block, element) = await Field(field);
        filled.Fill(block, element, new() { ["type"] = SlackReading.Word(element, "type"), ["selected_options"] = new JsonArray([.. SlackReading.Options(element).Where(o => options.Contains(SlackReading.Of(o["text"]), StringComparer.Ordinal)).Select(o => o.DeepClone())]) });
    }

    public async Task TickAll(string field) => await Tick(field, [.. SlackReading.Options((await Field(field)).Element).Select(o => SlackReading.Of(o["text"]))]);

    public async Task Write(string field, string text)
    {
        var (block, element) = await Field(field);
        filled.Fill(block, element, new() { ["type"] = "plain_text_input", ["value"] = text });
    }

    /// <summary>The modal's own button.</summary>
    public async Task Submit()
    {
        var modal = await Modal() ?? throw new InvalidOperationException("No modal is open.");
        var said = await slack.Tell(new() { ["t"] = "view_submit", ["user"] = user, ["values"] = filled.Values(BlocksOf(modal)) }, "view", "view_errors");
        var labels = BlocksOf(modal).OfType<JsonObject>().Where(b => b["label"] is not null).ToDictionary(b => SlackReading.Word(b, "block_id"), b => SlackReading.Of(b["label"]), StringComparer.Ordinal);
        Mistakes = (said["errors"] as JsonObject ?? []).ToDictionary(e => labels[e.Key], e => e.Value!.GetValue<string>(), StringComparer.Ordinal);
        if (said["stack"]?.AsArray() is [.., JsonObject top]) filled.Follow(BlocksOf(top));
    }

    public Task Close() => slack.Tell(new() { ["t"] = "view_close", ["user"] = user }, "view");

    public Task OpenHome() => slack.Control("open-home", new() { ["user"] = user });

    public Task Command(string command, string text = "") => slack.Control("command", new() { ["channel"] = LocalSlack.Channel, ["user"] = user, ["command"] = command, ["text"] = text });

    private async Task<(JsonObject Block, JsonObject Element)> Field(string label)
    {
        var blocks = BlocksOf(await Modal() ?? throw new InvalidOperationException("No modal is open."));
        var block = blocks.OfType<JsonObject>().FirstOrDefault(b => SlackReading.Of(b["label"]) == label) ?? throw new InvalidOperationException($"There is no field \"{label}\": {string.Join(", ", blocks.OfType<JsonObject>().Select(b => SlackReading.Of(b["label"])).Where(l => l.Length > 0))}");
        return (block, (JsonObject)block["element"]!);
    }

    private static JsonObject Action(JsonObject block, JsonObject button) =>
        new() { ["type"] = "button", ["action_id"] = button["action_id"]?.DeepClone(), ["block_id"] = block["block_id"]?.DeepClone(), ["value"] = button["value"]?.DeepClone(), ["text"] = button["text"]?.DeepClone() };

    private static JsonArray BlocksOf(JsonObject shown) => shown["blocks"] as JsonArray ?? [];
}
