using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Tests.Emergencies;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.ReportFiles;

/// <summary>A company in which every name, right, account, reason and incident is a formula: every report there is, in every format, is read back, and nothing in it runs.</summary>
public sealed class NoExportIsLive
{
    /// <summary>Those that a file of access may hold: without control characters, and not padded.</summary>
    private static readonly string[] Allowed = [.. NoFormulaIsLive.All.Where(t => !t.Any(char.IsControl) && t.Trim() == t)];

    private static readonly string[] Texts = [.. Enumerable.Range(0, 1000).Select(i => i < Allowed.Length ? Allowed[i] : $"{Allowed[i % Allowed.Length]} {i}")];

    [Fact]
    public async Task Of_any_report_in_any_format()
    {
        await using var story = await Hostile();
        var hostile = 0;
        foreach (var (name, report) in Server.Reports.Reports.All)
        {
            var request = report.Of == ReportOf.Period ? new ReportRequest(null, new(2026, 1, 1), new(2026, 12, 31)) : new ReportRequest(story.Company.Campaign);
            var table = (await story.Workspace.Read(r => report.Make(r, request))).Value;
            var live = table.Rows.SelectMany(r => r).OfType<string>().Count(NoFormulaIsLive.Live().IsMatch);
            hostile += live;
            NoFormulaIsLive.NoneInCsv(ReportFile.Of("csv", table));
            Assert.Equal(live, NoFormulaIsLive.QuotedInWorkbook(ReportFile.Of("xlsx", table))[0]);
            if (table.Rows.Count < 100) NoFormulaIsLive.NothingRunsOnPaper(ReportFile.Of("pdf", table));
            if (table.Rows.Count > 0) Assert.Equal(live, ReportFile.Rows("json", table).Skip(1).SelectMany(r => r).Count(NoFormulaIsLive.Live().IsMatch));
        }

        Assert.True(hostile > 3 * Texts.Length, $"{hostile} texts would have been formulas");
    }

    /// <summary>A thousand rights; people, reasons, tickets and an emergency to match.</summary>
    private static async Task<Emergency> Hostile()
    {
        Assert.Equal(1000, Texts.Distinct().Count());
        var story = await Emergency.Starting();
        var (workspace, company) = (story.Workspace, story.Company);
        await company.Rostered(row => row.Split(',') is var cells ? string.Join(',', [cells[0], $"\"=cmd|'/C calc'!A0 {cells[1]}\"", .. cells[2..5], "Europe/Berlin", $"@{cells[6]}", $"+{cells[7]}"]) : row);
        await company.Extract(Texts.Select((text, i) => $"{Csv($"@{i}")},human,ada@example.com,,{Csv(text)},{Csv(i % 2 == 0 ? "=production" : "")},false,true,,2026-02-20T00:00:00Z,"));
        company.Campaign = (await workspace.Launch("quarterly")).Value.Campaign!.Value;
        var mia = await workspace.Person(Emergency.Mia);
        foreach (var item in (await workspace.Items(company.Campaign)).Take(60))
            await workspace.Act(mia, ReviewVerbs.Decide, Deciding.As(item, item.Ordinal % 2 == 0 ? "keep:other" : "revoke:other", Texts[item.Ordinal]));
        var tasks = await workspace.Read(read => RemediationStore.Of(read, company.Campaign));
        await workspace.Act(await workspace.Person(Emergency.Omar), RemovalVerbs.Claim, new Values { [RemovalVerbs.Removed] = string.Join(',', tasks.Take(9).Select(t => t.Id)), [RemovalVerbs.Ticket.Name] = "=OPS-1" });
        await story.Ask(more: [(ChangeVerbs.What, "=WEBSERVICE(\"http://x.example\")"), (ChangeVerbs.WhyNow, "@SUM(1+1)"), (ChangeVerbs.Incident, "+INC-1")]);
        await story.Deployed("7", commit: Emergency.Other, actor: "=ada");
        return story;
    }

    private static string Csv(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
