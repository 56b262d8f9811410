using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>An Adaptive Card as a person reads it: a line each, dates as their reader's client writes them, fields with their choices; buttons apart.</summary>
internal static partial class TeamsReading
{
    public static string Word(JsonNode? node, string name) => node is JsonObject o && o[name] is JsonValue value && value.TryGetValue<string>(out var word) ? word : "";

    public static bool Is(JsonNode? node, string name) => node is JsonObject o && o[name] is JsonValue value && value.TryGetValue<bool>(out var yes) && yes;

    public static string Of(JsonObject card) => string.Join('\n', Elements(card).SelectMany(Lines).Where(l => l.Length > 0));

    public static SeenMessage Seen(JsonObject card) => new(Of(card), Buttons(card));

    /// <summary>What can be pressed and asks the bot, in reading order.</summary>
    public static IEnumerable<JsonObject> Actions(JsonObject card) =>
        Elements(card).Where(e => Word(e, "type") == "ActionSet").SelectMany(e => All(e, "actions")).Concat(All(card, "actions")).Where(a => Word(a, "type") == "Action.Execute");

    public static IReadOnlyList<string> Buttons(JsonObject card) => [.. Actions(card).Select(a => Word(a, "title"))];

    /// <summary>The addresses that can be opened, by their labels.</summary>
    public static IEnumerable<(string Label, string Address)> Links(JsonObject card) =>
        Elements(card).Where(e => Word(e, "type") == "ActionSet").SelectMany(e => All(e, "actions")).Concat(All(card, "actions")).Where(a => Word(a, "type") == "Action.OpenUrl").Select(a => (Word(a, "title"), Word(a, "url")));

    public static IEnumerable<JsonObject> Inputs(JsonObject card) => Elements(card).Where(e => Word(e, "type").StartsWith("Input.", StringComparison.Ordinal));

    /// <summary>A title may go on with what is to be known of the choice, after a dash.</summary>
    public static IReadOnlyList<(string Title, string Value)> Choices(JsonObject input) => [.. All(input, "choices").Select(c => (Plain(Word(c, "title")), Word(c, "value")))];

    /// <summary>A field's label, without what a client adds to say that it is required.</summary>
    public static string Label(JsonObject input) => Plain(Word(input, "label"));

    /// <summary>All that is drawn, containers opened.</summary>
    public static IEnumerable<JsonObject> Elements(JsonObject card) => All(card, "body").SelectMany(Open);

    /// <summary>As a client shows it to its reader: dates written out in UTC, without what nobody sees. Whether something in it is live is judged elsewhere.</summary>
    public static string Plain(string text) => Dates(text).Replace("\u200B", "", StringComparison.Ordinal).Replace("\u200A", "", StringComparison.Ordinal).Replace('ˋ', '`').Replace("  \n", "\n", StringComparison.Ordinal);

    private static IEnumerable<JsonObject> Open(JsonObject element) => Is(element, "isVisible") || element["isVisible"] is null
        ? Word(element, "type") switch
        {
            "Container" => All(element, "items").SelectMany(Open),
            "ColumnSet" => All(element, "columns").SelectMany(c => All(c, "items")).SelectMany(Open),
            "Table" => All(element, "rows").SelectMany(r => All(r, "cells")).SelectMany(c => All(c, "items")).SelectMany(Open),
            _ => [element],
        }
        : [];

    private static IEnumerable<string> Lines(JsonObject element)
    {
        switch (Word(element, "type"))
        {
            case "TextBlock": return [Plain(Word(element, "text"))];
            case "RichTextBlock": return [string.Concat((element["inlines"] as JsonArray ?? []).Select(i => i is JsonObject run ? Plain(Word(run, "text")) : i!.GetValue<string>()))];
            case "FactSet": return All(element, "facts").Select(f => $"{Plain(Word(f, "title"))} {Plain(Word(f, "value"))}");
            case "Input.ChoiceSet": return Choices(element).Select(c => $"( ) {c.Title}").Prepend(Label(element));
            case "Input.Toggle": return [Label(element), Plain(Word(element, "title"))];
            case var input when input.StartsWith("Input.", StringComparison.Ordinal): return [Label(element)];
            default: return [];
        }
    }

    private static IEnumerable<JsonObject> All(JsonObject element, string name) => (element[name] as JsonArray ?? []).OfType<JsonObject>();

    private static string Dates(string text) => Date().Replace(Seen(text), m => DateTimeOffset.Parse(m.Groups["at"].Value, CultureInfo.InvariantCulture).ToUniversalTime().ToString(m.Groups["what"].Value == "DATE" ? "yyyy-MM-dd" : "HH:mm", CultureInfo.InvariantCulture));

    /// <summary>Without what keeps text dead and nobody sees.</summary>
    private static string Seen(string text) => text.Replace("\u200B", "", StringComparison.Ordinal).Replace("\u200A", "", StringComparison.Ordinal);

    [GeneratedRegex(@"\{\{(?<what>DATE|TIME)\((?<at>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2}))(, ?(COMPACT|SHORT|LONG))?\)\}\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Date();
}
