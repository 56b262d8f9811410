using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Server.Reports;

/// <summary>
/// The rows of a report on paper: columns that belong together stand beneath each other in one, each as wide as its content asks for, with the header
/// on every page. A row stays on one page unless it is longer than that.
/// </summary>
internal sealed class PdfTable
{
    private const double Size = 7.5, Leading = 9.6, Gap = 9, Padding = 3.5;

    private readonly PdfPages pages;

    private readonly List<Column> columns;

    private readonly double[] widths;

    private readonly IReadOnlyList<string[]> rows;

    private PdfTable(PdfPages pages, ReportTable table)
    {
        this.pages = pages;
        rows = [.. table.Rows.Select(r => r.Select((v, i) => Typeface.Drawable(Shown(v, table.Columns[i]))).ToArray())];
        columns = [];
        foreach (var (column, i) in table.Columns.Select((c, i) => (c, i)))
        {
            if (column.Below && columns.Count > 0) columns[^1].Parts.Add((column.Label, i));
            else columns.Add(new([(column.Label, i)]));
        }

        widths = Widths();
    }

    private sealed record Column(List<(string Label, int Index)> Parts);

    private sealed record Placed(string Text, Typeface Face, Ink Ink);

    public static void Write(PdfPages pages, ReportTable table)
    {
        var paper = new PdfTable(pages, table);
        paper.Header();
        foreach (var row in paper.rows) paper.Row(row);
    }

    /// <summary>A bare yes or number beneath something else would not say what it is an answer to.</summary>
    private static string Shown(object? value, ReportColumn column) =>
        column.Below && value is "yes" or "no" or "unknown" or int or long
            ? $"{column.Label}: {ReportTable.Text(value)}" : PdfReport.Shown(value);

    private void Header()
    {
        var cells = columns.Select((c, n) => c.Parts
            .SelectMany((p, line) => Wrapping.Lines(p.Label, widths[n], t => pages.Bold.Width(t, Size)).Select(t => new Placed(t, line == 0 ? pages.Bold : pages.Regular, line == 0 ? Ink.Black : Ink.Grey))).ToList()).ToList();
        var height = (cells.Max(c => c.Count) * Leading) + (2 * Padding);
        if (pages.Room < height + (4 * Leading)) pages.Turn();
        pages.Band(pages.Y, height);
        Cells(cells, 0, int.MaxValue);
        pages.Y -= height;
    }

    private void Row(string[] row)
    {
        var cells = columns.Select((c, n) => Lines(c, row, widths[n])).ToList();
        var lines = cells.Max(c => c.Count);
        if (pages.Room < (lines * Leading) + (2 * Padding)) Next();
        for (var from = 0; from < lines;)
        {
            var fits = Math.Min(lines - from, (int)((pages.Room - (2 * Padding)) / Leading));
            Cells(cells, from, fits);
            pages.Y -= (fits * Leading) + (2 * Padding);
            pages.Line(pages.Y);
            from += fits;
            if (from < lines) Next();
        }
    }

    private void Next()
    {
        pages.Turn();
        Header();
    }

    private List<Placed> Lines(Column column, string[] row, double width) =>
    [
        .. column.Parts.SelectMany((p, n) => Wrapping.Lines(row[p.Index], width, t => pages.Regular.Width(t, Size)).Select(t => new Placed(t, pages.Regular, n == 0 ? Ink.Black : Ink.Grey))),
    ];

    private void Cells(IReadOnlyList<List<Placed>> cells, int from, int count)
    {
        var x = PdfPages.Margin + 4;
        foreach (var (cell, width) in cells.Zip(widths))
        {
            var y = pages.Y - Padding;
            foreach (var line in cell.Skip(from).Take(count))
            {
                pages.Text(line.Text, line.Face, Size, x, y, line.Ink);
                y -= Leading;
            }

            x += width + Gap;
        }
    }

    /// <summary>Each column gets what its content asks for, up to a level at which they all fit, and never less than its longest word needs.</summary>
    private double[] Widths()
    {
        var room = PdfPages.Inside - 8 - (Gap * (columns.Count - 1));
        var least = columns.Select(c => Math.Min(Most(c, Wrapping.Widest), room / columns.Count * 1.4)).ToArray();
        var want = columns.Select((c, n) => Math.Max(least[n], Most(c, (t, measure) => measure(t)))).ToArray();
        if (want.Sum() <= room) return [.. want.Select(w => w + ((room - want.Sum()) * w / want.Sum()))];
        if (least.Sum() >= room) return [.. least.Select(w => w * room / least.Sum())];
        double[] Up(double level) => [.. want.Select((w, n) => Math.Max(least[n], Math.Min(w, level)))];
        var (low, high) = (0.0, room);
        for (var step = 0; step < 40; step++)
            if (Up((low + high) / 2).Sum() <= room) low = (low + high) / 2;
            else high = (low + high) / 2;
        return Up(low);
    }

    private double Most(Column column, Func<string, Func<string, double>, double> of) => column.Parts.Max(p => Math.Max(
        of(p.Label, t => pages.Bold.Width(t, Size)),
        rows.Select(r => of(r[p.Index], t => pages.Regular.Width(t, Size))).DefaultIfEmpty(0).Max()));
}
