using System.Globalization;
using UglyToad.PdfPig.Writer;

namespace ChatOpsCompliance.Server.Reports;

/// <summary>Pages of one document, written from the top down: A4 on its side, in points, with a line at the foot that says which page of how many.</summary>
internal sealed class PdfPages
{
    public const double Width = 842, Height = 595, Margin = 40, Bottom = 46, Inside = Width - (2 * Margin);

    private readonly List<PdfPageBuilder> pages = [];

    private readonly PdfDocumentBuilder pdf;

    public PdfPages(PdfDocumentBuilder pdf)
    {
        this.pdf = pdf;
        Regular = new(pdf, FontFile.Stack);
        Bold = new(pdf, [FontFile.Bold, .. FontFile.Stack]);
        Turn();
    }

    public Typeface Regular { get; }

    public Typeface Bold { get; }

    /// <summary>Where the next line goes, counted from the bottom of the page.</summary>
    public double Y { get; set; }

    /// <summary>What is left of this page.</summary>
    public double Room => Y - Bottom;

    public void Turn()
    {
        pages.Add(pdf.AddPage(Width, Height));
        Y = Height - Margin;
    }

    /// <param name="y">The top of the line.</param>
    public void Text(string text, Typeface face, double size, double x, double y, Ink ink = Ink.Black)
    {
        Set(pages[^1], ink);
        face.Draw(pages[^1], text, size, x, y - (size * 0.93));
    }

    /// <summary>Lines of the page's whole width.</summary>
    public void Paragraph(string text, Typeface face, double size, Ink ink = Ink.Black)
    {
        foreach (var line in Wrapping.Lines(text, Inside, t => face.Width(t, size)))
        {
            if (Room < size * 1.4) Turn();
            Text(line, face, size, Margin, Y, ink);
            Y -= size * 1.4;
        }
    }

    public void Line(double y)
    {
        pages[^1].SetStrokeColor(205, 210, 217);
        pages[^1].DrawLine(new(Margin, y), new(Width - Margin, y), 0.5);
    }

    public void Band(double y, double height)
    {
        pages[^1].SetTextAndFillColor(232, 236, 241);
        pages[^1].SetStrokeColor(232, 236, 241);
        pages[^1].DrawRectangle(new(Margin, y - height), Inside, height, 0.1, fill: true);
    }

    /// <summary>How many pages there are is known only at the end.</summary>
    public void Number(string foot)
    {
        for (var i = 0; i < pages.Count; i++)
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"Page {i + 1} of {pages.Count}");
            Set(pages[i], Ink.Grey);
            var room = Inside - Regular.Width(number, 7.5) - 20;
            Regular.Draw(pages[i], Wrapping.Lines(foot, room, t => Regular.Width(t, 7.5)).First(), 7.5, Margin, Bottom - 18);
            Regular.Draw(pages[i], number, 7.5, Width - Margin - Regular.Width(number, 7.5), Bottom - 18);
        }
    }

    private static void Set(PdfPageBuilder page, Ink ink)
    {
        if (ink == Ink.Black) page.SetTextAndFillColor(20, 24, 31);
        else page.SetTextAndFillColor(92, 99, 110);
    }
}

internal enum Ink
{
    Black,
    Grey,
}
