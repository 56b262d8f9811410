using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Reports;

/// <summary>What a report is asked for.</summary>
public sealed record ReportRequest(Id<Campaign>? Campaign);

/// <summary>The catalogue: every report there is, one line each.</summary>
public static class Reports
{
    public static readonly IReadOnlyDictionary<string, (string About, Func<Read, ReportRequest, Task<Result<ReportTable>>> Make)> All =
        new Dictionary<string, (string, Func<Read, ReportRequest, Task<Result<ReportTable>>>)>(StringComparer.Ordinal)
        {
            [CompletionReport.Name] = ("one campaign: each item, its decision, its removal, and how the numbers tie out (--campaign)", Completion),
        };

    private static async Task<Result<ReportTable>> Completion(Read read, ReportRequest request)
    {
        if (request.Campaign is not { } id || await CampaignStore.ById(read, id) is not { } campaign) return new CampaignNeeded();
        var removals = (await RemediationStore.Of(read, id)).ToDictionary(t => t.Ordinal);
        var lines = new List<CompletionLine>();
        await foreach (var item in FrozenPopulation.Items(read, id))
        {
            var removal = removals.GetValueOrDefault(item.Ordinal);
            lines.Add(new(item, removal?.Status, removal?.ProvenAt));
        }

        return CompletionReport.Of(campaign, await CloseCampaign.Recount(read, id), lines);
    }
}

public sealed record ReportUnknown(string Name) : Refusal($"There is no report {Name}. There are: {string.Join(", ", Reports.All.Keys)}.");

public sealed record CampaignNeeded() : Refusal("Say which campaign: --campaign ID; 'campaign list' has them.");
