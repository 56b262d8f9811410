using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Controls;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Reports;

/// <summary>A report of the catalogue.</summary>
/// <param name="About">What it tells, in one sentence.</param>
/// <param name="Of">What it can be asked of.</param>
/// <param name="Rows">The table, which whoever asked disposes of.</param>
public sealed record Report(string About, ReportOf Of, Func<Read, ReportRequest, ReportScope, Task<ReportTable>> Rows)
{
    public async Task<Result<ReportTable>> Make(Read read, ReportRequest request)
    {
        var (scope, no) = await request.Scope(read, Of);
        return scope is null ? no! : await Rows(read, request, scope);
    }
}

public enum ReportOf
{
    Campaign,
    CampaignOrPeriod,
    Period,
}

/// <summary>The catalogue: every report there is, one line each.</summary>
public static class Reports
{
    public static readonly IReadOnlyDictionary<string, Report> All = new Dictionary<string, Report>(StringComparer.Ordinal)
    {
        [CompletionReport.Name] = new("Each item of a review, its decision and its removal, and how the numbers tie out.", ReportOf.Campaign, Completion),
        [DecisionsReport.Name] = new("Every decision, also those corrected later: who, what, why, when.", ReportOf.CampaignOrPeriod, (read, request, scope) => ReportRows.Of(DecisionsReport.Of(scope), ReportLines.Decisions(read, request, scope))),
        [RemediationReport.Name] = new("What had to go, by when, and by what it was proven gone; how old is what is still open.", ReportOf.CampaignOrPeriod, (read, request, scope) => ReportRows.Of(RemediationReport.Of(scope), ReportLines.Removals(read, request, scope))),
        [DeviationsReport.Name] = new("Every time a control did not operate as it should, and what was done about it.", ReportOf.CampaignOrPeriod, (read, request, scope) => ReportRows.Of(DeviationsReport.Of(scope), ReportLines.Deviations(read, request, scope))),
        [RisksReport.Name] = new("Access that stays although it should go: why, what keeps the risk small, who approved it, until when.", ReportOf.CampaignOrPeriod, async (read, request, scope) => RisksReport.Of(scope, await ReportLines.Risks(read, request, scope))),
        [QualityReport.Name] = new("How fast and how alike reviewers decided, where that was agreed before the launch.", ReportOf.CampaignOrPeriod, Quality),
        [ActionsReport.Name] = new("What somebody had to do about changes that nobody approved, gates and reviews of emergency changes: whether, when, and who saw it.", ReportOf.Period, async (read, _, scope) => ActionsReport.Of(scope, await ActionStore.All(read))),
        [ChangesReport.Name] = new("The register of emergency changes: every request by its running number, who approved it when and how, and what became of it.", ReportOf.Period, async (read, _, scope) => ChangesReport.Of(scope, await ChangeLines.All(read))),
        [ApprovalTimesReport.Name] = new("How long each emergency change waited: asked, called, first answered, approved; median and 90th percentile of each policy.", ReportOf.Period, async (read, _, scope) => ApprovalTimesReport.Of(scope, await ChangeLines.All(read))),
        [AftercareReport.Name] = new("What was owed after each emergency change: second approval, details and review, each in time or late.", ReportOf.Period, async (read, _, scope) => AftercareReport.Of(scope, await ChangeLines.All(read))),
        [RepeatUseReport.Name] = new("Which services, and whose requests, need emergency changes again and again.", ReportOf.Period, async (read, _, scope) => RepeatUseReport.Of(scope, await ChangeLines.All(read))),
        [DeploymentsReport.Name] = new("Every deployment with its class, who deployed, what approved it, and how they tie to the source's own list.", ReportOf.Period, async (read, _, scope) => DeploymentsReport.Of(scope, await DeploymentLines.Of(read, scope), await DeploymentLines.Ties(read, scope))),
        [ReconciliationsReport.Name] = new("Each daily reading of the sources: how the lists tie, whether what runs was approved, whether the gates protect.", ReportOf.Period, async (read, _, scope) => ReconciliationsReport.Of(scope, await DeploymentLines.Readings(read, scope))),
        [CoverageReport.Name] = new("Did each control operate in each required interval, on each system of its scope? What was late, missed or not as it should be.", ReportOf.Period, async (read, _, scope) => CoverageReport.Of(scope, await Coverage.Of(read, scope))),
        [TestSheetReport.Name] = new("A test sheet of each control: population and how it ties to its source, sample, procedure, what was found, who concluded what.", ReportOf.Period, async (read, _, scope) => TestSheetReport.Of(scope, await TestSheets.Of(read, scope))),
        [SamplesReport.Name] = new("The samples that were drawn, by which method and seed, so that anybody draws them again.", ReportOf.Period, async (read, _, scope) => SamplesReport.Of(scope, await Packets.Of(read, scope))),
        [PacketsReport.Name] = new("Each element of the samples with everything about it: how it stands, every entry of the audit log, files, messages.", ReportOf.Period, async (read, _, scope) => PacketsReport.Of(scope, await Packets.Of(read, scope))),
        [LeaverReport.Name] = new("Everybody who left, what access they still had, and whether it was gone in time.", ReportOf.Period, async (read, _, scope) => LeaverReport.Of(scope, await ReportLines.Leavers(read))),
    };

    private static async Task<ReportTable> Completion(Read read, ReportRequest request, ReportScope scope)
    {
        var campaign = (await CampaignStore.ById(read, request.Campaign!.Value))!;
        return await ReportRows.Of(CompletionReport.Of(scope, campaign, await ReportLines.MadeFrom(read, campaign), await CloseCampaign.Recount(read, campaign.Id)), ReportLines.Completion(read, campaign));
    }

    private static async Task<ReportTable> Quality(Read read, ReportRequest request, ReportScope scope)
    {
        var agreed = await SignalsStore.Agreed(read);
        var report = new QualityReport(scope, agreed);
        await foreach (var line in ReportLines.Decisions(read, request, scope, c => agreed.ContainsKey(c.Id))) report.Add(line);
        return report.Table();
    }
}

public sealed record ReportUnknown(string Name) : Refusal($"There is no report {Name}. There are: {string.Join(", ", Reports.All.Keys)}.");
