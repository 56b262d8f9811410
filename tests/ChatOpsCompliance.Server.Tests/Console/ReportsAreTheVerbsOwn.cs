using System.Net;
using System.Text;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Tests.ReportFiles;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

public sealed class ReportsAreTheVerbsOwn(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    [Theory]
    [InlineData("csv", "text/csv; charset=utf-8")]
    [InlineData("json", "application/json")]
    [InlineData("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    public async Task A_download_is_what_the_report_verb_writes(string format, string type)
    {
        using var vera = await host.Visit("Vera");
        var answer = await vera.Get($"/console/campaigns/{host.Campaign.Id}/completion.{format}");
        var table = await host.Read(r => Server.Reports.Reports.All[CompletionReport.Name].Make(r, new(host.Campaign.Id)));

        Assert.Equal(ReportFile.Rows(format, table.Value), ReportFile.Rows(format, answer.Content));
        Assert.Equal(type, answer.Headers["Content-Type"]);
        Assert.StartsWith($"attachment; filename=completion-quarterly-access-{host.Campaign.Period:yyyy-MM-dd}.{format}", answer.Headers["Content-Disposition"]);
    }

    [Fact]
    public async Task The_pages_too()
    {
        using var vera = await host.Visit("Vera");
        var answer = await vera.Get($"/console/campaigns/{host.Campaign.Id}/completion.pdf");

        Assert.Equal("application/pdf", answer.Headers["Content-Type"]);
        Assert.Contains("Endofthereport:26rows.", ReportFile.Letters(answer.Content), StringComparison.Ordinal);
        Assert.Contains("26inthepopulation=", ReportFile.Letters(answer.Content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_link_on_the_pages_is_a_file()
    {
        using var vera = await host.Visit("Vera");
        var ofReview = await (await vera.Get($"/console/campaigns/{host.Campaign.Id}")).Page();
        var links = ofReview.QuerySelectorAll("#reports ~ .table a").Select(a => a.GetAttribute("href")!).ToList();

        Assert.Equal(Server.Reports.Reports.All.Count(r => r.Value.Of != Server.Reports.ReportOf.Period) * Server.Reports.ReportFormats.All.Count, links.Count);
        foreach (var link in links)
        {
            var answer = await vera.Get(link);
            Assert.True(answer.Status == HttpStatusCode.OK && answer.Content.Length > 0, $"{link}: {answer.Status} {answer.Text}");
        }
    }

    [Fact]
    public async Task A_period_that_ends_before_it_begins_is_told_beside_the_form_which_keeps_what_was_typed()
    {
        using var vera = await host.Visit("Vera");
        var page = await (await vera.Get("/console/reports/file?report=remediation&format=xlsx&from=2026-12-31&to=2026-01-01")).Page();

        Assert.Equal("The period ends on 2026-01-01, before it begins on 2026-12-31.", page.QuerySelector("[role=alert]")!.TextContent);
        Assert.Equal("2026-12-31", page.QuerySelector("#from")!.GetAttribute("value"));
        Assert.Equal("xlsx", page.QuerySelector("#format [selected]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_name_that_a_spreadsheet_would_run_comes_as_text()
    {
        await using var fresh = new ConsoleHost();
        await fresh.InitializeAsync();
        await fresh.Roster(people => people.Replace("Noah Weber", "=HYPERLINK(1)", StringComparison.Ordinal));
        using var vera = await fresh.Visit("Vera");
        var csv = Encoding.UTF8.GetString((await vera.Get($"/console/campaigns/{fresh.Campaign.Id}/completion.csv")).Content);

        Assert.Contains("'=HYPERLINK(1)", csv);
        Assert.DoesNotContain(",=HYPERLINK", csv);
    }
}
