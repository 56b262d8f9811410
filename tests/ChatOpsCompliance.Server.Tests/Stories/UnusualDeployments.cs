using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.Tests.Emergencies;
using ChatOpsCompliance.Server.Tests.ReportFiles;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>Deployments at odd hours and by new hands are noted; the reports have all of them.</summary>
public sealed class UnusualDeployments
{
    private static readonly (string, string)[] Settings = [("EmergencyChanges:Policies:production:UsualHours", "8-18"), ("EmergencyChanges:Policies:production:Repositories", "acme/app acme/*")];

    [Fact]
    public async Task Compliance_reads_one_line_of_each()
    {
        await using var story = await Emergency.Starting(Settings);
        await story.Deployed("1"); // ten in the morning in Berlin, the first there
        story.Workspace.Clock.SetUtcNow(new(2026, 3, 7, 2, 12, 0, TimeSpan.Zero)); // a Saturday night
        await story.Deployed("2", actor: "ben");
        await story.Deployed("3", environment: "playground", actor: "mallory");

        using var grace = await story.As(SmallCompany.Grace);
        await grace.GoTo("compliance");
        var line = await grace.Sees("outside the usual hours");
        Assert.Equal("acme/app was deployed to production by Ben Weber outside the usual hours and by somebody who never deployed there before: 2026-03-07 03:12 (Europe/Berlin), approved by nobody.", line.Text);
        Assert.Single(grace.Cards, c => c.Text.Contains("usual hours", StringComparison.Ordinal) || c.Text.Contains("never deployed", StringComparison.Ordinal));
        await story.Holds();
        story.Workspace.Tamper("delete from deployment_note");
        Assert.NotNull((await story.Workspace.Verify()).Fault);
    }

    [Theory]
    [InlineData(DeploymentsReport.Name)]
    [InlineData(ReconciliationsReport.Name)]
    [InlineData(ActionsReport.Name)]
    public async Task The_reports_have_all_of_them(string report)
    {
        await using var story = await Emergency.Starting(Settings);
        await Read(story);
        var start = story.Workspace.Clock.GetUtcNow();
        story.Workspace.Clock.Advance(TimeSpan.FromHours(1));
        await story.Approved();
        await story.Gate("1");
        await story.Deployed("1");
        await story.Deployed("9", environment: "playground", actor: "mallory");
        story.At.Deployed.Add(new("1", Emergency.Fix, Emergency.RunOf("1"), "ada", story.Workspace.Clock.GetUtcNow(), Outcome.Success, story.Workspace.Clock.GetUtcNow()));
        story.At.Running = Emergency.Fix;
        await Day(story, start, 1);
        story.At.Deployed.Add(new("2", Emergency.Other, Emergency.RunOf("2"), "mallory", story.Workspace.Clock.GetUtcNow().AddHours(13), Outcome.Success, story.Workspace.Clock.GetUtcNow().AddHours(13.2)));
        story.At.Running = Emergency.Other;
        story.At.Protection = new() { AdminsCanBypass = true, SelfReviewPrevented = null, GateIsOn = true };
        await Day(story, start, 2);
        story.At.Protection = story.At.Protection with { AdminsCanBypass = false };
        await story.Deployed("3", commit: Emergency.Before, actor: "ben"); // told of, and not on the list
        await Day(story, start, 3);

        var table = (await story.Workspace.Read(read => Reports.Reports.All[report].Make(read, new(null, new(2026, 3, 1), new(2026, 3, 31))))).Value;

        Approved.Match(Sketch(table), $"report-{report}-of-deployments");
        foreach (var format in (string[])["csv", "json", "xlsx", "pdf"]) Assert.NotEmpty(ReportFile.Of(format, table));
    }

    private static async Task Day(Emergency story, DateTimeOffset start, int day)
    {
        story.Workspace.Clock.SetUtcNow(start.AddDays(day));
        await Read(story);
    }

    private static async Task Read(Emergency story)
    {
        await story.Workspace.Get<ReconcileDeployments>().Run();
        await story.Workspace.Get<ReadProtection>().Run();
        await story.Workspace.Deliver();
    }

    private static string Sketch(ReportTable table) => string.Join('\n',
    [
        table.Title,
        .. table.Facts.Where(f => !f.Name.StartsWith("audit_log", StringComparison.Ordinal)).Select(f => $"  {f.Label}: {ReportTable.Text(f.Value)}"),
        "",
        .. table.Notes,
        "",
        string.Join(" | ", table.Columns.Select(c => c.Label)),
        .. table.Rows.Select(r => string.Join(" | ", r.Select(v => Masked(ReportTable.Text(v))))),
    ]);

    /// <summary>Ids are others in each run.</summary>
    private static string Masked(string text) => System.Text.RegularExpressions.Regex.Replace(text, "[0-9a-f]{8}-[0-9a-f-]{27}", "…", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
}
