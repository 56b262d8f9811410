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
            return Utf8.IsValid(line.Span) ? JsonElement.Parse(line.Span, new() { MaxDepth = 900 }) : default;
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

    public static long? Whole(JsonElement row, string name) => Of(row, name) is { ValueKind: JsonValueKind.Number } value && IsWhole(value) ? value.TryGetInt64(out var whole) ? whole : long.MaxValue : null;

    /// <summary>Written without a point or an exponent.</summary>
    public static bool IsWhole(JsonElement number) => number.GetRawText().AsSpan().IndexOfAny(".eE") < 0;

    private static JsonElement Of(JsonElement row, string name) => row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) ? value : default;
}
