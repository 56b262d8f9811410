using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Tests.ReportFiles;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Emergencies;

/// <summary>Two weeks of emergencies: one as it should be, one rejected, one withdrawn, one that nobody answered, one by break-glass and late, one filed after the fact, one objected to, one never used.</summary>
public sealed class ReportsOfEmergencies
{
    internal static readonly string[] Names = [ChangesReport.Name, ApprovalTimesReport.Name, AftercareReport.Name, RepeatUseReport.Name];

    private static readonly ReportRequest Year = new(null, new(2026, 1, 1), new(2026, 12, 31));

    [Theory]
    [InlineData(ChangesReport.Name)]
    [InlineData(ApprovalTimesReport.Name)]
    [InlineData(AftercareReport.Name)]
    [InlineData(RepeatUseReport.Name)]
    [InlineData(DeviationsReport.Name)]
    public async Task Each_tells_what_happened(string name)
    {
        await using var story = await Played();

        var table = await Report(story, name);

        Approved.Match(ReportSketch.Of(table), name == DeviationsReport.Name ? "report-deviations-of-emergencies" : $"report-{name}");
        foreach (var format in ReportFormats.All.Keys.Except(["pdf"])) Assert.Equal(table.Rows.Count + 1, ReportFile.Rows(format, table).Count);
        if (Environment.GetEnvironmentVariable("SHOTS") is { } folder) await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}.pdf"), ReportFile.Of("pdf", table), TestContext.Current.CancellationToken);
        Assert.Contains($"Endofthereport:{table.Rows.Count}row", ReportFile.Letters(ReportFile.Of("pdf", table)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_taken_away_past_the_service_is_missing_by_its_number()
    {
        await using var story = await Emergency.Starting();
        foreach (var _ in Enumerable.Range(1, 3)) await story.Ask();
        story.Workspace.Tamper("pragma foreign_keys = off; delete from emergency_change where number = 2");

        var facts = (await Report(story, ChangesReport.Name)).Facts.ToDictionary(f => f.Name, f => f.Value);

        Assert.Equal(("EC-2", 2), (facts["numbers_missing"], facts["asked_for"]));
    }

    private static async Task<ReportTable> Report(Emergency story, string name) => (await story.Workspace.Read(r => Server.Reports.Reports.All[name].Make(r, Year))).Value;

    private static async Task<Emergency> Played()
    {
        var story = await Emergency.Starting();
        story.At.Authors = new(["ada"], null);

        var good = await story.Ask(more: (ChangeVerbs.What, "=1+1 retries for lost payments"));
        await story.After(TimeSpan.FromMinutes(4));
        await story.Act(Emergency.Mia, ChangeVerbs.SayIt, (ChangeVerbs.Change, good.Id.ToString()), (ChangeVerbs.Words, "Which orders?"));
        await story.After(TimeSpan.FromMinutes(3));
        Assert.IsType<Finish>(await story.Approve(Emergency.Omar, good));
        await story.Gate("1");
        await story.Deployed("1");
        await story.Second(Emergency.Mia, good);
        await Detail(story, good, Emergency.Ada);
        await Review(story, good, Emergency.Carla);

        var rejected = await story.Ask(Emergency.Other, Emergency.Ben);
        await story.After(TimeSpan.FromMinutes(2));
        await story.Act(Emergency.Mia, ChangeVerbs.RejectBecause, (ChangeVerbs.Change, rejected.Id.ToString()), (ChangeVerbs.Why, "It can wait for the normal way."));
        var withdrawn = await story.Ask(Emergency.Other, Emergency.Ben);
        await story.Act(Emergency.Ben, ChangeVerbs.WithdrawIt, (ChangeVerbs.Change, withdrawn.Id.ToString()), (ChangeVerbs.Why, ""));
        await story.Ask(Emergency.Other, Emergency.Ben);
        await story.After(TimeSpan.FromHours(5));

        var broken = await story.Ask(Emergency.Other, Emergency.Ben, (ChangeVerbs.Incident, "INC-8"));
        await story.Act(Emergency.Ben, ChangeVerbs.BreakGlass, (ChangeVerbs.Change, broken.Id.ToString()), (ChangeVerbs.Why, "Nobody answers the phone."), (ChangeVerbs.Confirm, "yes"));
        await story.Gate("2", Emergency.Other);
        await story.Deployed("2", commit: Emergency.Other, actor: "ben");
        await story.After(TimeSpan.FromDays(3));
        await story.Second(Emergency.Mia, broken);

        var around = await story.Deployed("3", actor: "ben");
        Assert.Equal(DeploymentClass.Unauthorised, around.Class);
        var late = await story.Ask(Emergency.Fix, Emergency.Ben, (ChangeVerbs.Deployment, around.Id.ToString()));
        Assert.IsType<Finish>(await story.Approve(Emergency.Omar, late));

        var objected = await story.Ask();
        Assert.IsType<Finish>(await story.Approve(Emergency.Omar, objected));
        await story.Second(Emergency.Mia, objected, agrees: false);
        var unused = await story.Ask();
        Assert.IsType<Finish>(await story.Approve(Emergency.Omar, unused));
        await story.After(TimeSpan.FromDays(7));
        await story.Holds();
        return story;
    }

    private static async Task Detail(Emergency story, EmergencyChange change, string by) => Assert.IsType<Finish>(await story.Act(
        by, ChangeVerbs.DetailIt, (ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.Impact, "Payments of one hour"), (ChangeVerbs.Abort, "Errors above 1 %"), (ChangeVerbs.Skipped, "Load test"), (ChangeVerbs.Compensating, "Watched for an hour")));

    private static async Task Review(Emergency story, EmergencyChange change, string by) => Assert.IsType<Finish>(await story.Act(
        by, ChangeVerbs.ReviewIt, (ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.Outcome, nameof(ReviewOutcome.Worked)), (ChangeVerbs.RolledBack, "no"), (ChangeVerbs.Happened, "Payments went through again."),
        (ChangeVerbs.Evidence, "https://status.example.com/INC-7"), ($"{ChangeVerbs.FollowUp}-1", "Alert on the queue"), ($"{ChangeVerbs.FollowUpOwner}-1", Emergency.Ada)));
}
