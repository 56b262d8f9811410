using System.Text.Json.Nodes;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>
/// A person before Slack: reads messages, presses buttons, fills in modals, opens the app's home, writes commands. Sends what Slack's clients send, and refuses what they refuse.
/// <c>await mia.Press("Review 9 items"); mia.Choose("Decision", "Keep"); await mia.Submit();</c>
/// </summary>
internal sealed class FakeSlackPerson(FakeSlack slack, string user)
{
    /// <summary>Every press, choice, text and submission so far.</summary>
    public int Interactions { get; private set; }

    /// <summary>Beside the fields of the open modal, by their labels: what the last submission was answered.</summary>
    public IReadOnlyDictionary<string, string> Mistakes { get; private set; } = new Dictionary<string, string>();

    /// <summary>The modal on top, or null.</summary>
    public FakeView? Modal => slack.Modals.GetValueOrDefault(user)?.LastOrDefault();

    public FakeView? Home => slack.Homes.GetValueOrDefault(user);

    /// <summary>What they see in the direct conversation with the app, and what is for them alone elsewhere; oldest first.</summary>
    public IReadOnlyList<FakeMessage> Messages => [.. slack.Channels.Values.Where(c => c.With is null || c.With == user).SelectMany(c => c.Now()).Where(m => m.OnlyFor is null || m.OnlyFor == user).OrderBy(m => m.Ts, StringComparer.Ordinal)];

    public string ModalText => Modal is { } modal ? SlackReading.Of(modal.Blocks) : throw new InvalidOperationException($"{user} has no modal open. The last message: {(Messages is [.., var last] ? last.Text : "none")}");

    public IReadOnlyList<string> ModalButtons => Modal is { } modal ? SlackReading.Buttons(modal.Blocks) : [];

    /// <summary>Presses a button by its label: in the modal when one is open, else in the newest message that has it.</summary>
    public async Task Press(string label, string? inMessageContaining = null)
    {
        Interactions++;
        if (Modal is { } modal)
        {
            var (block, button) = SlackReading.Find(modal.Blocks, label) ?? throw NotThere("button in the modal", label, ModalButtons);
            await slack.Door.Interact(Action(modal, block, button, null));
            return;
        }

        var seen = Messages.Reverse().Where(m => inMessageContaining is null || SlackReading.Of(m.Blocks).Contains(inMessageContaining, StringComparison.Ordinal)).ToList();
        var message = seen.FirstOrDefault(m => SlackReading.Find(m.Blocks, label) is not null) ?? throw NotThere("button", label, seen.SelectMany(m => SlackReading.Buttons(m.Blocks)));
        var (at, pressed) = SlackReading.Find(message.Blocks, label)!.Value;
        await slack.Door.Interact(Action(message, at, pressed));
    }

    /// <summary>Presses, and waits for the modal that this opens or puts on top.</summary>
    public async Task<string> Open(string label, string? inMessageContaining = null)
    {
        var before = Modal;
        await Press(label, inMessageContaining);
        await slack.Until(() => Modal is { } now && now != before, $"a modal for {label}");
        return ModalText;
    }

    /// <summary>Presses a button of the modal, and waits until something else stands in it.</summary>
    public async Task<string> Turn(string label)
    {
        var hash = Modal?.Hash;
        await Press(label);
        await slack.Until(() => Modal is { } now && now.Hash != hash, $"another page after {label}");
        return ModalText;
    }

    /// <summary>Waits for a message that says this, and returns it as it is read.</summary>
    public async Task<SeenMessage> Sees(string text)
    {
        await slack.Until(() => Messages.Any(Says), $"\"{text}\", but there is:\n{string.Join("\n---\n", Messages.Select(m => SlackReading.Of(m.Blocks)))}");
        var message = Messages.Last(Says);
        return new(SlackReading.Of(message.Blocks), SlackReading.Buttons(message.Blocks));

        bool Says(FakeMessage m) => SlackReading.Of(m.Blocks).Contains(text, StringComparison.Ordinal);
    }

    public async Task PressAtHome(string label)
    {
        Interactions++;
        var home = Home ?? throw new InvalidOperationException($"{user} has no home tab yet.");
        var (block, button) = SlackReading.Find(home.Blocks, label) ?? throw NotThere("button in the home tab", label, SlackReading.Buttons(home.Blocks));
        await slack.Door.Interact(Action(home, block, button, null));
    }

    /// <summary>Picks an option by its label in a field by its label.</summary>
    public Task Choose(string field, string option)
    {
        var (block, element) = Field(field);
        var picked = SlackReading.Options(element).FirstOrDefault(o => SlackReading.Of(o["text"]) == option) ?? throw NotThere($"option of {field}", option, SlackReading.Options(element).Select(o => SlackReading.Of(o["text"])));
        return Fill(block, element, new() { ["type"] = SlackReading.Word(element, "type"), ["selected_option"] = picked.DeepClone() });
    }

    /// <summary>Leaves exactly these ticked.</summary>
    public Task Tick(string field, params IReadOnlyList<string> options)
    {
        var (block, element) = Field(field);
        foreach (var missing in options.Except(SlackReading.Options(element).Select(o => SlackReading.Of(o["text"])), StringComparer.Ordinal)) throw NotThere($"option of {field}", missing, SlackReading.Options(element).Select(o => SlackReading.Of(o["text"])));
        var ticked = SlackReading.Options(element).Where(o => options.Contains(SlackReading.Of(o["text"]), StringComparer.Ordinal)).Select(o => o.DeepClone());
        return Fill(block, element, new() { ["type"] = SlackReading.Word(element, "type"), ["selected_options"] = new JsonArray([.. ticked]) });
    }

    public Task TickAll(string field) => Tick(field, [.. SlackReading.Options(Field(field).Element).Select(o => SlackReading.Of(o["text"]))]);

    public Task Write(string field, string text)
    {
        var (block, element) = Field(field);
        if (text.Length > (element["max_length"]?.GetValue<int>() ?? 3000)) throw new InvalidOperationException($"Slack lets nobody write more than {element["max_length"]} characters into {field}.");
        return Fill(block, element, new() { ["type"] = "plain_text_input", ["value"] = text.Length == 0 ? null : text });
    }

    public Task Attach(string field, string name, byte[] content)
    {
        var (block, element) = Field(field);
        var file = new FakeFile(slack.NextId("F"), name, content, user);
        slack.Files[file.Id] = file;
        return Fill(block, element, new() { ["type"] = "file_input", ["files"] = new JsonArray(new JsonObject { ["id"] = file.Id, ["name"] = name, ["size"] = content.Length }) });
    }

    /// <summary>The labels of the fields of the open modal.</summary>
    public IReadOnlyList<string> Fields => [.. (Modal?.Blocks ?? []).OfType<JsonObject>().Where(b => SlackReading.Word(b, "type") == "input").Select(b => SlackReading.Of(b["label"]))];

    /// <summary>The modal's own button.</summary>
    public async Task Submit()
    {
        Interactions++;
        var modal = Modal ?? throw new InvalidOperationException($"{user} has no modal open.");
        if (modal.Sent["submit"] is null) throw new InvalidOperationException("This modal has no button to submit it.");
        Mistakes = modal.Blocks.OfType<JsonObject>().Where(b => SlackReading.Word(b, "type") == "input" && b["optional"]?.GetValue<bool>() != true && IsEmpty(modal.Filled.Of(b, (JsonObject)b["element"]!)))
            .ToDictionary(b => SlackReading.Of(b["label"]), _ => "Please complete this required field.", StringComparer.Ordinal);
        if (Mistakes.Count > 0) return; // the client asks for it without asking the app
        var payload = About("view_submission");
        (payload["view"], payload["response_urls"]) = (modal.Wire(), new JsonArray());
        Take(modal, await slack.Door.Interact(payload));
    }

    /// <summary>Closes the modal on top.</summary>
    public async Task Close()
    {
        Interactions++;
        var modal = Modal ?? throw new InvalidOperationException($"{user} has no modal open.");
        if (modal.Sent["clear_on_close"]?.GetValue<bool>() == true) slack.Modals[user].Clear();
        else slack.Modals[user].Remove(modal);
        if (modal.Sent["notify_on_close"]?.GetValue<bool>() != true) return;
        var payload = About("view_closed");
        (payload["view"], payload["is_cleared"]) = (modal.Wire(), slack.Modals[user].Count == 0);
        await slack.Door.Interact(payload);
    }

    public Task OpenHome(int repeats = 0)
    {
        Interactions++;
        return slack.Door.Event(new() { ["type"] = "app_home_opened", ["user"] = user, ["channel"] = slack.Direct(user).Id, ["tab"] = "home", ["event_ts"] = slack.NextTs() }, repeats);
    }

    /// <summary>Writes to the app in their direct conversation.</summary>
    public Task Say(string text, int repeats = 0)
    {
        Interactions++;
        var direct = slack.Direct(user);
        var message = new FakeMessage(slack.NextTs(), direct.Id, user, null, null) { Text = text };
        lock (direct.Messages) direct.Messages.Add(message);
        return slack.Door.Event(new() { ["type"] = "message", ["channel"] = direct.Id, ["channel_type"] = "im", ["user"] = user, ["text"] = text, ["ts"] = message.Ts, ["event_ts"] = message.Ts, ["team"] = FakeSlack.Team }, repeats);
    }

    /// <summary>A slash command, in the direct conversation unless said.</summary>
    public async Task Command(string command, string text = "", string? channel = null)
    {
        Interactions++;
        var place = channel is null ? slack.Direct(user) : slack.Channels[channel];
        var answer = await slack.Door.Command(new()
        {
            ["token"] = "legacy",
            ["team_id"] = FakeSlack.Team,
            ["team_domain"] = "fake",
            ["channel_id"] = place.Id,
            ["channel_name"] = place.Name,
            ["user_id"] = user,
            ["user_name"] = user.ToLowerInvariant(),
            ["command"] = command,
            ["text"] = text,
            ["api_app_id"] = FakeSlack.App,
            ["is_enterprise_install"] = "false",
            ["response_url"] = slack.NewResponseUrl(user, place.Id, null),
            ["trigger_id"] = slack.NewTrigger(user),
        });
        if (answer is not JsonObject shown || (shown["text"] is null && shown["blocks"] is null)) return;
        slack.Outgoing.Enqueue(("command", shown.DeepClone()));
        FakeSlackComplaint.ThrowIf(SlackLimits.Check(shown), shown);
        new FakeSlackMethods(slack).Add(place, shown, SlackReading.Word(shown, "response_type") == "in_channel" ? null : user);
    }

    private async Task Fill(JsonObject block, JsonObject element, JsonObject state)
    {
        Interactions++;
        var modal = Modal!;
        modal.Filled.Fill(block, element, state);
        if (SlackReading.Word(block, "type") == "input" && block["dispatch_action"]?.GetValue<bool>() != true) return;
        await slack.Door.Interact(Action(modal, block, element, state));
    }

    /// <summary>The answer to a submitted modal.</summary>
    private void Take(FakeView modal, JsonNode? answer)
    {
        Mistakes = new Dictionary<string, string>();
        var open = slack.Modals[user];
        var does = answer is JsonObject o ? SlackReading.Word(o, "response_action") : "";
        if (does.Length > 0) slack.Outgoing.Enqueue(("view_submission", answer!.DeepClone()));
        FakeSlackComplaint.ThrowIf(SlackLimits.Check(answer), answer);
        switch (does)
        {
            case "errors":
                var inputs = modal.Blocks.OfType<JsonObject>().Where(b => SlackReading.Word(b, "type") == "input").ToDictionary(b => SlackReading.Word(b, "block_id"), b => SlackReading.Of(b["label"]), StringComparer.Ordinal);
                var errors = answer!["errors"]!.AsObject();
                FakeSlackComplaint.ThrowIf([.. errors.Where(e => !inputs.ContainsKey(e.Key)).Select(e => $"{e.Key} is not the block of an input here")], answer);
                Mistakes = errors.ToDictionary(e => inputs[e.Key], e => e.Value!.GetValue<string>(), StringComparer.Ordinal);
                break;
            case "update": modal.Replace((JsonObject)answer!["view"]!.DeepClone()); break;
            case "push":
                FakeSlackComplaint.ThrowIf(open.Count == 3 ? ["push_limit_reached"] : [], answer);
                new FakeSlackMethods(slack).Stack(open, (JsonObject)answer!["view"]!);
                break;
            case "clear": open.Clear(); break;
            case "": open.Remove(modal); break;
            default: throw new FakeSlackComplaint($"unknown response_action {does}");
        }
    }

    private JsonObject Action(FakeMessage message, JsonObject block, JsonObject element)
    {
        var channel = slack.Channels[message.Channel];
        var payload = About("block_actions");
        payload["container"] = new JsonObject { ["type"] = "message", ["message_ts"] = message.Ts, ["channel_id"] = channel.Id, ["is_ephemeral"] = message.OnlyFor is not null };
        payload["channel"] = new JsonObject { ["id"] = channel.Id, ["name"] = channel.Name };
        (payload["message"], payload["state"]) = (message.Wire(), new JsonObject { ["values"] = new JsonObject() });
        payload["response_url"] = slack.NewResponseUrl(user, channel.Id, message.Ts);
        payload["actions"] = Actions(block, element, null);
        return payload;
    }

    private JsonObject Action(FakeView view, JsonObject block, JsonObject element, JsonObject? state)
    {
        var payload = About("block_actions");
        payload["container"] = new JsonObject { ["type"] = "view", ["view_id"] = view.Id };
        (payload["view"], payload["actions"]) = (view.Wire(), Actions(block, element, state));
        return payload;
    }

    private JsonArray Actions(JsonObject block, JsonObject element, JsonObject? state)
    {
        var action = (JsonObject)(state ?? new JsonObject { ["type"] = "button", ["text"] = element["text"]?.DeepClone(), ["value"] = element["value"]?.DeepClone() }).DeepClone();
        (action["action_id"], action["block_id"], action["action_ts"]) = (SlackReading.Word(element, "action_id"), SlackReading.Word(block, "block_id"), slack.NextTs());
        return [action];
    }

    private JsonObject About(string type) => new()
    {
        ["type"] = type,
        ["user"] = new JsonObject { ["id"] = user, ["username"] = user.ToLowerInvariant(), ["name"] = user.ToLowerInvariant(), ["team_id"] = slack.Users[user].Team },
        ["api_app_id"] = FakeSlack.App,
        ["token"] = "legacy",
        ["trigger_id"] = slack.NewTrigger(user),
        ["team"] = new JsonObject { ["id"] = FakeSlack.Team, ["domain"] = "fake" },
        ["enterprise"] = null,
        ["is_enterprise_install"] = false,
    };

    private (JsonObject Block, JsonObject Element) Field(string label)
    {
        var modal = Modal ?? throw new InvalidOperationException($"{user} has no modal open. The last message: {(Messages is [.., var last] ? last.Text : "none")}");
        var block = modal.Blocks.OfType<JsonObject>().FirstOrDefault(b => SlackReading.Word(b, "type") == "input" && SlackReading.Of(b["label"]) == label) ?? throw NotThere("field", label, Fields);
        return (block, (JsonObject)block["element"]!);
    }

    private static bool IsEmpty(JsonObject state) => state.All(p => p.Key == "type" || p.Value is null or JsonArray { Count: 0 });

    private static InvalidOperationException NotThere(string what, string name, IEnumerable<string> there) => new($"There is no {what} \"{name}\". There are: {string.Join(", ", there.Select(t => $"\"{t}\""))}.");
}

/// <summary>What Slack's client would show as “We had some trouble connecting. Try again?”.</summary>
internal sealed class FakeSlackComplaint(string what) : Exception(what)
{
    public static void ThrowIf(IReadOnlyList<string> wrong, JsonNode? sent)
    {
        if (wrong.Count > 0) throw new FakeSlackComplaint($"{string.Join('\n', wrong)}\nin {sent?.ToJsonString()}");
    }
}
