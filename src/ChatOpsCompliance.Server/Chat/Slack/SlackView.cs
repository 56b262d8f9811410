using System.Globalization;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>A form as a modal view. A field's name is its block's id; what it sends when it changes is its action's id.</summary>
internal static class SlackView
{
    /// <summary>https://docs.slack.dev/reference/views and /reference/block-kit/block-elements.</summary>
    private const int MostBlocks = 100, MostBytes = 240_000, MostRadios = 5, MostBoxes = 10, MostOptions = 100, MostInFull = 15, MostInput = 3000, OptionValue = 75;

    /// <summary>The action of a field that sends nothing by itself.</summary>
    private const string Quiet = "field";

    private const string OthersBlock = "others", Optional = " (optional)";

    /// <exception cref="TooLargeForSlackException">The form can't be shown whole, and half a form is none.</exception>
    public static JsonObject Of(Form form, bool fromHome = false)
    {
        var blocks = new List<JsonObject>();
        if (form.Title.Length > SlackText.Title) blocks.AddRange(SlackBlocks.Of(new Heading(form.Title)));
        if (form.Banner is { } banner) blocks.Add(Banner(banner));
        blocks.AddRange(SlackBlocks.Together(Apart(form.Blocks.Select(block => block is Field field ? Of(field) : SlackBlocks.Of(block)))));
        if (form.Others.Count > 0) blocks.Add(SlackBlocks.Actions([.. form.Others], OthersBlock));
        // The button has room for 24 characters: what it does stands above it, in full.
        if (form.Submit.Label.Length > SlackText.Title) blocks.Add(SlackBlocks.Context($"“{SlackText.Cut(form.Submit.Label, SlackText.Title)}” means: {form.Submit.Label}"));

        if (blocks.Count > MostBlocks) blocks = [.. SlackBlocks.Together(blocks.Where(b => !SlackBlocks.CanGo(b)))];

        var view = Frame(form.Title, blocks);
        view["submit"] = SlackText.Plain(form.Submit.Label, SlackText.Title);
        view["private_metadata"] = SlackValues.Pack(form, fromHome);
        if (blocks.Count > MostBlocks) throw new TooLargeForSlackException($"{blocks.Count} blocks");
        if (System.Text.Encoding.UTF8.GetByteCount(view.ToJsonString()) is > MostBytes and var bytes) throw new TooLargeForSlackException($"{bytes} bytes");
        return view;
    }

    /// <summary>A view that only says something, such as that a form is done.</summary>
    public static JsonObject Saying(string title, IEnumerable<JsonObject> blocks) => Frame(title, [.. blocks.Take(MostBlocks)]);

    /// <summary>The view as it came, with a sentence on top: for what stands beside no field of it.</summary>
    public static JsonObject WithBanner(JsonNode shown, string sentence)
    {
        var blocks = new List<JsonObject> { Banner(sentence) };
        foreach (var block in shown["blocks"]!.AsArray())
            if (block!["block_id"]?.GetValue<string>() != BannerBlock) blocks.Add((JsonObject)block.DeepClone());
        var view = new JsonObject { ["type"] = "modal", ["blocks"] = new JsonArray([.. blocks.Take(MostBlocks)]) };
        foreach (var name in new[] { "title", "submit", "close", "private_metadata" })
            if (shown[name] is { } value) view[name] = value.DeepClone();
        return view;
    }

    /// <summary>Those blocks of a view beside which Slack can show a mistake.</summary>
    public static IReadOnlySet<string> Inputs(JsonNode shown) =>
        shown["blocks"]!.AsArray().Where(b => b!["type"]!.GetValue<string>() == "input").Select(b => b!["block_id"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);

    private const string BannerBlock = "banner";

    private static JsonObject Banner(string text) => new() { ["type"] = "section", ["block_id"] = BannerBlock, ["text"] = SlackText.Plain($"➤ {text}") };

    private static JsonObject Frame(string title, IReadOnlyList<JsonObject> blocks) => new()
    {
        ["type"] = "modal",
        ["title"] = SlackText.Plain(title, SlackText.Title),
        ["close"] = SlackText.Plain("Close", SlackText.Title),
        ["blocks"] = new JsonArray([.. blocks]),
    };

    /// <summary>What is to be known of a field stands above it: a line keeps it from being read as the end of the field before.</summary>
    private static IEnumerable<JsonObject> Apart(IEnumerable<IEnumerable<JsonObject>> parts)
    {
        var afterField = false;
        foreach (var part in parts.Select(p => p.ToList()).Where(p => p.Count > 0))
        {
            if (afterField && part.Count > 1 && part[^1]["type"]!.GetValue<string>() == "input") yield return new() { ["type"] = "divider" };
            foreach (var block in part) yield return block;
            afterField = part[^1]["type"]!.GetValue<string>() is "input" || (afterField && part[^1]["type"]!.GetValue<string>() is "section");
        }
    }

    private static IEnumerable<JsonObject> Of(Field field) => field switch
    {
        Choose { Options.Count: 0 } c => SlackBlocks.Of(new Paragraph($"{c.Label}: there is nothing to choose from.")),
        // A long list to pick from is not said twice: what is picked stands in full where it is signed.
        Choose c => [.. About(c.Hint), .. c.Options.Count > MostInFull ? [] : InFull(c.Options), Input(c, Chooser(c), c.OnChange, c.Hint)],
        Tick t => [.. InFull(t.Options), Input(t, Boxes(t), t.OnChange)],
        Write w => [Input(w, Writer(w), w.OnChange)],
        Attach a => [.. About(a.Hint), Input(a, new() { ["type"] = "file_input", ["action_id"] = Quiet, ["max_files"] = 1 }, null, a.Hint)],
        _ => throw new InvalidOperationException($"No field for {field.GetType().Name}."),
    };

    /// <summary>What to know of a field stands in it, as a hint, while there is room; above it else.</summary>
    private static IEnumerable<JsonObject> About(string? hint) => hint is null || hint.Length <= SlackText.Hint ? [] : SlackBlocks.Sections(hint);

    /// <summary>An option has room for 75 characters: where that is too little, what it says stands above, in full, under the number it then bears.</summary>
    private static IEnumerable<JsonObject> InFull(IReadOnlyList<Option> options) =>
        Cramped(options) ? SlackBlocks.Sections(string.Join('\n', options.Select((o, i) => $"{Numbered(o, i)}{(o.Hint is null ? "" : $"\n{o.Hint}")}"))) : [];

    private static bool Cramped(IReadOnlyList<Option> options) => options.Any(o => o.Label.Length > SlackText.OptionText || o.Hint?.Length > SlackText.OptionText || o.Hint?.Contains('\n', StringComparison.Ordinal) == true);

    private static string Numbered(Option option, int at) => string.Create(CultureInfo.InvariantCulture, $"{at + 1}. {option.Label}");

    private static JsonObject Input(Field field, JsonObject element, Verb? onChange, string? hint = null)
    {
        var input = new JsonObject
        {
            ["type"] = "input",
            ["block_id"] = field.Name,
            // Slack says by itself which are optional.
            ["label"] = SlackText.Plain(field.Label.EndsWith(Optional, StringComparison.Ordinal) ? field.Label[..^Optional.Length] : field.Label, SlackText.Label),
            ["element"] = element,
            ["optional"] = !field.Required,
            ["dispatch_action"] = onChange is not null,
        };
        if (hint is { Length: > 0 and <= SlackText.Hint }) input["hint"] = SlackText.Plain(hint, SlackText.Hint);
        return input;
    }

    private static string ActionOf(Verb? onChange) => onChange?.Name ?? Quiet;

    private static JsonObject Chooser(Choose choose)
    {
        if (choose.Options.Count > MostOptions) throw new TooLargeForSlackException($"{choose.Options.Count} options");
        var options = Options(choose.Options);
        var element = new JsonObject { ["type"] = choose.Options.Count <= MostRadios ? "radio_buttons" : "static_select", ["action_id"] = ActionOf(choose.OnChange), ["options"] = new JsonArray([.. options]) };
        if (choose.Options.ToList().FindIndex(o => o.Value == choose.Selected) is >= 0 and var at) element["initial_option"] = options[at].DeepClone();
        if (choose.Options.Count > MostRadios) element["placeholder"] = SlackText.Plain("Choose one…");
        return element;
    }

    private static JsonObject Boxes(Tick tick)
    {
        if (tick.Options.Count > MostBoxes) throw new TooLargeForSlackException($"{tick.Options.Count} boxes");
        var options = Options(tick.Options);
        var element = new JsonObject { ["type"] = "checkboxes", ["action_id"] = ActionOf(tick.OnChange), ["options"] = new JsonArray([.. options]) };
        var ticked = tick.Options.Select((o, i) => (o, i)).Where(o => tick.Selected?.Contains(o.o.Value) == true).Select(o => options[o.i].DeepClone()).ToArray();
        if (ticked.Length > 0) element["initial_options"] = new JsonArray(ticked);
        return element;
    }

    private static JsonObject Writer(Write write)
    {
        var element = new JsonObject { ["type"] = "plain_text_input", ["action_id"] = ActionOf(write.OnChange), ["multiline"] = write.Long, ["max_length"] = Math.Min(write.Most, MostInput) };
        if (write.Text.Length > 0) element["initial_value"] = write.Text;
        if (write.OnChange is not null) element["dispatch_action_config"] = new JsonObject { ["trigger_actions_on"] = new JsonArray("on_enter_pressed") };
        return element;
    }

    private static List<JsonObject> Options(IReadOnlyList<Option> options)
    {
        var cramped = Cramped(options);
        return [.. options.Select((o, i) => Of(o, cramped ? Numbered(o, i) : o.Label, cramped ? null : o.Hint))];
    }

    private static JsonObject Of(Option option, string label, string? hint)
    {
        if (option.Value.Length > OptionValue) throw new TooLargeForSlackException($"an option of {option.Value.Length} characters");
        var shown = new JsonObject { ["text"] = SlackText.Plain(SlackText.CutMiddle(label, SlackText.OptionText), SlackText.OptionText), ["value"] = SlackValues.OfOption(option.Value) };
        if (hint is not null) shown["description"] = SlackText.Plain(hint, SlackText.OptionText);
        return shown;
    }
}
