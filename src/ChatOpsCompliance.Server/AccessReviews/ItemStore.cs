using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>The items of campaigns. What is reviewed never changes after the launch; who reviews, the draft and the decision do.</summary>
public static class ItemStore
{
    internal const string Fields = """
        i.campaign_id, i.ordinal, c.status as campaign_status, i.system, i.account, i.account_type, i.entitlement, i.environment, i.privileged, i.mfa, i.last_used_at,
            i.subject_id, s.name as subject_name, i.reviewer_id, coalesce(v.name, 'somebody') as reviewer_name, i.flags, i.drafted_at, i.draft, i.draft_words, i.draft_to, i.outcome, i.decision, i.words, i.modify_to,
            i.decided_by, d.name as decided_by_name, i.decided_at, i.kind, i.stage, i.covers, i.statement, i.last_said, i.first_by
        """;

    internal const string Tables = """

        from review_item i
        join campaign c on c.id = i.campaign_id
        join roster_current r on r.id = 1
        left join roster_entry s on s.roster = r.roster and s.person_id = i.subject_id
        left join roster_entry v on v.roster = r.roster and v.person_id = i.reviewer_id
        left join roster_entry d on d.roster = r.roster and d.person_id = i.decided_by
        """;

    internal const string Columns = "select " + Fields + Tables;

    private static readonly Sql Find = new(Columns + " where i.campaign_id = @campaign and i.ordinal = @ordinal");

    private static readonly Sql OfReviewer = new(Columns + " where i.campaign_id = @campaign and i.reviewer_id = @reviewer order by i.ordinal");

    private static readonly Sql OfCampaign = new(Columns + " where i.campaign_id = @campaign and i.ordinal > @after order by i.ordinal page(@count)");

    private static readonly Sql InsertItems = new(
        sqlite: """
            insert into review_item (campaign_id, ordinal, snapshot, grant_ordinal, system, account, account_type, entitlement, environment, privileged, mfa, last_used_at, subject_id, reviewer_id, flags, outcome,
                kind, covers, statement, last_said, last_said_by)
            select @campaign, value ->> 'o', value ->> 's', value ->> 'g', value ->> 'sys', value ->> 'a', value ->> 't', value ->> 'e', value ->> 'env', value ->> 'p', value ->> 'm',
                value ->> 'used', value ->> 'subject', value ->> 'reviewer', value ->> 'flags', 'Undecided',
                value ->> 'kind', value ->> 'covers', value ->> 'said', value ->> 'last', value ->> 'lastby'
            from json_each(@rows)
            """,
        sqlServer: """
            insert into review_item (campaign_id, ordinal, snapshot, grant_ordinal, system, account, account_type, entitlement, environment, privileged, mfa, last_used_at, subject_id, reviewer_id, flags, outcome,
                kind, covers, statement, last_said, last_said_by)
            select @campaign, r.ordinal, r.snapshot, r.grant_ordinal, r.system, r.account, r.account_type, r.entitlement, r.environment, r.privileged, r.mfa, r.used, r.subject, r.reviewer, r.flags, 'Undecided',
                r.kind, r.covers, r.said, r.last, r.last_by
            from openjson(@rows) with (ordinal int '$.o', snapshot bigint '$.s', grant_ordinal int '$.g', system nvarchar(100) '$.sys', account nvarchar(300) '$.a', account_type nvarchar(20) '$.t',
                entitlement nvarchar(300) '$.e', environment nvarchar(300) '$.env', privileged bit '$.p', mfa bit '$.m', used datetime2(6) '$.used',
                subject uniqueidentifier '$.subject', reviewer uniqueidentifier '$.reviewer', flags nvarchar(max) '$.flags',
                kind nvarchar(100) '$.kind', covers int '$.covers', said nvarchar(max) '$.said', last nvarchar(max) '$.last', last_by uniqueidentifier '$.lastby') r
            """);

    private static readonly Sql SaveDraft = new("""
        update review_item set draft = @draft, draft_words = @words, draft_to = @to, drafted_at = @now
        where campaign_id = @campaign and ordinal = @ordinal and reviewer_id = @reviewer and outcome = 'Undecided'
        """);

    // The campaign's status is asked in the same statement: no decision falls into a review that is being closed.
    private static readonly Sql Decide = new("""
        update review_item set outcome = @outcome, decision = @decision, words = @words, modify_to = @to, decided_by = @by, decided_at = @at
        where campaign_id = @campaign and ordinal = @ordinal and outcome = 'Undecided' and reviewer_id = @by
          and exists (select 1 from campaign c where c.id = @campaign and c.status = 'Active')
        """);

    private static readonly Sql MarkUndecided = new("update review_item set outcome = 'UndecidedDeviation' where campaign_id = @campaign and outcome = 'Undecided'");

    // Put into words by the database: a million rows come as two texts each.
    private static readonly Sql AllDecided = new(
        sqlite: """
            select 'campaign/' || lower(campaign_id) || '/' || ordinal, case outcome when 'Kept' then 'keep by ' when 'Modified' then 'modify by ' else 'revoke by ' end || coalesce(lower(decided_by), 'nobody')
            from review_item where outcome in ('Kept', 'Revoked', 'Modified')
            """,
        sqlServer: """
            select concat('campaign/', lower(convert(nvarchar(36), campaign_id)), '/', ordinal), concat(case outcome when 'Kept' then 'keep by ' when 'Modified' then 'modify by ' else 'revoke by ' end, coalesce(lower(convert(nvarchar(36), decided_by)), 'nobody'))
            from review_item where outcome in ('Kept', 'Revoked', 'Modified')
            """);

    private static readonly Sql CountOutcomes = new("select outcome, count(*) as items from review_item where campaign_id = @campaign group by outcome");

    private static readonly Sql Erase = new("""
        update review_item set words = case when decided_by = @person then null else words end, draft_words = case when reviewer_id = @person then null else draft_words end,
            given_words = case when given_from = @person then null else given_words end,
            last_said = case when last_said_by = @person then null else last_said end,
            statement = case when first_by = @person then null else statement end
        where decided_by = @person or reviewer_id = @person or last_said_by = @person or given_from = @person or first_by = @person
        """);

    internal sealed record OutcomeRow
    {
        public Outcome Outcome { get; init; }

        public int Items { get; init; }
    }

    public static async Task<ReviewItem?> One(Read read, Id<Campaign> campaign, int ordinal) => (await read.One<ItemRow>(Find, new { campaign, ordinal }))?.Value;

    public static async Task<IReadOnlyList<ReviewItem>> Of(Read read, Id<Campaign> campaign, Id<Person> reviewer) =>
        [.. (await read.List<ItemRow>(OfReviewer, new { campaign, reviewer })).Select(r => r.Value)];

    /// <summary>Some items after an ordinal, for pages and folds.</summary>
    public static async Task<IReadOnlyList<ReviewItem>> Page(Read read, Id<Campaign> campaign, int after, int count) =>
        [.. (await read.List<ItemRow>(OfCampaign, new { campaign, after, count })).Select(r => r.Value)];

    /// <summary>Counted from every item of the campaign: for what has to be proven. Pages ask <see cref="ItemCountStore"/>.</summary>
    public static async Task<IReadOnlyDictionary<Outcome, int>> Outcomes(Read read, Id<Campaign> campaign) =>
        (await read.List<OutcomeRow>(CountOutcomes, new { campaign })).ToDictionary(r => r.Outcome, r => r.Items);

    /// <summary>Every decided item of every campaign, as the log's subject and <c>keep by …</c>, for holding them against the log.</summary>
    internal static IAsyncEnumerable<System.Data.Common.DbDataReader> Decided(Read read) => read.Rows(AllDecided);

    internal static Task<int> Stage(Tx tx, Id<Campaign> campaign, string rows) => tx.Run(InsertItems, new { campaign, rows });

    /// <summary>False when the item was decided or given to somebody else meanwhile.</summary>
    /// <param name="choice">Null takes the draft back.</param>
    internal static async Task<bool> Draft(Tx tx, ReviewItem item, Choice? choice) => await tx.Run(SaveDraft, new
    {
        campaign = item.Campaign,
        ordinal = item.Ordinal,
        reviewer = item.Reviewer,
        draft = choice?.Option,
        words = choice?.Words?.Text,
        to = choice?.To,
        now = tx.Now,
    }) > 0;

    /// <summary>The guarded write settles a race: false for whoever came second.</summary>
    internal static async Task<bool> Record(Tx tx, ItemDecided decided) => await Update(tx, decided) > 0 && await DecisionStore.Add(tx, decided) > 0;

    private static Task<int> Update(Tx tx, ItemDecided decided) => tx.Run(Decide, new
    {
        campaign = decided.Campaign,
        ordinal = decided.Ordinal,
        outcome = OutcomeOf(decided.Decision).ToString(),
        decision = new Choice(decided.Decision, decided.Reason, decided.Words).Option,
        words = decided.Words?.Text,
        to = decided.To,
        by = decided.By,
        at = decided.At,
    });

    private static Outcome OutcomeOf(Decision decision) => decision switch { Decision.Keep => Outcome.Kept, Decision.Modify => Outcome.Modified, _ => Outcome.Revoked };

    internal static Task<int> LeaveUndecided(Tx tx, Id<Campaign> campaign) => tx.Run(MarkUndecided, new { campaign });

    internal static Task<int> EraseWords(Tx tx, Id<Person> person) => tx.Run(Erase, new { person });
}
