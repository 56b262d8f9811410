using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Server.Reports;

/// <summary>
/// A report as an XLSX workbook: the rows on one sheet, what they are about on another. No cell holds a formula, and a text that looks like one
/// is marked as quoted, so that it stays text when somebody edits the cell. Numbers and times are real ones. The same table gives the same bytes.
/// </summary>
internal static class Workbook
{
    /// <summary>What a worksheet holds, less the header.</summary>
    public const int MostRows = 1_048_575;

    /// <summary>What a cell holds.</summary>
    private const int MostCharacters = 32_767;

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private const string Head = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""" + "\n";

    /// <summary>The numbers of the cell styles, in the order of <see cref="Styles"/>.</summary>
    private const int Plain = 0, Header = 1, Wrapped = 2, Quoted = 3, Time = 4, Day = 5, Title = 6;

    private const string Styles = Head + $"""
        <styleSheet xmlns="{Main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd"/></numFmts>
        <fonts count="3"><font><sz val="10"/><name val="Arial"/></font><font><b/><sz val="10"/><name val="Arial"/></font><font><b/><sz val="14"/><name val="Arial"/></font></fonts>
        <fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8ECF1"/></patternFill></fill></fills>
        <borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
        <cellXfs count="7"><xf applyAlignment="1"><alignment vertical="top"/></xf><xf fontId="1" fillId="2" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
        <xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf quotePrefix="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
        <xf numFmtId="164" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" horizontal="left"/></xf><xf numFmtId="165" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" horizontal="left"/></xf>
        <xf fontId="2" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
        """;

    private const string Types = Head + """
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>
        <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
        <Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>
        """;

    private const string Root = Head + $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>""";

    private const string Parts = Head + $"""
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{Relations}/worksheet" Target="worksheets/sheet1.xml"/>
        <Relationship Id="rId2" Type="{Relations}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="{Relations}/styles" Target="styles.xml"/></Relationships>
        """;

    public static void Write(ReportTable table, Stream file)
    {
        // Whether it could go back in the file must not change what is written.
        using var zip = new ZipArchive(new ForwardStream(file), ZipArchiveMode.Create);
        Part(zip, "[Content_Types].xml", Types);
        Part(zip, "_rels/.rels", Root);
        Part(zip, "xl/workbook.xml", Book(table));
        Part(zip, "xl/_rels/workbook.xml.rels", Parts);
        Part(zip, "xl/styles.xml", Styles);
        Sheet(zip, "xl/worksheets/sheet1.xml", new SheetView(Frozen: true, Widths(table)), Rows(table));
        Sheet(zip, "xl/worksheets/sheet2.xml", new SheetView(Frozen: false, [34, 90]), About(table));
    }

    private static string Book(ReportTable table) => Head + string.Create(CultureInfo.InvariantCulture, $"""
        <workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets><sheet name="{table.Name}" sheetId="1" r:id="rId1"/><sheet name="about" sheetId="2" r:id="rId2"/></sheets>
        <definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'{table.Name}'!$A$1:${Letters(table.Columns.Count)}${table.Rows.Count + 1}</definedName><definedName name="_xlnm.Print_Titles" localSheetId="0">'{table.Name}'!$1:$1</definedName></definedNames></workbook>
        """);

    private static IEnumerable<IEnumerable<(object?, int)>> Rows(ReportTable table) =>
        table.Rows.Select(r => r.Select(v => (v, StyleOf(v)))).Prepend(table.Columns.Select(c => ((object?)c.Name, Header)));

    private static IEnumerable<IEnumerable<(object?, int)>> About(ReportTable table) =>
    [
        [(table.Title, Title)],
        .. table.Facts.Select(f => (IEnumerable<(object?, int)>)[(f.Name, Header), (f.Value, StyleOf(f.Value))]),
        .. table.Notes.Select(n => (IEnumerable<(object?, int)>)[("", Plain), (n, StyleOf(n))]),
    ];

    private static int StyleOf(object? value) => value switch
    {
        DateTimeOffset => Time,
        DateOnly => Day,
        string { Length: > 0 } s when ReportFormats.FormulaSigns.Contains(s.TrimStart(' ', '\u00a0', '\n', '"', '\'').FirstOrDefault(), StringComparison.Ordinal) => Quoted,
        string => Wrapped,
        _ => Plain,
    };

    private static List<int> Widths(ReportTable table) =>
        [.. table.Columns.Select((c, i) => Math.Clamp(table.Rows.Take(1000).Select(r => ReportTable.Text(r[i]).Length).Append(c.Name.Length + 3).Max() + 1, 6, 48))];

    private sealed record SheetView(bool Frozen, IReadOnlyList<int> Widths);

    private static void Sheet(ZipArchive zip, string path, SheetView view, IEnumerable<IEnumerable<(object? Value, int Style)>> rows)
    {
        using var xml = XmlWriter.Create(Entry(zip, path), new XmlWriterSettings { CloseOutput = true, Encoding = new UTF8Encoding(false) });
        xml.WriteStartElement("worksheet", Main);
        xml.WriteRaw($"""<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">{(view.Frozen ? """<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>""" : "")}</sheetView></sheetViews><cols>""");
        foreach (var (width, i) in view.Widths.Select((w, i) => (w, i + 1))) xml.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"""<col min="{i}" max="{i}" width="{width}" customWidth="1"/>"""));
        xml.WriteRaw("</cols>");
        xml.WriteStartElement("sheetData", Main);
        var count = 0;
        foreach (var row in rows)
        {
            xml.WriteStartElement("row", Main);
            xml.WriteAttributeString("r", (++count).ToString(CultureInfo.InvariantCulture));
            var column = 0;
            foreach (var (value, style) in row) Cell(xml, $"{Letters(++column)}{count.ToString(CultureInfo.InvariantCulture)}", value, style);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        if (view.Frozen) xml.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"""<autoFilter ref="A1:{Letters(view.Widths.Count)}{count}"/>"""));
        xml.WriteRaw("""<pageSetup orientation="landscape" paperSize="9" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;LPrinted &amp;D&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter>""");
        xml.WriteEndElement();
    }

    private static void Cell(XmlWriter xml, string at, object? value, int style)
    {
        if (value is null or "") return;
        xml.WriteStartElement("c", Main);
        xml.WriteAttributeString("r", at);
        xml.WriteAttributeString("s", style.ToString(CultureInfo.InvariantCulture));
        if (value is string text)
        {
            xml.WriteAttributeString("t", "inlineStr");
            xml.WriteStartElement("is", Main);
            xml.WriteStartElement("t", Main);
            xml.WriteAttributeString("xml", "space", null, "preserve");
            xml.WriteString(Escaped(text));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        else
        {
            xml.WriteElementString("v", Main, Number(value).ToString("R", CultureInfo.InvariantCulture));
        }

        xml.WriteEndElement();
    }

    private static double Number(object value) => value switch
    {
        DateTimeOffset at => at.UtcDateTime.ToOADate(),
        DateOnly day => day.ToDateTime(default).ToOADate(),
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };

    /// <summary>A column's name: A, B … Z, AA.</summary>
    private static string Letters(int column) => column <= 26 ? $"{(char)('A' + column - 1)}" : Letters((column - 1) / 26) + Letters(((column - 1) % 26) + 1);

    /// <summary>As the format writes what XML can't hold: <c>_x0001_</c>; and that itself as <c>_x005F_x0001_</c>. ECMA-376, 22.9.2.19.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length && escaped.Length < MostCharacters; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) escaped.Append(c).Append(text[++i]);
            else if (!XmlConvert.IsXmlChar(c) || c == '\r') escaped.Append(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_");
            else if (c == '_' && text.AsSpan(i) is ['_', 'x', _, _, _, _, '_', ..]) escaped.Append("_x005F_");
            else escaped.Append(c);
        }

        return escaped.ToString();
    }

    private static void Part(ZipArchive zip, string path, string content)
    {
        using var stream = Entry(zip, path);
        stream.Write(Encoding.UTF8.GetBytes(content));
    }

    private static Stream Entry(ZipArchive zip, string path)
    {
        var entry = zip.CreateEntry(path, CompressionLevel.Optimal);
        entry.LastWriteTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return entry.Open();
    }
}
