using System.Globalization;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>Removals: one row for each revoked or modified item. What is read of them; what is written stands in the stores beside.</summary>
public static class RemediationStore
{
    internal const string Fields = """
        t.id, t.campaign_id as campaign, t.ordinal, t.system, t.account, t.entitlement, t.environment, t.becomes, t.granted_via as via, t.owner_id as owner, coalesce(o.name, 'somebody') as owner_name,
            i.subject_id as holder, i.reviewer_id as reviewer, i.decided_by, c.owner_id as campaign_owner, t.status, t.opened_at, t.deadline, t.method, t.ticket, t.claimed_at, t.claimed_by, k.name as claimed_by_name,
            t.proven_by, t.proven_at, t.reopened, t.risk_until, t.escalated
        """;

    internal const string Joins = """

        join review_item i on i.campaign_id = t.campaign_id and i.ordinal = t.ordinal
        join campaign c on c.id = t.campaign_id
        join roster_current r on r.id = 1
        left join roster_entry o on o.roster = r.roster and o.person_id = t.owner_id
        left join roster_entry k on k.roster = r.roster and k.person_id = t.claimed_by
        """;

    internal const string Columns = "select " + Fields + " from remediation_task t" + Joins;

    private static readonly Sql Find = new(Columns + " where t.id = @id");

    private static readonly Sql FindOfItem = new(Columns + " where t.campaign_id = @campaign and t.ordinal = @ordinal");

    private static readonly Sql FindSome = new(Columns + " where t.id in list(@ids) order by t.deadline, t.campaign_id, t.ordinal");

    private static readonly Sql OfOwner = new(Columns + " where t.owner_id = @owner and t.status <> 'Withdrawn' order by t.deadline, t.campaign_id, t.ordinal");

    private static readonly Sql OfCampaign = new(Columns + " where t.campaign_id = @campaign and t.ordinal > @after and t.ordinal <= @upTo order by t.ordinal");

    private static readonly Sql OfItems = new(Columns + " where t.campaign_id = @campaign and t.ordinal in list(@ordinals) order by t.ordinal");

    private static readonly Sql OfStatuses = new(Columns + " where t.status in list(@statuses) order by t.deadline, t.campaign_id, t.ordinal");

    private static readonly Sql WithoutProof = new(Columns + " where t.status in ('Unconfirmed', 'Claimed') and (t.status = 'Unconfirmed' or t.method = '') order by t.deadline, t.campaign_id, t.ordinal");

    private static readonly Sql RiskExpiring = new(Columns + " where t.status = 'RiskAccepted' and t.risk_until <= @by order by t.risk_until, t.id");

    private static readonly Sql RiskyGrants = new("""
        select t.account, t.entitlement, t.environment, max(t.risk_until) as until
        from remediation_task t where t.system = @system and t.status = 'RiskAccepted' group by t.account, t.entitlement, t.environment
        """);

    private static readonly Sql EveryStatus = new("select id, status, risk_until from remediation_task order by id");

    private static readonly Sql CountStatuses = new("select status, count(*) as tasks from remediation_task where campaign_id = @campaign group by status");

    private static readonly Sql CountOpen = new("select owner_id as owner, count(*) as tasks from remediation_task where status = 'Open' group by owner_id");

    internal sealed record OwnerRow
    {
        public Id<Person> Owner { get; init; }

        public int Tasks { get; init; }
    }

    internal sealed record StatusRow
    {
        public Removal Status { get; init; }

        public int Tasks { get; init; }
    }

    internal sealed record RiskRow
    {
        public string Account { get; init; } = "";

        public string Entitlement { get; init; } = "";

        public string Environment { get; init; } = "";

        public DateTimeOffset Until { get; init; }
    }

    public static async Task<RemediationTask?> One(Read read, Id<RemediationTask> id) => (await read.One<RemovalRow>(Find, new { id }))?.Value;

    /// <summary>The removal of one item, or null when nothing was ever to be removed.</summary>
    public static async Task<RemediationTask?> OfItem(Read read, Id<Campaign> campaign, int ordinal) => (await read.One<RemovalRow>(FindOfItem, new { campaign, ordinal }))?.Value;

    public static Task<IReadOnlyList<RemediationTask>> Some(Read read, IEnumerable<Id<RemediationTask>> ids) => Tasks(read, FindSome, new { ids = read.In(ids) });

    public static Task<IReadOnlyList<RemediationTask>> Of(Read read, Id<Person> owner) => Tasks(read, OfOwner, new { owner });

    /// <summary>All, or those of the items after one and up to another.</summary>
    public static Task<IReadOnlyList<RemediationTask>> Of(Read read, Id<Campaign> campaign, int after = 0, int upTo = int.MaxValue) => Tasks(read, OfCampaign, new { campaign, after, upTo });

    /// <summary>The removals of these items.</summary>
    public static Task<IReadOnlyList<RemediationTask>> Of(Read read, Id<Campaign> campaign, IEnumerable<int> ordinals) => Tasks(read, OfItems, new { campaign, ordinals = read.In(ordinals) });

    /// <summary>Of every campaign, the most urgent first.</summary>
    public static Task<IReadOnlyList<RemediationTask>> In(Read read, params IEnumerable<Removal> statuses) => Tasks(read, OfStatuses, new { statuses = read.In(statuses) });

    /// <summary>Those that no extract of somebody independent can show to be gone, the most urgent first.</summary>
    public static Task<IReadOnlyList<RemediationTask>> ForASecondPerson(Read read) => Tasks(read, WithoutProof, new { });

    public static Task<IReadOnlyList<RemediationTask>> RiskEndingBy(Read read, DateTimeOffset by) => Tasks(read, RiskExpiring, new { by });

    /// <summary>The grants of a system whose risk is accepted, with until when: to be seen on the next review's items.</summary>
    public static async Task<IReadOnlyDictionary<GrantKey, DateTimeOffset>> AcceptedRisks(Read read, string system) =>
        (await read.List<RiskRow>(RiskyGrants, new { system })).ToDictionary(r => new GrantKey(r.Account, r.Entitlement, r.Environment), r => r.Until);

    public static async Task<IReadOnlyDictionary<Removal, int>> Statuses(Read read, Id<Campaign> campaign) =>
        (await read.List<StatusRow>(CountStatuses, new { campaign })).ToDictionary(r => r.Status, r => r.Tasks);

    /// <summary>How many open removals each owner has.</summary>
    public static async Task<IReadOnlyList<(Id<Person> Owner, int Tasks)>> OpenByOwner(Read read) =>
        [.. (await read.List<OwnerRow>(CountOpen)).Select(r => (r.Owner, r.Tasks))];

    /// <summary>Every removal, for holding them against the log; with until when its risk is accepted.</summary>
    internal static async IAsyncEnumerable<(Guid Task, string Status, DateTimeOffset? RiskUntil)> AllStatuses(Read read)
    {
        await foreach (var row in read.Rows(EveryStatus)) yield return (row.GetGuid(0), row.GetString(1), Time(row));
    }

    private static DateTimeOffset? Time(System.Data.Common.DbDataReader row) => row.GetValue(2) switch
    {
        string text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        DateTime time => new(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        _ => null,
    };

    private static async Task<IReadOnlyList<RemediationTask>> Tasks(Read read, Sql sql, object args) => [.. (await read.List<RemovalRow>(sql, args)).Select(r => r.Value)];
}
