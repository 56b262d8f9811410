using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>How many removals of a campaign stand how: moved by the database with each change of one, as the counts of items are.</summary>
internal static class RemovalCountStore
{
    private static readonly Sql OfCampaign = new("select status, tasks from removal_count where campaign_id = @campaign and tasks > 0");

    private static readonly Sql Differing = new("""
        select campaign_id as campaign, status
        from (
            select campaign_id, status, tasks from removal_count
            union all
            select campaign_id, status, -count(*) from remediation_task group by campaign_id, status
        ) counted
        group by campaign_id, status having sum(tasks) <> 0 order by campaign_id, status page(@count)
        """);

    private sealed record DifferenceRow
    {
        public Id<Campaign> Campaign { get; init; }

        public Removal Status { get; init; }
    }

    public static async Task<IReadOnlyDictionary<Removal, int>> Statuses(Read read, Id<Campaign> campaign) =>
        (await read.List<RemediationStore.StatusRow>(OfCampaign, new { campaign })).ToDictionary(r => r.Status, r => r.Tasks);

    /// <summary>The first count that the removals do not bear out, as a sentence, or null.</summary>
    public static async Task<string?> Difference(Read read) => await read.One<DifferenceRow>(Differing, new { count = 1 }) is { } row
        ? $"campaign/{row.Campaign}: the count of removals that are {row.Status} is not what the removals are: a table was changed"
        : null;
}
