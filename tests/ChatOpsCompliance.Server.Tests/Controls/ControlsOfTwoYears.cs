using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Controls;

/// <summary>Two years in which four things went wrong: coverage names these, and nothing else.</summary>
public sealed class ControlsOfTwoYears
{
    [Fact]
    public async Task Coverage_names_what_was_late_missed_unapproved_and_not_reviewed_and_nothing_else()
    {
        await using var years = await TwoYears.Start();

        var table = (await years.Workspace.Read(read => Reports.Reports.All[CoverageReport.Name].Make(read, new(null, TwoYears.From, TwoYears.To)))).Value;

        Approved.Match(ReportSketch.Of(table), "report-coverage-of-two-years");
        var (result, what) = (Column(table, "result"), Column(table, "what"));
        Assert.Equal(
            ["deviation: post review late", "deviation: unauthorised deployment", "late: Review of everything, 2025-07-01", "missed: "],
            table.Rows.Where(r => (string)r[result]! is not ("performed" or "all in order" or "with deviations")).Select(r => $"{r[result]}: {((string?)r[what])?.Split(": ")[0]}").Order(StringComparer.Ordinal));
        Assert.Equal(["2026-01-01"], table.Rows.Where(r => "missed".Equals(r[result])).Select(r => ReportTable.Text(r[Column(table, "from")])));
    }

    private static int Column(ReportTable table, string name) => table.Columns.Index().Single(c => c.Item.Name == name).Index;
}
