using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>What travels through Slack and back: a button's value, a view's metadata. Nothing in it is trusted when it comes back.</summary>
internal static class SlackValues
{
    /// <summary>https://docs.slack.dev/reference/block-kit/block-elements/button-element and /reference/views.</summary>
    private const int MostInButton = 2000, MostInView = 3000;

    private const char Packed = '~';

    private const string NoValue = "∅";

    private sealed record Sent(string Verb, Dictionary<string, string> Values);

    private sealed record OfView(string Verb, Dictionary<string, string> Values, string Rendering, bool FromHome);

    public static string Pack(Button button) => Limited(JsonSerializer.Serialize(new Sent(button.Verb.Name, Pairs(button.Values))), MostInButton);

    /// <summary>Null when it is not of our making.</summary>
    public static (Verb Verb, Values Values)? Unpack(string? value) => Read<Sent>(value) is { Verb: not null, Values: not null } sent ? (new(sent.Verb), Values.Of(sent.Values)) : null;

    /// <summary>The submit button's values stand above the hidden ones of the same names.</summary>
    public static string Pack(Form form, bool fromHome)
    {
        var values = Pairs(form.Hidden);
        foreach (var (name, value) in form.Submit.Values) values[name] = value;
        return Limited(JsonSerializer.Serialize(new OfView(form.Submit.Verb.Name, values, form.Rendering(), fromHome)), MostInView);
    }

    /// <summary>The view's verb, its hidden values with the rendering among them, and whether it was opened from the home tab.</summary>
    public static (Verb Verb, Values Values, bool FromHome)? UnpackView(string? metadata) =>
        Read<OfView>(metadata) is { Verb: not null, Values: not null, Rendering: not null } view ? (new(view.Verb), Values.Of(view.Values).With(Form.RenderingField, view.Rendering), view.FromHome) : null;

    /// <summary>What stands in the fields of a view: <c>state.values</c> by block and action.</summary>
    public static Values Typed(Values hidden, JsonElement view)
    {
        if (!view.TryGetProperty("state", out var state) || !state.TryGetProperty("values", out var blocks)) return hidden;
        foreach (var block in blocks.EnumerateObject())
            foreach (var element in block.Value.EnumerateObject())
                if (Text(element.Value) is { } text) hidden = hidden.With(block.Name, text);
        return hidden;
    }

    public static Values Over(Values under, Values over)
    {
        foreach (var (name, value) in over) under = under.With(name, value);
        return under;
    }

    /// <summary>Slack takes no empty value of an option, such as “any system” has.</summary>
    public static string OfOption(string value) => value.Length == 0 ? NoValue : value;

    private static string? FromOption(JsonElement option) => option.GetProperty("value").GetString() is var value && value == NoValue ? "" : value;

    /// <summary>Null for a field that is not sent back as text: a file.</summary>
    private static string? Text(JsonElement element) => element.GetProperty("type").GetString() switch
    {
        "plain_text_input" => element.TryGetProperty("value", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()!.ReplaceLineEndings("\n") : "",
        "static_select" or "radio_buttons" => element.TryGetProperty("selected_option", out var chosen) && chosen.ValueKind == JsonValueKind.Object ? FromOption(chosen) : "",
        "checkboxes" => string.Join(',', element.GetProperty("selected_options").EnumerateArray().Select(FromOption)),
        _ => null,
    };

    private static Dictionary<string, string> Pairs(Values values) => values.ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);

    /// <summary>Long lists of numbers are packed; what does not fit even so is no form for Slack.</summary>
    private static string Limited(string json, int most)
    {
        if (json.Length <= most) return json;
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal)) brotli.Write(Encoding.UTF8.GetBytes(json));
        var text = Packed + Convert.ToBase64String(packed.ToArray());
        return text.Length <= most ? text : throw new TooLargeForSlackException($"{json.Length} characters of values");
    }

    private static T? Read<T>(string? text)
        where T : class
    {
        if (string.IsNullOrEmpty(text)) return null;
        try
        {
            if (text[0] != Packed) return JsonSerializer.Deserialize<T>(text);
            using var brotli = new BrotliStream(new MemoryStream(Convert.FromBase64String(text[1..])), CompressionMode.Decompress);
            var json = new byte[64 * 1024];
            return JsonSerializer.Deserialize<T>(json.AsSpan(0, brotli.ReadAtLeast(json, json.Length, throwOnEndOfStream: false)));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidDataException)
        {
            return null;
        }
    }
}

/// <summary>A form that Slack has no room for; the console has.</summary>
public sealed class TooLargeForSlackException(string what) : Exception($"Slack has no room for {what}.");
