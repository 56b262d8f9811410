using System.Text.Json.Nodes;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>
/// A person before Teams: reads messages, presses buttons, fills in what a press was answered with. Does what Teams' clients do: the answer stands in place of the message
/// for this person alone until the message is changed; required fields are asked for before anything is sent; what is empty is not sent at all.
/// <c>await mia.Press("Review 9 items"); await mia.Choose("web: write", "Keep"); await mia.Press("Save, next page");</c>
/// </summary>
internal sealed class TeamsPerson(ITeams teams, string user)
{
    private readonly Dictionary<string, (int Edits, JsonObject Card)> answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> filled = new(StringComparer.Ordinal);
    private string? at;

    /// <summary>Every press, choice and text so far.</summary>
    public int Interactions { get; private set; }

    /// <summary>What the client itself asked for at the last press, by the fields' labels; nothing was sent then.</summary>
    public IReadOnlyDictionary<string, string> Mistakes { get; private set; } = new Dictionary<string, string>();

    /// <summary>The card that the last press was answered with, or the one it was pressed on if that has changed since.</summary>
    public async Task<JsonObject> Screen() => at is not null && (await Cards()).LastOrDefault(c => c.Message.Address == at).Card is { } card ? card : throw new InvalidOperationException($"{user} has pressed nothing yet.");

    public async Task<string> ScreenText() => TeamsReading.Of(await Screen());

    public async Task<IReadOnlyList<string>> Buttons() => TeamsReading.Buttons(await Screen());

    /// <summary>The labels of the fields on the screen.</summary>
    public async Task<IReadOnlyList<string>> Fields() => [.. TeamsReading.Inputs(await Screen()).Select(TeamsReading.Label)];

    /// <summary>What they see everywhere, oldest first.</summary>
    public async Task<IReadOnlyList<SeenMessage>> Messages() => [.. (await Cards()).Select(Read)];

    /// <summary>Waits for a message that says this, and returns it as it is read.</summary>
    public async Task<SeenMessage> Sees(string text)
    {
        IReadOnlyList<SeenMessage> there = [];
        return await teams.Until(
            async () =>
            {
                there = await Messages();
                return there.LastOrDefault(m => m.Text.Contains(text, StringComparison.Ordinal));
            },
            () => $"{user} waited in vain for \"{text}\", but there is:\n{string.Join("\n---\n", there.Select(m => m.Text))}");
    }

    /// <summary>Turns to the newest message that says this, such as a form that came as one.</summary>
    public async Task Turn(string text)
    {
        filled.Clear();
        at = (await Cards()).Last(c => c.Card is not null && TeamsReading.Of(c.Card).Contains(text, StringComparison.Ordinal)).Message.Address;
    }

    /// <summary>Presses a button by its label: on the screen when it has one, else on the newest message that has it. Returns what then stands there.</summary>
    public async Task<string> Press(string label, string? inMessageContaining = null)
    {
        Interactions++;
        var cards = (await Cards()).Where(c => c.Card is not null && (inMessageContaining is null || TeamsReading.Of(c.Card).Contains(inMessageContaining, StringComparison.Ordinal))).Select(c => (c.Message, Card: c.Card!)).Reverse().ToList();
        var (message, card) = cards.Where(c => inMessageContaining is null && c.Message.Address == at).Concat(cards).FirstOrDefault(c => TeamsReading.Buttons(c.Card).Contains(label, StringComparer.Ordinal));
        if (message is null) throw NotThere("button", label, cards.SelectMany(c => TeamsReading.Buttons(c.Card)));
        if (message.Address != at) filled.Clear();
        at = message.Address;
        var action = (JsonObject)TeamsReading.Actions(card).First(a => TeamsReading.Word(a, "title") == label).DeepClone();
        var inputs = TeamsReading.Word(action, "associatedInputs").Equals("none", StringComparison.OrdinalIgnoreCase) ? [] : TeamsReading.Inputs(card).ToList();
        Mistakes = inputs.Where(i => TeamsReading.Is(i, "isRequired") && Of(i).Length == 0).ToDictionary(TeamsReading.Label, i => TeamsReading.Word(i, "errorMessage"), StringComparer.Ordinal);
        if (Mistakes.Count > 0) return TeamsReading.Of(card);
        var data = action["data"] as JsonObject ?? [];
        foreach (var input in inputs.Where(i => Of(i).Length > 0)) data[TeamsReading.Word(input, "id")] = Of(input);
        action["data"] = data.Parent is null ? data : data.DeepClone();
        filled.Clear();
        return TeamsReading.Of(await Take(message, action, automatic: false));
    }

    /// <summary>Scrolls to every message: their client asks for each that wants to be drawn anew when it is looked at.</summary>
    public async Task Look()
    {
        foreach (var (message, _) in await Cards())
            if (message.Card?["refresh"]?["action"] is JsonObject action && (message.Card["refresh"]!["userIds"] is not JsonArray { Count: > 0 } named || named.Any(n => n!.GetValue<string>() == user)))
                await Take(message, (JsonObject)action.DeepClone(), automatic: true);
    }

    public Task Write(string text, string? conversation = null)
    {
        Interactions++;
        return teams.Write(user, text, conversation);
    }

    /// <summary>Picks an option by its label in a field by its label.</summary>
    public async Task Choose(string field, string option)
    {
        var input = await Field(field);
        Fill(input, Value(field, input, option));
    }

    /// <summary>Leaves exactly these ticked; each that changes is an interaction.</summary>
    public async Task Tick(string field, params IReadOnlyList<string> options) => Tick(field, await Field(field), options);

    /// <param name="id">Of the field: several may have one label.</param>
    public async Task Tick(string field, IReadOnlyList<string> options, string id) => Tick(field, TeamsReading.Inputs(await Screen()).Single(i => TeamsReading.Word(i, "id") == id), options);

    public async Task TickAll(string field) => await Tick(field, [.. TeamsReading.Choices(await Field(field)).Select(c => c.Title)]);

    public async Task Fill(string field, string text)
    {
        var input = await Field(field);
        if (TeamsReading.Word(input, "type") != "Input.Text") throw new InvalidOperationException($"Nothing can be written into {field}.");
        if (input["maxLength"] is { } most && text.Length > most.GetValue<int>()) throw new InvalidOperationException($"Nobody can write more than {most} characters into {field}.");
        Fill(input, text);
    }

    private void Tick(string field, JsonObject input, IReadOnlyList<string> options)
    {
        if (!TeamsReading.Is(input, "isMultiSelect")) throw new InvalidOperationException($"In {field} only one can be chosen.");
        var (before, after) = (Of(input).Split(',', StringSplitOptions.RemoveEmptyEntries), options.Select(o => Value(field, input, o)).ToList());
        Interactions += before.Except(after).Count() + after.Except(before).Count();
        filled[TeamsReading.Word(input, "id")] = string.Join(',', after);
    }

    private async Task<IReadOnlyList<(TeamsMessage Message, JsonObject? Card)>> Cards() =>
        [.. (await teams.Messages(user)).Select(m => (m, answers.TryGetValue(m.Address, out var answer) && answer.Edits == m.Edits ? answer.Card : m.Card))];

    private async Task<JsonObject> Take(TeamsMessage message, JsonObject action, bool automatic)
    {
        var answer = await teams.Execute(user, message, action, automatic);
        // What was changed meanwhile shows that: an answer to what stood there before is not put over it.
        answers[message.Address] = (message.Edits, answer);
        return answer;
    }

    private async Task<JsonObject> Field(string label)
    {
        var inputs = TeamsReading.Inputs(await Screen()).ToList();
        return inputs.FirstOrDefault(i => TeamsReading.Label(i) == label) ?? throw NotThere("field", label, inputs.Select(TeamsReading.Label));
    }

    private string Of(JsonObject input) => filled.GetValueOrDefault(TeamsReading.Word(input, "id"), TeamsReading.Word(input, "value"));

    private void Fill(JsonObject input, string value)
    {
        Interactions++;
        filled[TeamsReading.Word(input, "id")] = value;
    }

    private static string Value(string field, JsonObject input, string option) =>
        TeamsReading.Choices(input).OrderByDescending(c => c.Title == option).FirstOrDefault(c => c.Title == option || c.Title.StartsWith($"{option} — ", StringComparison.Ordinal)).Value ?? throw NotThere($"option of {field}", option, TeamsReading.Choices(input).Select(c => c.Title));

    private static SeenMessage Read((TeamsMessage Message, JsonObject? Card) seen) => seen.Card is { } card ? TeamsReading.Seen(card) : new(seen.Message.Text, []);

    private static InvalidOperationException NotThere(string what, string name, IEnumerable<string> there) => new($"There is no {what} \"{name}\". There are: {string.Join(", ", there.Select(t => $"\"{t}\""))}.");
}
