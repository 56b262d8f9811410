using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Tests.Emergencies;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>One campaign played to its end: kept, revoked, proven, claimed falsely, left open, left undecided. Every report of the catalogue is read.</summary>
public sealed class ReportsOfAReview
{
    public static TheoryData<string> Names => [.. Server.Reports.Reports.All.Keys.Except(ReportsOfEmergencies.Names)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_tells_what_happened(string name)
    {
        var (workspace, company) = await Played();
        await using var _ = workspace;

        var table = (await workspace.Read(r => Server.Reports.Reports.All[name].Make(r, Server.Reports.Reports.All[name].Of == ReportOf.Period ? new(null, new(2026, 1, 1), new(2026, 12, 31)) : new(company.Campaign)))).Value;

        Approved.Match(ReportSketch.Of(table), $"report-{name}");
    }

    [Fact]
    public async Task Of_a_period_they_hold_what_happened_in_it()
    {
        var (workspace, company) = await Played();
        await using var _ = workspace;
        async Task<ReportTable> Report(string name, string from, string to) => (await workspace.Read(r => Server.Reports.Reports.All[name].Make(r, ReportRequest.Parse(null, from, to).Value))).Value;

        var whole = await workspace.Read(r => Server.Reports.Reports.All[DecisionsReport.Name].Make(r, new(company.Campaign)));
        Assert.Equal(whole.Value.Rows.Count, (await Report(DecisionsReport.Name, "2026-03-02", "2026-03-02")).Rows.Count);
        Assert.Empty((await Report(DecisionsReport.Name, "2026-03-03", "2026-12-31")).Rows);
        Assert.Empty((await Report(DecisionsReport.Name, "2025-01-01", "2026-03-01")).Rows);
        Assert.Equal(3, (await Report(RemediationReport.Name, "2026-03-01", "2026-03-31")).Rows.Count);
        var later = await Report(RemediationReport.Name, "2027-01-01", "2027-12-31");
        Assert.DoesNotContain(later.Rows, r => Equals(r[8], "verified"));
        Assert.Equal(2, later.Rows.Count);
    }

    [Fact]
    public async Task Without_a_review_or_a_period_it_is_said_what_is_missing()
    {
        var (workspace, _) = await SmallCompany.Reviewing();
        await using var __ = workspace;

        async Task<Refusal?> No(string name, ReportRequest request) => (await workspace.Read(r => Server.Reports.Reports.All[name].Make(r, request))).No;
        Assert.IsType<CampaignNeeded>(await No(CompletionReport.Name, new(null, new(2026, 1, 1), new(2026, 12, 31))));
        Assert.IsType<CampaignNeeded>(await No(DecisionsReport.Name, new(new Id<Campaign>(Guid.NewGuid()))));
        Assert.IsType<PeriodNeeded>(await No(DecisionsReport.Name, new(null, new(2026, 1, 1))));
        Assert.IsType<PeriodBackwards>(await No(DecisionsReport.Name, new(null, new(2026, 1, 2), new(2026, 1, 1))));
        Assert.Null(await No(DecisionsReport.Name, new(null, new(9999, 12, 31), DateOnly.MaxValue)));
    }

    private static readonly (string, string)[] Controls =
    [
        ("Controls:access:Criteria", "CC6.2, CC6.3"), ("Controls:access:Statement", "Access is reviewed each quarter."), ("Controls:access:Owner", "carla@example.com"), ("Controls:access:Frequency", "quarterly"),
        ("Controls:access:Systems", "github"), ("Controls:access:EvidencedBy", "review:quarterly, extracts"),
        ("Controls:removal:Criteria", "CC6.3"), ("Controls:removal:Statement", "What is revoked is removed in time."), ("Controls:removal:Owner", "carla@example.com"), ("Controls:removal:Frequency", "each"),
        ("Controls:removal:EvidencedBy", "remediation, leavers"),
    ];

    /// <summary>Mia keeps six, one of them anew, revokes three: Jo's admin right is proven gone, Jo's writing is claimed and still there, Ben's stays for a time, its risk accepted. Carla has a bot left out and never answers; nor does Grace.</summary>
    internal static async Task<(Workspace Workspace, SmallCompany Company)> Played()
    {
        var (workspace, company) = await SmallCompany.Reviewing(Controls);
        var (carla, mia, omar, grace) = (await workspace.Person("carla@example.com"), await workspace.Person("mia@example.com"), await workspace.Person("omar@example.com"), await workspace.Person("grace@example.com"));
        foreach (var item in (await workspace.Items(company.Campaign)).Where(i => i.Reviewer == mia.Id))
        {
            var gone = item.SubjectName == "Jo Berg" || item.Grant.Entitlement == "infra: write";
            var answer = await workspace.Act(mia, ReviewVerbs.Decide, new Values
            {
                [ReviewVerbs.Campaign] = company.Campaign.ToString(),
                [ReviewVerbs.Item] = item.Ordinal.ToString(CultureInfo.InvariantCulture),
                [ReviewVerbs.Option] = item.SubjectName == "Jo Berg" ? "revoke:left" : gone ? "revoke:other" : "keep:needed",
                [ReviewVerbs.Words] = "Ben moved to the wiki; \"infra\" is Ada's now, she said so; =1+1",
            });
            Assert.IsType<Finish>(answer);
        }

        await Correct(workspace, company, mia, 7);
        await LeaveOut(workspace, company, carla, grace, 13);
        var tasks = await workspace.Read(read => RemediationStore.Of(read, company.Campaign));
        workspace.Clock.Advance(TimeSpan.FromHours(4));
        await workspace.Act(omar, RemovalVerbs.Claim, new Values { [RemovalVerbs.Removed] = string.Join(',', tasks.Where(t => t.Grant.Account == "jo").Select(t => t.Id)) });
        workspace.Clock.Advance(TimeSpan.FromHours(4));
        await company.Extract(SmallCompany.Grants.Where(g => !g.StartsWith("jo,human,jo@example.com,,organisation owner", StringComparison.Ordinal)));
        await Risk(workspace, omar, grace, tasks.Single(t => t.Grant.Account == "ben"), RemovalVerbs.RiskReject, "Ada does that now.");
        workspace.Clock.Advance(TimeSpan.FromHours(1));
        await Risk(workspace, omar, grace, tasks.Single(t => t.Grant.Account == "ben"), RemovalVerbs.RiskAccept, "Until the migration is over.");
        workspace.Clock.Advance(TimeSpan.FromDays(20));
        Assert.IsType<Finish>(await workspace.Close(grace, company.Campaign, "Carla was on leave; she has a deputy from now on."));
        return (workspace, company);
    }

    private static async Task Correct(Workspace workspace, SmallCompany company, Person by, int item)
    {
        var values = new Values { [LifeVerbs.Campaign] = company.Campaign.ToString(), [LifeVerbs.Items] = item.ToString(CultureInfo.InvariantCulture), [LifeVerbs.Item] = item.ToString(CultureInfo.InvariantCulture), [ReviewVerbs.Option] = "keep:on-call" };
        Assert.IsNotType<Refused>(await workspace.Act(by, LifeVerbs.Reopen, values));
        Assert.IsType<Finish>(await workspace.Act(by, ReviewVerbs.Decide, values));
    }

    private static async Task LeaveOut(Workspace workspace, SmallCompany company, Person asks, Person approves, int item)
    {
        var values = new Values { [LifeVerbs.Campaign] = company.Campaign.ToString(), [LifeVerbs.Item] = item.ToString(CultureInfo.InvariantCulture), [LifeVerbs.Why] = "The bot belongs to the review of the pipeline." };
        var shown = Assert.IsType<Show>(await workspace.Act(asks, LifeVerbs.ExcludeThese, values));
        Assert.IsType<Finish>(await workspace.Act(asks, LifeVerbs.AskExclusion, values.With(Form.RenderingField, shown.Form.Rendering())));
        var request = Assert.Single(await workspace.Read(r => RequestStore.Of(r, company.Campaign)));
        Assert.IsType<Finish>(await workspace.Act(approves, LifeVerbs.ApproveRequest, new Values { [LifeVerbs.Request] = request.Id.ToString() }));
    }

    private static async Task Risk(Workspace workspace, Person asks, Person answers, RemediationTask task, Verb answer, string words)
    {
        Assert.IsType<Finish>(await workspace.Act(asks, RemovalVerbs.RiskAsk, new Values
        {
            [RemovalVerbs.Removed] = task.Id.ToString(),
            [RemovalVerbs.Why] = "The nightly job runs as Ben.",
            [RemovalVerbs.Control] = "Every run is looked at the next morning.",
            [RemovalVerbs.Days] = "30",
        }));
        var request = (await workspace.Read(r => RiskStore.Newest(r, task.Id)))!;
        Assert.IsType<Finish>(await workspace.Act(answers, answer, new Values { [RemovalVerbs.Request] = request.Id.ToString(), [RemovalVerbs.Words] = words }));
    }
}
