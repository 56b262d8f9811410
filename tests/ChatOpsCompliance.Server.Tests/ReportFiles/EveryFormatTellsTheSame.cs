using System.Xml.Linq;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Reports;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.ReportFiles;

/// <summary>One table in four formats, each read back by another library than the one that wrote it.</summary>
public sealed class EveryFormatTellsTheSame
{
    private static readonly ReportTable Table = Some(
    [
        new("Žofie Łukasiewicz", 1, new(2026, 3, 2, 9, 30, 15, TimeSpan.FromHours(2)), new(2026, 12, 31), Outcome.RevokedByNoResponse),
        new("张伟 (Zhang Wei)", 12_345, new(2026, 2, 28, 23, 59, 59, TimeSpan.Zero), null, null),
        new("Quote \" comma , semicolon ; apostrophe ' <b>&amp;</b>", 0, null, null, Outcome.Kept),
        new("two\nlines", 7, new(1999, 12, 31, 0, 0, 1, TimeSpan.Zero), new(1999, 12, 31), Outcome.Undecided),
        new("", 8, null, null, Outcome.Excluded),
    ]);

    internal sealed record Line(string Who, int Count, DateTimeOffset? At, DateOnly? Day, Outcome? Outcome);

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("xlsx")]
    public void Each_row_and_number(string format) =>
        Assert.Equal(Table.Rows.Select(r => r.Select(ReportTable.Text).ToArray()).Prepend([.. Table.Columns.Select(c => c.Name)]), ReportFile.Rows(format, Table));

    [Theory]
    [InlineData("json")]
    [InlineData("xlsx")]
    public void Each_fact(string format) => Assert.Equal(Table.Facts.ToDictionary(f => f.Name, f => ReportTable.Text(f.Value)), ReportFile.Facts(format, Table));

    [Fact]
    public void On_paper_too()
    {
        var letters = ReportFile.Letters(ReportFile.Of("pdf", Table));

        Assert.All(Table.Rows.SelectMany(r => r), v => Assert.Contains(OnPaper(v), letters, StringComparison.Ordinal));
        Assert.All(Table.Facts, f => Assert.Contains(ReportFile.Tight(f.Label) + OnPaper(f.Value), letters, StringComparison.Ordinal));
        Assert.All(Table.Notes, n => Assert.Contains(ReportFile.Tight(n), letters, StringComparison.Ordinal));
        Assert.Contains("Endofthereport:5rows.", letters, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_workbook_numbers_and_times_are_real_ones()
    {
        XNamespace main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        var cells = ReportFile.Part(ReportFile.Of("xlsx", Table), "xl/worksheets/sheet1.xml").Descendants(main + "c").ToDictionary(c => c.Attribute("r")!.Value);

        Assert.Equal("12345", cells["B3"].Element(main + "v")!.Value);
        Assert.Null(cells["B3"].Attribute("t"));
        Assert.Equal(new DateTime(2026, 3, 2, 7, 30, 15), DateTime.FromOADate(double.Parse(cells["C2"].Element(main + "v")!.Value, System.Globalization.CultureInfo.InvariantCulture)), TimeSpan.FromSeconds(0.01));
        Assert.Null(cells["C2"].Attribute("t"));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("xlsx")]
    [InlineData("pdf")]
    public void The_same_table_gives_the_same_bytes(string format) => Assert.Equal(ReportFile.Of(format, Table), ReportFile.Of(format, Table));

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("xlsx")]
    [InlineData("pdf")]
    public void Nothing_to_list_is_a_file_too(string format) => Assert.NotEmpty(ReportFile.Of(format, Table with { Rows = [] }));

    [Fact]
    public void Too_many_rows_are_refused_not_cut()
    {
        var long_ = Table with { Rows = [.. Enumerable.Repeat(Table.Rows[0], 20_001)] };

        Assert.Equal("This report has 20,001 rows; pdf holds at most 20,000. Take csv or json, which hold any number.", ReportFormats.Write("pdf", long_).No!.Sentence);
        Assert.Null(ReportFormats.All["xlsx"].Refuses(long_));
    }

    private static string OnPaper(object? value) => ReportFile.Tight(value is DateTimeOffset at ? ReportTable.Text(at)[..^1].Replace('T', ' ') : ReportTable.Text(value));

    internal static ReportTable Some(IEnumerable<Line> lines, params ReportFact[] facts) => ReportTable.Of(
        "example",
        "Quarterly access review, 2026-03-02: example",
        [new("period", new DateOnly(2026, 3, 2)), new("population", 5), new("launched_at", new DateTimeOffset(2026, 3, 2, 8, 0, 0, 900, TimeSpan.Zero)), new("status", CampaignStatus.Remediating), new("owner", "Grace Okafor"), .. facts],
        [
            new ReportColumn<Line>("who", l => l.Who), new("count", l => l.Count), new("at", l => l.At), new("day", l => l.Day, Below: true), new("outcome", l => l.Outcome),
        ],
        lines) with
    { Notes = ["5 in the population = 1 kept + 4 revoked."] };
}
