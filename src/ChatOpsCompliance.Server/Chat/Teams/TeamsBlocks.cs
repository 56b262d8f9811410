using System.Globalization;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>What is no field, as elements of an Adaptive Card 1.5.</summary>
internal static class TeamsBlocks
{
    private const int ProgressWidth = 12;

    /// <summary>A line between has no element of its own: what comes after it bears it.</summary>
    public static IEnumerable<JsonObject> Of(IEnumerable<Block> blocks, TeamsButtons buttons, Func<Field, IEnumerable<JsonObject>>? fields = null)
    {
        var (apart, afterField, before) = (false, false, (Block?)null);
        foreach (var block in blocks)
        {
            // A heading after fields begins what has nothing to do with them.
            apart |= block is Divider || (block is Heading && afterField);
            afterField |= block is Field;
            foreach (var element in block is Field field ? fields!(field) : Plainly(block, buttons).Concat(InReadersTime(block)))
            {
                if (apart) (element["separator"], element["spacing"]) = (true, "Medium");
                else if (block is Paragraph && before is Paragraph) Close(element);
                apart = false;
                yield return element;
            }

            before = block;
        }
    }

    /// <summary>Sentences that stand out from the rest.</summary>
    public static JsonObject Banner(IEnumerable<string> lines) => new() { ["type"] = "Container", ["style"] = "emphasis", ["items"] = new JsonArray([.. lines.SelectMany(Text)]) };

    public static JsonObject Title(string text) => Runs(Run(text, "weight", "Bolder", "size", "Large"));

    public static IEnumerable<JsonObject> Text(string text) => TeamsText.Parts(text).Select(part => Runs(Run(part)));

    public static IEnumerable<JsonObject> Small(string text) => TeamsText.Parts(text).Select(part => Close(Runs(Run(part, "size", "Small", "isSubtle", "true"))));

    /// <summary>What to know of a field, right below it.</summary>
    public static IEnumerable<JsonObject> Hint(string text) => TeamsText.Parts(text).Select(part => Close(Runs(Run(part, "size", "Small"))));

    /// <summary>About what stands right above it.</summary>
    public static JsonObject Close(JsonObject element)
    {
        element["spacing"] = "Small";
        return element;
    }

    public static JsonObject Runs(params IEnumerable<JsonObject> runs) => new() { ["type"] = "RichTextBlock", ["inlines"] = new JsonArray([.. runs]) };

    public static JsonObject Run(string text, params ReadOnlySpan<string> style)
    {
        var run = new JsonObject { ["type"] = "TextRun", ["text"] = TeamsText.Plain(text) };
        for (var at = 0; at < style.Length; at += 2) run[style[at]] = style[at + 1] == "true" ? true : style[at + 1];
        return run;
    }

    private static IEnumerable<JsonObject> Plainly(Block block, TeamsButtons buttons) => block switch
    {
        Heading h => [Runs(Run(h.Text, "weight", "Bolder", "size", "Medium"))],
        Paragraph p => Text(p.Text),
        Note n => Small(n.Text),
        Facts f => f.Pairs.Count == 0 ? [] : [Runs(f.Pairs.SelectMany(Fact))],
        Progress p => [Runs(Run(Bar(p)))],
        Divider => [],
        Links l => TeamsButtons.Ways(l.All),
        Buttons b => buttons.Sets(b.All),
        _ => throw new InvalidOperationException($"No element for {block.GetType().Name}."),
    };

    private static IEnumerable<JsonObject> Fact((string Label, string Value) fact, int at) =>
        [Run($"{(at == 0 ? "" : "\n")}{fact.Label}: ", "isSubtle", "true"), Run(fact.Value)];

    private static string Bar(Progress progress)
    {
        var full = progress.Total == 0 ? 0 : (int)((long)ProgressWidth * progress.Done / progress.Total);
        return string.Create(CultureInfo.InvariantCulture, $"{new string('█', full)}{new string('░', ProgressWidth - full)} {progress.Done} of {progress.Total} {progress.Label}");
    }

    /// <summary>Instants that stand there in UTC, once more in the zone of whoever reads them, in a line of their own that nothing but digits gets into.</summary>
    private static IEnumerable<JsonObject> InReadersTime(Block block)
    {
        var instants = Instants.In(block).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i.At:yyyy-MM-ddTHH:mm:ssZ}")).Select(at => $"{{{{DATE({at}, SHORT)}}}} {{{{TIME({at})}}}}").ToList();
        return instants.Count == 0 ? [] : [new() { ["type"] = "TextBlock", ["text"] = $"Your time: {string.Join(" · ", instants)}", ["size"] = "Small", ["isSubtle"] = true, ["wrap"] = true, ["spacing"] = "None" }];
    }
}
