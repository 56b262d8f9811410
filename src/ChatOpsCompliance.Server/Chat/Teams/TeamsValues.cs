using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Web;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>
/// What a button carries to Teams and back, as an action's <c>data</c>: <c>v</c> (a form's hidden values, and nothing for each field, since Teams leaves out
/// what is empty), <c>own</c> (the button's), <c>card</c> (the key of the message's; Teams' renderer takes <c>key</c> for a property of its own, and the Playground's stumbles over it), <c>shown</c> (the form). What is typed comes beside them, under <see cref="Input"/>.
/// </summary>
internal static class TeamsValues
{
    /// <summary>Asks for the message's card as it stands; everybody who looks at an old copy sends it.</summary>
    public static readonly Verb Refresh = new("teams.refresh");

    private const string InputPrefix = "in.", Hidden = "v", Own = "own", Key = "card", Shown = "shown";

    /// <summary>An option needs a value; “any system” has none.</summary>
    private const string NoValue = "∅none";

    /// <summary>Far more than any form of ours, in bytes.</summary>
    private const int MostOfForm = 1024 * 1024;

    private const int LongestVerb = 100, LongestKey = 200;

    public static string Input(string field) => InputPrefix + field;

    public static string OfOption(string value) => value.Length == 0 ? NoValue : value;

    public static JsonObject Data(string? key) => key is null ? [] : new() { [Key] = key };

    /// <param name="hidden">Null for what is no form's.</param>
    /// <param name="shown">Of <see cref="Pack(Form)"/>.</param>
    public static JsonObject Data(Button button, Values? hidden, string? key, string? shown = null)
    {
        var data = Data(key);
        if (hidden is not null) data[Hidden] = Pairs(hidden);
        if (button.Values.Any()) data[Own] = Pairs(button.Values);
        if (shown is not null) data[Shown] = shown;
        return data;
    }

    /// <summary>What comes back from a form besides what is typed. A file that was kept stays kept.</summary>
    public static Values HiddenOf(ShownForm shown)
    {
        var values = shown.Form.Hidden.Append(new(Form.RenderingField, shown.Form.Rendering())).ToList();
        foreach (var field in shown.Form.Blocks.OfType<Field>())
        {
            var kept = field is Attach ? shown.Typed?[field.Name] ?? "" : "";
            values.Add(new(field.Name, kept));
            if (kept.Length > 0) values.Add(new(Attach.ShownAs(field.Name), shown.Typed![Attach.ShownAs(field.Name)]));
        }

        return Values.Of(values);
    }

    public static string Pack(Form form)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal)) brotli.Write(Encoding.UTF8.GetBytes(ShownForm.Fresh(form).Travelling));
        return Convert.ToBase64String(packed.ToArray());
    }

    /// <param name="action">An invoke's <c>value.action</c>.</param>
    /// <returns>Null when it is not of our making.</returns>
    public static TeamsPress? Unpack(JsonElement action)
    {
        if (action.ValueKind != JsonValueKind.Object || Text(action, "verb") is not { Length: > 0 and <= LongestVerb } verb) return null;
        if (!action.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object) return new(new(verb), Values.None, null, null);
        var typed = Values.Of([.. Read(data, Hidden), .. Typed(data)]);
        var key = Text(data, Key) is { Length: > 0 and <= LongestKey } k ? k : null;
        return new(new(verb), Values.Of([.. typed, .. Read(data, Own)]), Arrived(Text(data, Shown)) is { } form ? ShownForm.AsTyped(form, typed) : null, key);
    }

    private static IEnumerable<KeyValuePair<string, string>> Typed(JsonElement data)
    {
        foreach (var property in data.EnumerateObject())
        {
            if (!property.Name.StartsWith(InputPrefix, StringComparison.Ordinal) || property.Value.ValueKind != JsonValueKind.String) continue;
            var text = property.Value.GetString()!;
            yield return new(property.Name[InputPrefix.Length..], text == NoValue ? "" : text.ReplaceLineEndings("\n"));
        }
    }

    private static JsonObject Pairs(Values values) => new(values.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value)));

    private static Values Read(JsonElement data, string name) =>
        data.TryGetProperty(name, out var pairs) && pairs.ValueKind == JsonValueKind.Object
            ? Values.Of(pairs.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String).Select(p => KeyValuePair.Create(p.Name, p.Value.GetString()!)))
            : Values.None;

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static Form? Arrived(string? packed)
    {
        if (packed is null) return null;
        try
        {
            using var brotli = new BrotliStream(new MemoryStream(Convert.FromBase64String(packed)), CompressionMode.Decompress);
            var json = new byte[MostOfForm];
            var read = brotli.ReadAtLeast(json, json.Length, throwOnEndOfStream: false);
            return ShownForm.Arrived(Encoding.UTF8.GetString(json.AsSpan(0, read)));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidDataException)
        {
            return null;
        }
    }
}
