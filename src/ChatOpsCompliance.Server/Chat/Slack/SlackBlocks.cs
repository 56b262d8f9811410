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
        if (Fits(blocks)) return [.. blocks];
        // Buttons stay: a message without them could not be answered. What goes is text, from the end.
        var note = Context("There is more than one message holds. The rest is in the console.");
        blocks.Add(note);
        for (var at = blocks.Count - 2; at > 0 && !Fits(blocks); at--)
            if (blocks[at]["type"]!.GetValue<string>() != "actions") blocks.RemoveAt(at);
        while (!Fits(blocks)) blocks.RemoveAt(blocks.Count - 2);
        return [.. blocks];
    }

    /// <summary>For as many messages as it takes.</summary>
    public static IEnumerable<JsonArray> Split(Card card)
    {
        var part = new List<JsonObject>();
        foreach (var block in All(card))
        {
            if (part.Count > 0 && !Fits([.. part, block]))
            {
                yield return [.. part];
                part = [];
            }

            part.Add(block);
        }

        if (part.Count > 0) yield return [.. part];
    }

    public static IEnumerable<JsonObject> All(Card card) => card.Blocks.SelectMany(Of);

    /// <summary>What is no field.</summary>
    public static IEnumerable<JsonObject> Of(Block block) => block switch
    {
        Heading h => h.Text.Length <= SlackText.Header ? [new() { ["type"] = "header", ["text"] = SlackText.Plain(h.Text, SlackText.Header) }] : Sections(h.Text),
        Paragraph p => Sections(p.Text),
        Note n => SlackText.Parts(n.Text).Select(Context),
        Facts f => Sections(string.Join('\n', f.Pairs.Select(p => $"{p.Label}: {p.Value}"))),
        Progress p => Sections(Bar(p)),
        Divider => [new() { ["type"] = "divider" }],
        Buttons b => b.All.Chunk(MostButtons).Select(some => Actions(some)),
        _ => throw new InvalidOperationException($"No block for {block.GetType().Name}."),
    };

    public static IEnumerable<JsonObject> Sections(string text) => SlackText.Parts(text).Select(part => new JsonObject { ["type"] = "section", ["text"] = SlackText.Plain(part) });

    public static JsonObject Context(string text) => new() { ["type"] = "context", ["elements"] = new JsonArray(SlackText.Plain(text)) };

    /// <param name="block">Names the block where buttons of several have to be told apart.</param>
    public static JsonObject Actions(IReadOnlyList<Button> buttons, string? block = null)
    {
        var actions = new JsonObject { ["type"] = "actions", ["elements"] = new JsonArray([.. buttons.Select(Press)]) };
        if (block is not null) actions["block_id"] = block;
        return actions;
    }

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

    private static bool Fits(List<JsonObject> blocks) => blocks.Count <= MostInMessage && blocks.Sum(b => b.ToJsonString().Length) <= MostCharacters;
}
