using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Web;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>Fields of a form as inputs: what was typed before, what needs another look beside it, what is to be known of it below.</summary>
/// <param name="files">What this person has sent and not used yet.</param>
internal sealed class TeamsFields(ShownForm shown, IReadOnlyList<Option> files)
{
    /// <summary>So many choices stand open; more, or those with something to know before choosing, fold into one line. Long ones would be cut there.</summary>
    private const int MostOpen = 5, MostLong = 25, Long = 60;

    /// <summary>Longer ones are cut in the middle where choices fold.</summary>
    private const int LongestFolded = 75;

    /// <summary>Between a choice and what is to be known of it, in one line of text: clients disagree on line breaks.</summary>
    private const string HintAfter = " — ";

    /// <summary>Teams asks for a required field before it sends any button, and going back or saving a draft is a button too.</summary>
    private readonly bool asksFirst = shown.Form.Others.Count == 0 && shown.Drafts.Count == 0 && !shown.Form.Blocks.OfType<Buttons>().Any();

    public IEnumerable<JsonObject> Of(Field field) =>
    [
        .. field switch
        {
            Choose { Options.Count: 0 } c => TeamsBlocks.Text($"{c.Label}: there is nothing to choose from."),
            Choose c => Chooser(c),
            Tick t => [Input(t, "Input.ChoiceSet", new() { ["isMultiSelect"] = true, ["style"] = "expanded", ["wrap"] = true, ["choices"] = Open(t.Options) }, string.Join(',', Ticked(t)))],
            Write w => [Input(w, "Input.Text", w.Long ? new() { ["isMultiline"] = true, ["maxLength"] = w.Most } : new() { ["maxLength"] = w.Most }, Typed(w, w.Text))],
            Attach a => File(a),
            _ => throw new InvalidOperationException($"No input for {field.GetType().Name}."),
        },
        .. shown.Mistakes.TryGetValue(field.Name, out var mistake) ? [TeamsBlocks.Close(TeamsBlocks.Runs(TeamsBlocks.Run($"⚠ {mistake}", "color", "Attention", "weight", "Bolder")))] : Array.Empty<JsonObject>(),
        .. field switch { Choose { Hint: { } hint } => TeamsBlocks.Hint(hint), Attach { Hint: { } hint } => TeamsBlocks.Hint(hint), _ => [] },
    ];

    private IEnumerable<JsonObject> Chooser(Choose choose)
    {
        var isOpen = choose.Options.Count <= MostOpen ? choose.Hint is null : choose.Options.Count <= MostLong && choose.Options.Any(o => o.Label.Length > Long);
        if (!isOpen && choose.Options.Any(o => o.Hint is not null))
            foreach (var about in TeamsBlocks.Text(string.Join('\n', choose.Options.Select(o => o.Hint is null ? o.Label : $"{o.Label}\n{o.Hint}")))) yield return about;
        var selected = Typed(choose, choose.Selected ?? "");
        yield return Input(
            choose,
            "Input.ChoiceSet",
            isOpen ? new() { ["style"] = "expanded", ["wrap"] = true, ["choices"] = Open(choose.Options) } : new() { ["style"] = "compact", ["placeholder"] = "Choose one…", ["choices"] = Folded(choose.Options) },
            choose.Options.Any(o => o.Value == selected) && (selected.Length > 0 || choose.Selected is not null) ? TeamsValues.OfOption(selected) : "");
    }

    /// <summary>There is no field for a file in a card: it is chosen from what was sent to the bot before.</summary>
    private IEnumerable<JsonObject> File(Attach attach)
    {
        var kept = shown.Typed is { } typed && typed[attach.Name].Length > 0 && files.All(f => f.Value != typed[attach.Name]) ? typed[Attach.ShownAs(attach.Name)] : null;
        if (files.Count == 0 || kept is not null) yield return TeamsBlocks.Runs(TeamsBlocks.Run(attach.Label));
        else yield return Input(attach, "Input.ChoiceSet", new() { ["style"] = "compact", ["placeholder"] = "Choose a file you sent me…", ["choices"] = Folded(files) }, Typed(attach, ""));
        foreach (var line in TeamsBlocks.Small(kept is not null ? $"Kept: {kept}." : files.Count == 0 ? "Send me the file in this chat first, then open this again." : "Not there? Send it to me in this chat first, then open this again.")) yield return line;
    }

    private JsonObject Input(Field field, string type, JsonObject rest, string value)
    {
        rest["type"] = type;
        rest["id"] = TeamsValues.Input(field.Name);
        rest["label"] = TeamsText.Plain(field.Label);
        if (value.Length > 0) rest["value"] = value;
        if (field.Required && asksFirst) (rest["isRequired"], rest["errorMessage"]) = (true, "This is needed.");
        return rest;
    }

    private string Typed(Field field, string before) => shown.Typed is { } typed ? typed[field.Name] : before;

    private IEnumerable<string> Ticked(Tick tick) => Typed(tick, string.Join(',', tick.Selected ?? [])).Split(',').Intersect(tick.Options.Select(o => o.Value), StringComparer.Ordinal);

    private static JsonArray Open(IReadOnlyList<Option> options) => [.. options.Select(o => Choice(TeamsText.Dead(o.Hint is null ? o.Label : $"{o.Label}{HintAfter}{o.Hint}"), o.Value))];

    private static JsonArray Folded(IReadOnlyList<Option> options) => [.. options.Select(o => Choice(TeamsText.Plain(TeamsText.CutMiddle(o.Label, LongestFolded)).Replace('\n', ' '), o.Value))];

    private static JsonObject Choice(string title, string value) => new() { ["title"] = title, ["value"] = TeamsValues.OfOption(value) };
}
