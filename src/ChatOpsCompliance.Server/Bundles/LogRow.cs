using System.Text.Json;
using System.Text.Unicode;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>A line of JSON from a bundle, which may be anything.</summary>
internal static class LogRow
{
    /// <summary>Not an object, an array or anything else when the line is no JSON.</summary>
    public static JsonElement Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return Utf8.IsValid(line.Span) && WholeCharacters(line.Span) ? JsonElement.Parse(line.Span, new() { MaxDepth = 64 }) : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    public static bool Texts(JsonElement row, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Text(row, name) is null) return false;
        return true;
    }

    public static string? Text(JsonElement row, string name) => Of(row, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static long? Whole(JsonElement row, string name) => Of(row, name) is { ValueKind: JsonValueKind.Number } value && IsWhole(value) ? value.GetInt64() : null;

    /// <summary>Written without a point or an exponent, in no more characters than every reader counts exactly, and in one way only.</summary>
    public static bool IsWhole(JsonElement number) => number.GetRawText() is { Length: <= 18 } text and not "-0" && text.AsSpan().IndexOfAny(".eE") < 0;

    /// <summary>An escape may stand for half a character, which one reader replaces and another refuses.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    private static bool WholeCharacters(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf("\\ud"u8) < 0 && line.IndexOf("\\uD"u8) < 0) return true;
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static JsonElement Of(JsonElement row, string name) => row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) ? value : default;
}
