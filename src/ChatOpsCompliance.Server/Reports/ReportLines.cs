using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Reports;

/// <summary>What the reports are made of, read from the stores. A period's reports look at every review launched before it ended.</summary>
internal static class ReportLines
{
    public static async Task<IReadOnlyList<CompletionLine>> Completion(Read read, Campaign campaign)
    {
        var removals = (await RemediationStore.Of(read, campaign.Id)).ToDictionary(t => t.Ordinal);
        var lines = new List<CompletionLine>();
        await foreach (var item in FrozenPopulation.Items(read, campaign.Id))
        {
            var removal = removals.GetValueOrDefault(item.Ordinal);
            lines.Add(new(item, removal?.Status, removal?.ProvenAt));
        }

        return lines;
    }

    public static async Task<IReadOnlyList<DecisionLine>> Decisions(Read read, ReportRequest request, ReportScope scope)
    {
        var lines = new List<DecisionLine>();
        foreach (var campaign in await Campaigns(read, request, scope))
        {
            var all = await DecisionStore.Of(read, campaign.Id);
            var last = all.GroupBy(d => d.Ordinal).ToDictionary(g => g.Key, g => g.Max(d => d.Number));
            var entries = all.Where(d => scope.Has(d.At)).ToList();
            var items = await Items(read, campaign, entries.Select(d => d.Ordinal).ToHashSet());
            lines.AddRange(entries.Select(d => new DecisionLine(items[d.Ordinal], d.Number, d.Stage, d.Choice, d.ByName ?? "somebody", d.At, d.Number == last[d.Ordinal])));
        }

        return lines;
    }

    public static async Task<IReadOnlyList<RemediationLine>> Removals(Read read, ReportRequest request, ReportScope scope)
    {
        var lines = new List<RemediationLine>();
        foreach (var campaign in await Campaigns(read, request, scope))
        {
            var tasks = await RemediationStore.Of(read, campaign.Id);
            var items = await Items(read, campaign, tasks.Select(t => t.Ordinal).ToHashSet());
            lines.AddRange(tasks.Select(t => new RemediationLine(items[t.Ordinal], t)));
        }

        return lines;
    }

    /// <summary>Oldest first.</summary>
    private static async Task<IReadOnlyList<Campaign>> Campaigns(Read read, ReportRequest request, ReportScope scope) => request.Campaign is { } id
        ? [(await CampaignStore.ById(read, id))!]
        : [.. (await CampaignStore.All(read)).Where(c => c.LaunchedAt < scope.End).Reverse()];

    private static async Task<Dictionary<int, ReportedItem>> Items(Read read, Campaign campaign, HashSet<int> ordinals)
    {
        var items = new Dictionary<int, ReportedItem>(ordinals.Count);
        if (ordinals.Count == 0) return items;
        await foreach (var item in FrozenPopulation.Items(read, campaign.Id))
            if (ordinals.Contains(item.Ordinal)) items.Add(item.Ordinal, new(campaign, item));
        return items;
    }
}
