namespace ChatOpsCompliance.Server.Reports;

/// <summary>Breaks a text into the lines of a column: at spaces, after the marks that join names and paths, and anywhere when nothing else fits.</summary>
internal static class Wrapping
{
    public static IEnumerable<string> Lines(string text, double width, Func<string, double> measure)
    {
        var line = "";
        foreach (var piece in Pieces(text))
        {
            if (measure((line + piece).TrimEnd()) <= width)
            {
                line += piece;
                continue;
            }

            if (line.Length > 0) yield return line.TrimEnd();
            line = piece;
            while (measure(line.TrimEnd()) > width && line.Length > 1)
            {
                var fits = Enumerable.Range(1, line.Length).TakeWhile(n => n == 1 || measure(line[..n]) <= width).Last();
                yield return line[..fits];
                line = line[fits..];
            }
        }

        if (line.Length > 0) yield return line.TrimEnd();
    }

    /// <summary>The widest of the pieces that a line is not broken within.</summary>
    public static double Widest(string text, Func<string, double> measure) => Pieces(text).Select(p => measure(p.TrimEnd())).DefaultIfEmpty(0).Max();

    private static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i < text.Length && !(Ends(text[i - 1], text[i]) || (text[i] >= '\u2e80' && text[i - 1] >= '\u2e80'))) continue;
            yield return text[start..i];
            start = i;
        }
    }

    private static bool Ends(char before, char next) => (before == ' ' && next != ' ') || ("/@_;+|".Contains(before, StringComparison.Ordinal) && next != before && next != ' ') || (before is '.' or ':' or '-' && char.IsLetter(next));
}
