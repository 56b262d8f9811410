using System.Text.Json.Nodes;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>
/// Text for Slack, within its limits (https://docs.slack.dev/reference/block-kit). What people wrote goes out as plain text only, which Slack reads
/// no mention, link or formatting from; the one place where it can't be plain is a message's fallback, and there it is escaped.
/// </summary>
internal static class SlackText
{
    public const int Header = 150, Section = 3000, Label = 2000, Hint = 2000, Button = 75, OptionText = 75, Title = 24;

    public static JsonObject Plain(string text, int most = Section) => new() { ["type"] = "plain_text", ["text"] = Cut(NotEmpty(text), most), ["emoji"] = false };

    /// <summary>As Slack's documents say: these three, and nothing else.</summary>
    public static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>What somebody wrote in a message, as they wrote it.</summary>
    public static string Unescape(string text) => text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    /// <summary>Cut at the end, between words where that costs little, with dots that say so.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        var space = text.LastIndexOf(' ', most - 1);
        return $"{text[..(space > most * 2 / 3 ? space : Whole(text, most - 1))]}…";
    }

    /// <summary>Cut in the middle: a button begins with what it does and ends with whose it is.</summary>
    public static string CutMiddle(string text, int most)
    {
        if (text.Length <= most) return text;
        var (head, tail) = (Whole(text, most / 2), text.Length - (most - (most / 2) - 1));
        if (char.IsLowSurrogate(text[tail])) tail++;
        return $"{text[..head]}…{text[tail..]}";
    }

    /// <summary>All of it, in parts none of which is too long; broken at lines where there are some.</summary>
    public static IEnumerable<string> Parts(string text, int most = Section)
    {
        while (text.Length > most)
        {
            var line = text.LastIndexOf('\n', most - 1);
            var at = line > most / 2 ? line : Whole(text, most);
            yield return text[..at];
            text = text[at..].TrimStart('\n');
        }

        if (text.Length > 0) yield return text;
    }

    // Slack refuses empty text.
    private static string NotEmpty(string text) => string.IsNullOrWhiteSpace(text) ? "–" : text;

    /// <summary>Never half of a pair of surrogates.</summary>
    private static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
}
