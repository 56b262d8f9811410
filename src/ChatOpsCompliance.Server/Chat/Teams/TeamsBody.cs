using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>The bytes of an activity, before anything in them is known to be Teams'.</summary>
internal static class TeamsBody
{
    private const int Escape = 6; // \uXXXX

    /// <summary>Null when it is no activity. A client that cuts a text by its length may cut a pair of surrogates: what is left of one is U+FFFD, since no reader takes it.</summary>
    public static TeamsActivity? Read(Span<byte> body)
    {
        if (!Utf8.IsValid(body)) return null;
        MendPairs(body);
        try
        {
            var reader = new Utf8JsonReader(body);
            var json = JsonElement.ParseValue(ref reader);
            return body[(int)reader.BytesConsumed..].ContainsAnyExcept(" \r\n\t"u8) ? null : TeamsActivity.Of(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Escapes stand in strings alone, so nothing else need be understood.</summary>
    private static void MendPairs(Span<byte> body)
    {
        for (var at = 0; body[at..].IndexOf((byte)'\\') is >= 0 and var next;)
        {
            at += next;
            if (Unit(body, at) is not { } unit)
            {
                at = Math.Min(at + 2, body.Length);
                continue;
            }

            var isPair = char.IsHighSurrogate(unit) && Unit(body, at + Escape) is { } second && char.IsLowSurrogate(second);
            if (char.IsSurrogate(unit) && !isPair) "\\uFFFD"u8.CopyTo(body[at..]);
            at += isPair ? 2 * Escape : Escape;
        }
    }

    private static char? Unit(ReadOnlySpan<byte> body, int at) =>
        at + Escape <= body.Length && body[at] == '\\' && body[at + 1] == 'u' && ushort.TryParse(body.Slice(at + 2, Escape - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : null;
}
