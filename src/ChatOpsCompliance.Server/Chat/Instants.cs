using System.Globalization;
using System.Text.RegularExpressions;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>The instants that a card tells in UTC, found again in its text, so that a platform can say them once more in the zone of whoever reads.</summary>
internal static class Instants
{
    private const int Most = 5;

    private const string Format = "yyyy-MM-dd HH:mm 'UTC'";

    private static readonly Regex Stamp = new(@"\b[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2} UTC\b", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The first few of a block, each once, with the text they stand there by.</summary>
    public static IReadOnlyList<(string Text, DateTimeOffset At)> In(Block block)
    {
        var text = block switch { Paragraph p => p.Text, Note n => n.Text, Facts f => string.Join('\n', f.Pairs.Select(p => p.Value)), _ => "" };
        return
        [
            .. Stamp.Matches(text).Select(m => m.Value).Distinct(StringComparer.Ordinal).Take(Most)
                .Select(s => (Text: s, At: DateTimeOffset.TryParseExact(s, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : (DateTimeOffset?)null))
                .Where(s => s.At is not null)
                .Select(s => (s.Text, s.At!.Value)),
        ];
    }
}
