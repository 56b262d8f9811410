using System.Globalization;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>A card as Block Kit. What a message can't hold is left out where it says so, never the buttons.</summary>
internal static class SlackBlocks
{
    /// <summary>Blocks of a message, and its characters: near 13,000 Slack answers <c>msg_blocks_too_long</c>.</summary>
    private const int MostInMessage = 50, MostCharacters = 11_000;

    private const int MostButtons = 25, ProgressWidth = 12;

    /// <summary>What notifications and screen readers read.</summary>
    public static string Fallback(Card card) => SlackText.Escape(SlackText.Cut(card.Summary, SlackText.Section));

    /// <summary>For one message.</summary>
    public static JsonArray Of(Card card)
    {
        var blocks = All(card).ToList();
        var room = MostCharacters - blocks.Sum(SizeOf);
        if (room >= 0 && blocks.Count <= MostInMessage) return [.. blocks];
        // Buttons stay: a message without them could not be answered. What goes is text, from the end; then, if it must be, buttons.
        var note = Context("There is more than one message holds. The rest is in the console.");
        room -= SizeOf(note);
        foreach (var keepsButtons in new[] { true, false })
        {
            for (var at = blocks.Count - 1; at > 0 && (room < 0 || blocks.Count >= MostInMessage); at--)
            {
                if (keepsButtons && blocks[at]["type"]!.GetValue<string>() == "actions") continue;
                room += SizeOf(blocks[at]);
                blocks.RemoveAt(at);
            }
        }

        return [.. blocks, note];
    }

    /// <summary>For as many messages as it takes.</summary>
    public static IEnumerable<JsonArray> Split(Card card)
    {
        var (part, room) = (new List<JsonObject>(), MostCharacters);
        foreach (var block in All(card))
        {
            var size = SizeOf(block);
            if (part.Count > 0 && (part.Count == MostInMessage || size > room))
            {
                yield return [.. part];
                (part, room) = ([], MostCharacters);
            }

            part.Add(block);
            room -= size;
        }

        if (part.Count > 0) yield return [.. part];
    }

    public static IEnumerable<JsonObject> All(Card card) => Together(card.Blocks.SelectMany(Of));

    /// <summary>Paragraphs that follow each other share a section while there is room: a view has 100 blocks, and a list of what is signed may have more lines.</summary>
    public static IEnumerable<JsonObject> Together(IEnumerable<JsonObject> blocks)
    {
        JsonObject? before = null;
        foreach (var block in blocks)
        {
            if (before is not null && TextOf(before) is { } one && TextOf(block) is { } other && one.Length + other.Length + 1 <= SlackText.Section)
            {
                before = Sections($"{one}\n{other}").Single();
                continue;
            }

            if (before is not null) yield return before;
            before = block;
        }

        if (before is not null) yield return before;
    }

    private static string? TextOf(JsonObject block) => block["type"]!.GetValue<string>() == "section" && block["block_id"] is null ? block["text"]!["text"]!.GetValue<string>() : null;

    /// <summary>What says nothing that does not stand elsewhere: a line between, an instant once more in the reader's zone.</summary>
    public static bool CanGo(JsonObject block) => block["type"]!.GetValue<string>() == "divider" || (block["type"]!.GetValue<string>() == "context" && block["elements"]![0]!["type"]!.GetValue<string>() == "mrkdwn");

    /// <summary>What is no field.</summary>
    public static IEnumerable<JsonObject> Of(Block block) => Plainly(block).Concat(InReadersTime(block));

    private static IEnumerable<JsonObject> Plainly(Block block) => block switch
    {
        Heading h => h.Text.Length <= SlackText.Header ? [new() { ["type"] = "header", ["text"] = SlackText.Plain(h.Text, SlackText.Header) }] : Sections(h.Text),
        Paragraph p => Sections(p.Text),
        Note n => SlackText.Parts(n.Text).Select(Context),
        Facts f => Sections(string.Join('\n', f.Pairs.Select(p => $"{p.Label}: {p.Value}"))),
        Progress p => Sections(Bar(p)),
        Divider => [new() { ["type"] = "divider" }],
        Links l => l.All.Chunk(MostButtons).Select(Ways),
        Buttons b => b.All.Chunk(MostButtons).Select(some => Actions(some)),
        _ => throw new InvalidOperationException($"No block for {block.GetType().Name}."),
    };

    /// <summary>
    /// Instants that stand there in UTC, once more in the zone of whoever reads them: Slack's date tokens, in a line of their own that nothing but
    /// digits gets into (https://docs.slack.dev/messaging/formatting-message-text#date-formatting).
    /// </summary>
    private static IEnumerable<JsonObject> InReadersTime(Block block)
    {
        var instants = Instants.In(block);
        if (instants.Count == 0) return [];
        var tokens = instants.Select(i => string.Create(CultureInfo.InvariantCulture, $"<!date^{i.At.ToUnixTimeSeconds()}^{{date_short_pretty}} {{time}}|{i.Text}>"));
        return [new() { ["type"] = "context", ["elements"] = new JsonArray(new JsonObject { ["type"] = "mrkdwn", ["text"] = $"Your time: {string.Join(" · ", tokens)}" }) }];
    }

    public static IEnumerable<JsonObject> Sections(string text) => SlackText.Parts(text).Select(part => new JsonObject { ["type"] = "section", ["text"] = SlackText.Plain(part) });

    public static JsonObject Context(string text) => new() { ["type"] = "context", ["elements"] = new JsonArray(SlackText.Plain(text)) };

    /// <param name="block">Names the block where buttons of several have to be told apart.</param>
    public static JsonObject Actions(IReadOnlyList<Button> buttons, string? block = null)
    {
        var actions = new JsonObject { ["type"] = "actions", ["elements"] = new JsonArray([.. buttons.Select(Press)]) };
        if (block is not null) actions["block_id"] = block;
        return actions;
    }

    private static JsonObject Ways(Link[] links) => new()
    {
        ["type"] = "actions",
        ["elements"] = new JsonArray([.. links.Select((l, at) => new JsonObject
        {
            ["type"] = "button",
            ["action_id"] = string.Create(CultureInfo.InvariantCulture, $"link-{at}"),
            ["text"] = SlackText.Plain(SlackText.CutMiddle(l.Label, SlackText.Button), SlackText.Button),
            ["url"] = l.Address.AbsoluteUri,
        })]),
    };

    private static JsonObject Press(Button button, int at)
    {
        var element = new JsonObject
        {
            ["type"] = "button",
            ["action_id"] = string.Create(CultureInfo.InvariantCulture, $"press-{at}"),
            ["text"] = SlackText.Plain(SlackText.CutMiddle(button.Label, SlackText.Button), SlackText.Button),
            ["value"] = SlackValues.Pack(button),
        };
        if (button.Style != ButtonStyle.Plain) element["style"] = button.Style == ButtonStyle.Primary ? "primary" : "danger";
        return element;
    }

    private static string Bar(Progress progress)
    {
        var full = progress.Total == 0 ? 0 : (int)((long)ProgressWidth * progress.Done / progress.Total);
        return string.Create(CultureInfo.InvariantCulture, $"{new string('█', full)}{new string('░', ProgressWidth - full)} {progress.Done} of {progress.Total} {progress.Label}");
    }

    private static int SizeOf(JsonObject block) => block.ToJsonString().Length + 1;
}
