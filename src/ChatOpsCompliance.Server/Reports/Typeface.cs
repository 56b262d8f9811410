using System.Globalization;
using System.Text;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Writer;

namespace ChatOpsCompliance.Server.Reports;

/// <summary>
/// A face of one document: each character is drawn with the first font that has it. What no font has stands as its Unicode number, so that nothing
/// is lost in silence.
/// </summary>
/// <param name="stack">Every face has the fonts of the regular one, so that what can be drawn does not hang on the face.</param>
internal sealed class Typeface(PdfDocumentBuilder pdf, params IReadOnlyList<FontFile> stack)
{
    /// <summary>A simple font of a PDF numbers its characters with one byte; a text with more kinds of characters gets the font again.</summary>
    private const int MostCharacters = 200;

    private readonly Dictionary<char, (FontFile File, PdfDocumentBuilder.AddedFont Font, double Width)> drawn = [];

    private readonly Dictionary<FontFile, (PdfDocumentBuilder.AddedFont Font, int Characters)> open = [];

    /// <summary>The text as it can be drawn: composed, without control characters, right-to-left words turned round, and what no font has as <c>[U+1F600]</c>.</summary>
    public static string Drawable(string text)
    {
        if (text.All(c => c is >= ' ' and <= '~')) return text;
        var result = new StringBuilder(text.Length);
        foreach (var rune in Composed(text).EnumerateRunes())
        {
            if (rune.IsBmp && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format && FontFile.Stack.Any(f => f.Has((char)rune.Value))) result.Append((char)rune.Value);
            else if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune)) result.Append(' ');
            else if (Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Format) result.Append(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]");
        }

        return TurnedRound(result);
    }

    public double Width(string text, double size)
    {
        var width = 0.0;
        foreach (var c in text) width += Of(c).Width;
        return width * size;
    }

    public void Draw(PdfPageBuilder page, string text, double size, double x, double y)
    {
        for (var i = 0; i < text.Length;)
        {
            var font = Of(text[i]).Font;
            var end = i + 1;
            while (end < text.Length && ReferenceEquals(Of(text[end]).Font, font)) end++;
            page.AddText(text[i..end], size, new PdfPoint(x, y), font);
            x += Width(text[i..end], size);
            i = end;
        }
    }

    private (FontFile File, PdfDocumentBuilder.AddedFont Font, double Width) Of(char c)
    {
        if (drawn.TryGetValue(c, out var known)) return known;
        var file = stack.FirstOrDefault(f => f.Has(c)) ?? stack[0];
        if (!open.TryGetValue(file, out var font) || font.Characters >= MostCharacters) font = (pdf.AddTrueTypeFont(file.Bytes), 0);
        open[file] = font with { Characters = font.Characters + 1 };
        return drawn[c] = (file, font.Font, file.Width(c));
    }

    /// <summary>Half of a character that was cut in two can't be composed with anything: it becomes the sign for what can't be read.</summary>
    private static string Composed(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) whole.Append(rune.ToString());
        return whole.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>Hebrew and Arabic are written from the right: a PDF wants them in the order they are drawn.</summary>
    private static string TurnedRound(StringBuilder text)
    {
        for (var start = 0; start < text.Length; start++)
        {
            if (!FromTheRight(text[start])) continue;
            var last = start;
            for (var i = start; i < text.Length && (FromTheRight(text[i]) || text[i] == ' '); i++)
                if (text[i] != ' ') last = i;
            for (var (a, b) = (start, last); a < b; a++, b--) (text[a], text[b]) = (text[b], text[a]);
            start = last;
        }

        return text.ToString();
    }

    private static bool FromTheRight(char c) => c is >= '\u0590' and <= '\u08ff' or >= '\ufb1d' and <= '\ufdff' or >= '\ufe70' and <= '\ufeff';
}
