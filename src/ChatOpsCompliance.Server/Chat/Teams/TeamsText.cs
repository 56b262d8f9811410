using System.Text;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>
/// Text for cards. <c>TextRun</c>, titles of buttons and labels know no Markdown, only dates (<c>{{DATE(…)}}</c>, https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features);
/// a choice's title and the fallback are Markdown to some clients and plain to others, so there nothing is escaped: what would be live is taken apart by characters nobody sees.
/// </summary>
internal static class TeamsText
{
    /// <summary>Of a button, in characters: clients cut what is longer at its end, where it says whose it is.</summary>
    public const int Button = 100;

    /// <summary>One block of text, so that what does not fit can be left out by parts.</summary>
    public const int Part = 6000;

    private const char Nothing = '\u200B', Hair = '\u200A';

    /// <summary>Without control characters, halves of pairs, and anything that a client would read a date from.</summary>
    public static string Plain(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes()) // half a pair comes as U+FFFD
        {
            if (Rune.IsControl(rune) && rune.Value is not ('\n' or '\t')) continue;
            if (rune.Value == '{' && clean.Length > 0 && clean[^1] == '{') clean.Append(Nothing);
            clean.Append(rune);
        }

        return string.IsNullOrWhiteSpace(text) ? "–" : clean.ToString();
    }

    /// <summary>For where a client may read Markdown: no emphasis, link, list, heading, code, entity or address is left, and it reads as before, in one line.</summary>
    public static string Dead(string text) => DeadLine(Plain(text).Replace('\n', ' '));

    private static string DeadLine(string line)
    {
        var dead = new StringBuilder(line.Length + 8);
        if (line.Length > 0 && !char.IsLetter(line[0]) && !(char.IsAsciiDigit(line[0]) && !IsNumbered(line))) dead.Append(Nothing);
        for (var at = 0; at < line.Length; at++)
        {
            var (before, c, after) = (at == 0 ? ' ' : line[at - 1], line[at], at == line.Length - 1 ? ' ' : line[at + 1]);
            dead.Append(c == '`' ? 'ˋ' : c);
            // Emphasis opens where no space follows.
            if ((c is '*' or '~' || (c == '_' && !char.IsLetterOrDigit(before))) && !char.IsWhiteSpace(after)) dead.Append(Hair);
            else if (IsLive(line, at, before, c, after)) dead.Append(Nothing);
        }

        return dead.ToString();
    }

    private static bool IsLive(string line, int at, char before, char c, char after) => c switch
    {
        '\\' or '@' => true,
        ']' => after is '(' or '[' or ':',
        '<' => char.IsLetter(after) || after is '/' or '!' or '?',
        '&' => char.IsLetter(after) || after == '#',
        ':' => !char.IsWhiteSpace(after),
        'w' or 'W' => after == '.' && at >= 2 && line.AsSpan(at - 2, 3).Equals("www", StringComparison.OrdinalIgnoreCase),
        '.' => char.IsLetter(after) && char.IsLetterOrDigit(before),
        _ => false,
    };

    private static bool IsNumbered(string line) => line.AsSpan().TrimStart("0123456789") is { Length: > 0 } rest && rest[0] is '.' or ')';

    /// <summary>Cut at the end.</summary>
    public static string Cut(string text, int most) => text.Length <= most ? text : $"{text[..Whole(text, most - 1)]}…";

    /// <summary>Cut in the middle: a button begins with what it does and ends with whose it is.</summary>
    public static string CutMiddle(string text, int most)
    {
        if (text.Length <= most) return text;
        var (head, tail) = (Whole(text, most / 2), text.Length - (most - (most / 2) - 1));
        if (char.IsLowSurrogate(text[tail])) tail++;
        return $"{text[..head]}…{text[tail..]}";
    }

    /// <summary>All of it, in parts none of which is too long; broken at lines where there are some.</summary>
    public static IEnumerable<string> Parts(string text)
    {
        while (text.Length > Part)
        {
            var line = text.LastIndexOf('\n', Part - 1);
            var at = line > Part / 2 ? line : Whole(text, Part);
            yield return text[..at];
            text = text[at..].TrimStart('\n');
        }

        if (text.Length > 0) yield return text;
    }

    /// <summary>Never half of a pair of surrogates.</summary>
    private static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
}
