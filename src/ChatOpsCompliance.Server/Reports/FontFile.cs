using UglyToad.PdfPig.Fonts.TrueType;
using UglyToad.PdfPig.Fonts.TrueType.Parser;

namespace ChatOpsCompliance.Server.Reports;

/// <summary>A TrueType font that ships with the program, read once. Licences stand beside the files.</summary>
internal sealed class FontFile
{
    public static readonly FontFile Regular = new("DejaVuSansCondensed.ttf"), Bold = new("DejaVuSansCondensed-Bold.ttf");

    /// <summary>Chinese, Japanese and Korean names.</summary>
    public static readonly FontFile Han = new("Han.ttf"), Hangul = new("Hangul.ttf");

    /// <summary>In this order. What none of them has can't be drawn.</summary>
    public static readonly IReadOnlyList<FontFile> Stack = [Regular, Han, Hangul];

    private readonly Lazy<(byte[] Bytes, TrueTypeFont Font)> content;

    private FontFile(string name) => content = new(() =>
    {
        using var stream = typeof(FontFile).Assembly.GetManifestResourceStream(typeof(FontFile), $"Fonts.{name}") ?? throw new InvalidOperationException($"The font {name} is not in the program.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return (memory.ToArray(), TrueTypeFontParser.Parse(new TrueTypeDataBytes(memory.ToArray())));
    });

    public byte[] Bytes => content.Value.Bytes;

    public bool Has(char c) => Glyph(c) > 0;

    /// <summary>How far a character moves the pen, as a part of the font's size.</summary>
    public double Width(char c) => (double)content.Value.Font.TableRegister.HorizontalMetricsTable.GetAdvanceWidth(Glyph(c)) / content.Value.Font.GetUnitsPerEm();

    private int Glyph(char c) => content.Value.Font.WindowsUnicodeCMap.CharacterCodeToGlyphIndex(c);
}
