using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>The most urgent removals, and how many there are: each by an index, so that those which are done cost nothing.</summary>
internal static class RemovalBoardStore
{
    /// <summary>So many of each state, the most urgent of them, are looked at for a text; all of them when that is asked for.</summary>
    public const int MostLooked = 500, Whole = int.MaxValue;

    private const string ByUrgency = " order by t.deadline, t.campaign_id, t.ordinal page(@count)";

    private static readonly Sql OfStatus = new(RemediationStore.Columns + " where t.status = @status and t.deadline < @before" + ByUrgency);

    private static readonly Sql OfCampaign = new(RemediationStore.Columns + " where t.campaign_id = @campaign and t.status = @status" + ByUrgency);

    private static readonly Sql OfText = new("select " + RemediationStore.Fields + """

        from (
            select * from (select * from remediation_task where status = @status and deadline < @before order by deadline, campaign_id, ordinal page(@looked)) w
            where lower(w.system) like lower(@text) escape '\' or lower(w.account) like lower(@text) escape '\' or lower(w.entitlement) like lower(@text) escape '\'
                or lower(w.ticket) like lower(@text) escape '\' or lower(w.granted_via) like lower(@text) escape '\'
                or w.owner_id in (select e.person_id from roster_entry e join roster_current n on n.id = 1 and n.roster = e.roster where lower(e.name) like lower(@text) escape '\')
            order by w.deadline, w.campaign_id, w.ordinal page(@count)
        ) t
        """ + RemediationStore.Joins + ByUrgency);

    private static readonly Sql Count = new("""
        select status, count(*) as tasks, sum(case when deadline < @now then 1 else 0 end) as late, sum(case when opened_at > @week then 1 else 0 end) as within_week,
            sum(case when opened_at > @month then 1 else 0 end) as within_month, sum(case when opened_at > @quarter then 1 else 0 end) as within_quarter
        from remediation_task where status in ('Open', 'Claimed', 'Unconfirmed', 'RiskAccepted') group by status
        """);

    /// <summary>How many removals stand so.</summary>
    public sealed record Standing
    {
        public Removal Status { get; init; }

        public int Tasks { get; init; }

        /// <summary>Whose deadline is over.</summary>
        public int Late { get; init; }

        /// <summary>Opened not more than 7 whole days ago; the others likewise: 30 and 90.</summary>
        public int WithinWeek { get; init; }

        public int WithinMonth { get; init; }

        public int WithinQuarter { get; init; }
    }

    public static Task<IReadOnlyList<Standing>> Counts(Read read) =>
        read.List<Standing>(Count, new { now = read.Now, week = read.Now.AddDays(-8), month = read.Now.AddDays(-31), quarter = read.Now.AddDays(-91) });

    /// <summary>At most so many of these states, of every campaign, the most urgent first.</summary>
    /// <param name="before">Only those whose deadline was before.</param>
    /// <param name="text">A part of the system, the account, the entitlement, the owner's name, the ticket or the group; null for any.</param>
    public static Task<IReadOnlyList<RemediationTask>> First(Read read, IEnumerable<Removal> statuses, DateTimeOffset before, string? text, int count, int looked = MostLooked) =>
        Merged(statuses, status => text is null ? read.List<RemovalRow>(OfStatus, new { status, before, count }) : read.List<RemovalRow>(OfText, new { status, before, text = Like.Part(text), looked, count }), count);

    /// <summary>Some of a campaign's: those not proven first, the most urgent of them first.</summary>
    public static async Task<IReadOnlyList<RemediationTask>> First(Read read, Id<Campaign> campaign, int count)
    {
        var waiting = await Merged(RemediationTask.Waiting, Of, count);
        return waiting.Count == count ? waiting : [.. waiting, .. await Merged(Enum.GetValues<Removal>().Except(RemediationTask.Waiting), Of, count - waiting.Count)];

        Task<IReadOnlyList<RemovalRow>> Of(string status) => read.List<RemovalRow>(OfCampaign, new { campaign, status, count });
    }

    /// <summary>Each state is in its order already.</summary>
    private static async Task<IReadOnlyList<RemediationTask>> Merged(IEnumerable<Removal> statuses, Func<string, Task<IReadOnlyList<RemovalRow>>> of, int count)
    {
        var found = new List<RemediationTask>();
        foreach (var status in statuses) found.AddRange((await of(status.ToString())).Select(r => r.Value));
        return [.. found.OrderBy(t => t.Deadline).ThenBy(t => t.Campaign).ThenBy(t => t.Ordinal).Take(count)];
    }
}
