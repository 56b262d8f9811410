using System.Globalization;

namespace ChatOpsCompliance.Server.Sources;

/// <summary>
/// ISO 8601 with offset and nothing else: the framework's own reading also takes <c>01/02/2026 10:00Z</c>, whose month is anybody's guess, and
/// <c>10:00Z</c>, which would be today.
/// </summary>
internal static class IsoTime
{
    /// <param name="time">In UTC.</param>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        return HasDate(text) && HasOffset(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }

    private static bool HasDate(string text) =>
        text.Length >= "2026-01-31T09:00Z".Length && char.IsAsciiDigit(text[0]) && text[4] == '-' && text[7] == '-' && text[10] is 'T' or ' ' && text[13] == ':';

    private static bool HasOffset(string text) => text.EndsWith('Z') || (text[^6] is '+' or '-' && text[^3] == ':');
}
