using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Controls;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>An auditor's first page: the populations of their period, how each ties to its source, and what did not operate as it should.</summary>
public sealed record AuditScreen(
    ControlPeriod Period,
    IReadOnlyList<(EvidenceSource Source, Population Population)> Populations,
    IReadOnlyList<(Campaign Campaign, TieOut TieOut)> Campaigns,
    IReadOnlyList<Deviation> Deviations,
    DateTimeOffset Now)
{
    public const int MostDeviations = 100;

    internal static async Task<AuditScreen> Of(Read read, Engagement engagement, IReadOnlyList<Campaign> seen)
    {
        var request = new ReportRequest(null, engagement.From, engagement.To);
        var scope = (await request.Scope(read, ReportOf.Period)).Value;
        var populations = new List<(EvidenceSource, Population)>();
        foreach (var source in Sources(seen)) populations.Add((source, await Server.Controls.Populations.Of(read, source, scope)));
        var campaigns = new List<(Campaign, TieOut)>();
        foreach (var campaign in seen) campaigns.Add((campaign, await CloseCampaign.Recount(read, campaign.Id)));
        return new(new(engagement.From, engagement.To, null), populations, campaigns, await ReportLines.DeviationsIn(read, request, scope), read.Now);
    }

    /// <summary>Every review that was open in the period, and everything that happens one by one.</summary>
    private static IEnumerable<EvidenceSource> Sources(IReadOnlyList<Campaign> seen) =>
        seen.Select(c => c.Definition.Split('/')[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => new EvidenceSource(EvidenceKind.Review, name))
            .Concat(new[] { EvidenceKind.Remediation, EvidenceKind.Leavers, EvidenceKind.EmergencyChanges, EvidenceKind.Deployments }.Select(kind => new EvidenceSource(kind)));
}
