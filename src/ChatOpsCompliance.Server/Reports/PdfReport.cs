using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatOpsCompliance.Evidence;
using UglyToad.PdfPig.Writer;

namespace ChatOpsCompliance.Server.Reports;

/// <summary>A report as pages that somebody hands to an auditor: what it is of, how the numbers tie out, the rows, and that they are all there.</summary>
internal static class PdfReport
{
    /// <summary>Some thousand pages; more than that nobody reads on paper.</summary>
    public const int MostRows = 20_000;

    private const double FactSize = 8.5, FactLeading = 13;

    public static byte[] Write(ReportTable table)
    {
        using var pdf = new PdfDocumentBuilder { ArchiveStandard = PdfAStandard.A2B };
        pdf.DocumentInformation.Title = table.Title;
        pdf.DocumentInformation.Producer = "ChatOpsCompliance";
        var pages = new PdfPages(pdf);
        pages.Paragraph(Typeface.Drawable(table.Title), pages.Bold, 17);
        pages.Y -= 8;
        Facts(pages, table.Facts);
        Notes(pages, table);
        if (table.Rows.Count > 0) PdfTable.Write(pages, table);
        pages.Y -= 8;
        pages.Paragraph(table.Rows.Count == 0 ? "There is nothing to list." : string.Create(CultureInfo.InvariantCulture, $"End of the report: {table.Rows.Count:N0} {(table.Rows.Count == 1 ? "row" : "rows")}."), pages.Bold, FactSize);
        var asOf = table.Facts.FirstOrDefault(f => f.Name == ReportScope.AsOfFact);
        pages.Number(Typeface.Drawable(asOf is null ? table.Title : $"{table.Title} · as of {Shown(asOf.Value)} UTC"));
        return Named(pdf.Build());
    }

    /// <summary>Times as people write them; the foot of the facts says that they are UTC.</summary>
    public static string Shown(object? value) => value is DateTimeOffset at ? at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : ReportTable.Text(value);

    /// <summary>In two columns, filled one after the other; what is empty says so.</summary>
    private static void Facts(PdfPages pages, IReadOnlyList<ReportFact> facts)
    {
        const double Label = 140, Column = PdfPages.Inside / 2;
        var value = Column - Label - 16;
        var half = (facts.Count + 1) / 2;
        for (var row = 0; row < half; row++)
        {
            var lines = facts.Skip(row).Where((_, i) => i % half == 0).Select(f => (f.Label, Lines: Lines(Typeface.Drawable(Shown(f.Value)), value, pages))).ToList();
            if (pages.Room < FactLeading * lines.Max(l => l.Lines.Count)) pages.Turn();
            foreach (var (fact, x) in lines.Select((f, i) => (f, PdfPages.Margin + (i * Column))))
            {
                pages.Text(fact.Label, pages.Regular, FactSize, x, pages.Y, Ink.Grey);
                foreach (var (line, n) in fact.Lines.Select((l, n) => (l, n))) pages.Text(line, pages.Regular, FactSize, x + Label, pages.Y - (n * FactLeading));
            }

            pages.Y -= FactLeading * lines.Max(l => l.Lines.Count);
        }
    }

    private static List<string> Lines(string text, double width, PdfPages pages) => [.. Wrapping.Lines(text.Length == 0 ? "–" : text, width, t => pages.Regular.Width(t, FactSize))];

    private static void Notes(PdfPages pages, ReportTable table)
    {
        pages.Y -= 6;
        foreach (var note in table.Notes) pages.Paragraph(Typeface.Drawable(note), pages.Regular, FactSize + 0.5);
        pages.Paragraph("Times are UTC. What a source did not say stands as unknown, or is left empty.", pages.Regular, FactSize, Ink.Grey);
        pages.Y -= 8;
    }

    /// <summary>The document's id is drawn by lot; made from the content instead, the same report is the same file.</summary>
    private static byte[] Named(byte[] file)
    {
        const int Digits = 32;
        var at = file.AsSpan().LastIndexOf("/ID [ <"u8) + "/ID [ <"u8.Length;
        var second = at + Digits + file.AsSpan(at + Digits).IndexOf((byte)'<') + 1;
        file.AsSpan(at, Digits).Fill((byte)'0');
        file.AsSpan(second, Digits).Fill((byte)'0');
        var id = Encoding.ASCII.GetBytes(Convert.ToHexString(SHA256.HashData(file).AsSpan(0, Digits / 2)));
        id.CopyTo(file.AsSpan(at));
        id.CopyTo(file.AsSpan(second));
        return file;
    }
}
