using System.Text;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Reports;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

public sealed class ReportsAreTheVerbsOwn(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    [Theory]
    [InlineData("csv", "text/csv; charset=utf-8")]
    [InlineData("json", "application/json")]
    [InlineData("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("pdf", "application/pdf")]
    public async Task A_download_is_what_the_report_verb_writes(string format, string type)
    {
        using var vera = await host.Visit("Vera");
        var answer = await vera.Get($"/console/campaigns/{host.Campaign.Id}/report.{format}");
        var table = await host.Read(r => Server.Reports.Reports.All[CompletionReport.Name].Make(r, new(host.Campaign.Id)));

        Assert.Equal(ReportFormats.Write(format, table.Value).Value, answer.Content);
        Assert.Equal(type, answer.Headers["Content-Type"]);
        Assert.StartsWith($"attachment; filename=completion-quarterly-access-{host.Campaign.Period:yyyy-MM-dd}.{format}", answer.Headers["Content-Disposition"]);
    }

    [Fact]
    public async Task A_name_that_a_spreadsheet_would_run_comes_as_text()
    {
        await using var fresh = new ConsoleHost();
        await fresh.InitializeAsync();
        await fresh.Roster(people => people.Replace("Noah Weber", "=HYPERLINK(1)", StringComparison.Ordinal));
        using var vera = await fresh.Visit("Vera");
        var csv = Encoding.UTF8.GetString((await vera.Get($"/console/campaigns/{fresh.Campaign.Id}/report.csv")).Content);

        Assert.Contains("'=HYPERLINK(1)", csv);
        Assert.DoesNotContain(",=HYPERLINK", csv);
    }
}
