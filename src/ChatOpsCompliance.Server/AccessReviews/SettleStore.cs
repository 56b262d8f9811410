using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Outcomes that are no reviewer's decision, decisions taken back, and which undecided items something has to happen to.</summary>
public static class SettleStore
{
    private const string OfActive = ItemStore.Columns + " where i.outcome = 'Undecided' and i.campaign_id = @campaign";

    private static readonly Sql SettleIt = new("""
        update review_item set outcome = @outcome, draft = null, draft_words = null, draft_to = null, drafted_at = null, decided_at = @now
        where campaign_id = @campaign and ordinal = @ordinal and outcome = 'Undecided'
          and exists (select 1 from campaign c where c.id = @campaign and c.status = 'Active')
        """);

    private static readonly Sql TakeBack = new("""
        update review_item set outcome = 'Undecided', decision = null, words = null, modify_to = null, decided_by = null, decided_at = null
        where campaign_id = @campaign and ordinal = @ordinal and decided_by = @by and decision is not null and outcome <> 'Undecided'
          and exists (select 1 from campaign c where c.id = @campaign and c.status in ('Active', 'Remediating'))
        """);

    private static readonly Sql Undecided = new(OfActive + " and i.ordinal > @after order by i.ordinal page(@count)");

    private static readonly Sql WithReviewer = new(OfActive + " and i.reviewer_id = @reviewer order by i.ordinal page(@count)");

    private static readonly Sql DelegatedBy = new(OfActive + " and i.delegated_from = @from order by i.ordinal page(@count)");

    private static readonly Sql OfMoved = new(OfActive + """
         and i.account_type = 'Human' and i.stage = 1 and i.ordinal > @after
          and exists (
            select 1 from roster_entry was join roster_entry now on now.person_id = was.person_id and now.roster = r.roster
            where was.roster = @followed and was.person_id = i.subject_id and (i.reviewer_id = was.manager_id or i.delegated_from = was.manager_id)
              and (now.manager_id is null or now.manager_id <> was.manager_id))
        order by i.ordinal page(@count)
        """);

    private static readonly Sql OfLeavers = new(OfActive + """
         and i.account_type = 'Human' and i.ordinal > @after and i.system = @system
          and (s.active = @no or s.end_date < @today)
        order by i.ordinal page(@count)
        """);

    private static readonly Sql StillThere = new("""
        select i.ordinal from review_item i
        join access_grant g on g.snapshot = @snapshot and g.account = i.account and g.entitlement = i.entitlement and g.environment = i.environment
        where i.campaign_id = @campaign and i.ordinal in list(@ordinals)
        """);

    private static readonly Sql Administrators = new("""
        select distinct system from review_item
        where campaign_id = @campaign and outcome = 'Kept' and account_type <> 'Service' and (privileged is null or privileged = @yes)
        """);

    private static readonly Sql AllSettled = new(
        sqlite: """
            select 'campaign/' || lower(campaign_id) || '/' || ordinal,
                case outcome when 'Excluded' then 'settled excluded' when 'RemovedBeforeDecision' then 'settled removed-before-decision' else 'settled revoked-by-no-response' end
            from review_item where outcome in ('Excluded', 'RemovedBeforeDecision', 'RevokedByNoResponse')
            """,
        sqlServer: """
            select concat('campaign/', lower(convert(nvarchar(36), campaign_id)), '/', ordinal),
                case outcome when 'Excluded' then 'settled excluded' when 'RemovedBeforeDecision' then 'settled removed-before-decision' else 'settled revoked-by-no-response' end
            from review_item where outcome in ('Excluded', 'RemovedBeforeDecision', 'RevokedByNoResponse')
            """);

    private static readonly Sql LendersOf = new("select distinct delegated_from from review_item where campaign_id = @campaign and outcome = 'Undecided' and delegated_from is not null");

    internal static async Task<bool> Record(Tx tx, ItemSettled fact) =>
        await tx.Run(SettleIt, new { campaign = fact.Campaign, ordinal = fact.Ordinal, outcome = fact.Outcome.ToString(), now = tx.Now }) > 0;

    /// <summary>False when it was taken back already, or the review was closed.</summary>
    internal static async Task<bool> Record(Tx tx, ItemReopened fact) => await tx.Run(TakeBack, new { campaign = fact.Campaign, ordinal = fact.Ordinal, by = fact.By }) > 0;

    public static async Task<IReadOnlyList<ReviewItem>> UndecidedAfter(Read read, Id<Campaign> campaign, int after, int count) =>
        Values(await read.List<ItemRow>(Undecided, new { campaign, after, count }));

    /// <summary>Undecided items that wait for this person.</summary>
    public static async Task<IReadOnlyList<ReviewItem>> WaitingWith(Read read, Id<Campaign> campaign, Id<Person> reviewer, int count) =>
        Values(await read.List<ItemRow>(WithReviewer, new { campaign, reviewer, count }));

    /// <summary>Undecided items of this person that somebody else has for them.</summary>
    public static async Task<IReadOnlyList<ReviewItem>> LentBy(Read read, Id<Campaign> campaign, Id<Person> from, int count) =>
        Values(await read.List<ItemRow>(DelegatedBy, new { campaign, from, count }));

    /// <summary>Undecided items that the holder's former manager has, the holder having another one since that roster.</summary>
    public static async Task<IReadOnlyList<ReviewItem>> Moved(Read read, Id<Campaign> campaign, long followed, int after, int count) =>
        Values(await read.List<ItemRow>(OfMoved, new { campaign, followed, after, count }));

    /// <summary>Undecided items of people who have left.</summary>
    public static async Task<IReadOnlyList<ReviewItem>> Leavers(Read read, Id<Campaign> campaign, string system, int after, int count) =>
        Values(await read.List<ItemRow>(OfLeavers, new { campaign, system, after, count, no = false, today = DateOnly.FromDateTime(read.Now.UtcDateTime) }));

    /// <summary>Which of these items' access a snapshot still shows.</summary>
    public static async Task<IReadOnlySet<int>> PresentIn(Read read, Id<Campaign> campaign, long snapshot, IEnumerable<int> ordinals) =>
        (await read.List<int>(StillThere, new { campaign, snapshot, ordinals = read.In(ordinals) })).ToHashSet();

    /// <summary>The systems of which the review has kept an administrator.</summary>
    public static async Task<IReadOnlySet<string>> WithAdministrator(Read read, Id<Campaign> campaign) =>
        (await read.List<string>(Administrators, new { campaign, yes = true })).ToHashSet(StringComparer.Ordinal);

    /// <summary>Every item settled otherwise than by a decision, as the log's subject and state, for holding them against the log.</summary>
    internal static IAsyncEnumerable<System.Data.Common.DbDataReader> Settled(Read read) => read.Rows(AllSettled);

    /// <summary>Whose undecided items somebody else has for them.</summary>
    public static Task<IReadOnlyList<Id<Person>>> Lenders(Read read, Id<Campaign> campaign) => read.List<Id<Person>>(LendersOf, new { campaign });

    private static IReadOnlyList<ReviewItem> Values(IReadOnlyList<ItemRow> rows) => [.. rows.Select(r => r.Value)];
}
