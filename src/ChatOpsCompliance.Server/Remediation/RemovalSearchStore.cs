using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>Finds removals, a page at a time in the order of their ids, which is the order of their decisions on SQLite and some steady order on SQL Server.</summary>
internal static class RemovalSearchStore
{
    private static readonly Sql Find = new(RemediationStore.Columns + """
         where t.id > @after and (@campaign is null or t.campaign_id = @campaign) and (@system is null or t.system = @system) and (@status is null or t.status = @status)
        order by t.id page(@count)
        """);

    private static readonly Sql FindOfCampaign = new(RemediationStore.Columns + """
         where t.campaign_id = @campaign and t.id > @after and (@system is null or t.system = @system) and (@status is null or t.status = @status)
        order by t.id page(@count)
        """);

    /// <summary>At most this many behind one.</summary>
    public static async Task<IReadOnlyList<RemediationTask>> After(Read read, Id<RemediationTask> after, Id<Campaign>? campaign, string? system, Removal? status, int count) =>
        [.. (await read.List<RemovalRow>(campaign is null ? Find : FindOfCampaign, new { after, campaign, system, status = status?.ToString(), count })).Select(r => r.Value)];
}
