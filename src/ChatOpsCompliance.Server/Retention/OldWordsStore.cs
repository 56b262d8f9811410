using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Retention;

/// <summary>
/// Words and logins that are older than they have to be kept, in every table that holds any: one screen, as the erasure of one person's is one act. Those of
/// a review go with it, when all of it is over; the others by when they were last added to. In the log their salted hashes stay.
/// </summary>
public static class OldWordsStore
{
    private static readonly Sql OfReviews = new("""
        select c.id, c.population, c.launched_at as began,
            case when c.status in ('Closed', 'Approved', 'Cancelled')
                and not exists (select 1 from remediation_task t where t.campaign_id = c.id and t.status not in ('Verified', 'ConfirmedByInspection', 'Withdrawn'))
                then coalesce(c.approved_at, c.closed_at, c.cancelled_at) end as ended,
            (select max(coalesce(t.proven_at, t.claimed_at, t.opened_at)) from remediation_task t where t.campaign_id = c.id) as removed_at
        from campaign c where c.words_gone_at is null and c.launched_at < @before order by c.launched_at, c.id
        """);

    private static readonly Sql Items = new("""
        update review_item set words = null, draft_words = null, given_words = null, last_said = null, statement = case when kind = 'Grant' then null else statement end
        where campaign_id = @campaign and ordinal > @after and ordinal <= @upTo
        """);

    private static readonly Sql Decisions = new("update review_decision set words = null where campaign_id = @campaign and ordinal > @after and ordinal <= @upTo");

    private static readonly Sql Tickets = new("update remediation_task set ticket = null where campaign_id = @campaign and ordinal > @after and ordinal <= @upTo");

    private static readonly Sql Requests = new("update campaign_request set words = null, answer = null where campaign_id = @campaign");

    private static readonly Sql Campaigns = new("update campaign set response = null, reason = null, approval = null, words_gone_at = @now where id = @campaign and words_gone_at is null");

    private static readonly Sql Risks = new("""
        update risk_request set why = '', control = '', words = null
        where coalesce(decided_at, asked_at) >= @from and coalesce(decided_at, asked_at) < @to and (why <> '' or words is not null)
        """);

    private static readonly Sql Actions = new("""
        update action_task set title = case when opened_by is null then title else 'erased' end, what = case when opened_by is null then what else '' end,
            done_words = null, settled_words = null, reopened_words = null, justification = null
        where status in ('Confirmed', 'Verified') and coalesce(settled_at, done_at) >= @from and coalesce(settled_at, done_at) < @to
        """);

    private static readonly Sql Changes = new("""
        update emergency_change set incident = '', what = '', why_now = '', risk_words = '', test_done = '', way_back = '', impact = null, abort_criteria = null, checks_skipped = null, compensating = null,
            glass_words = null, ended_words = null, review_words = null, evidence = null
        where status not in ('Requested', 'Approved', 'ReviewDue') and what <> ''
            and coalesce(reviewed_at, ended_at, window_until, approve_by) >= @from and coalesce(reviewed_at, ended_at, window_until, approve_by) < @to
        """);

    // Their changes first: what is said of one that still lasts stays with it.
    private static readonly Sql Seats = new("update change_seat set words = null where at >= @from and at < @to and words is not null and change_id in (select c.id from emergency_change c where c.what = '')");

    private static readonly Sql Said = new("update change_word set words = '' where at >= @from and at < @to and words <> '' and change_id in (select c.id from emergency_change c where c.what = '')");

    private static readonly Sql Authors = new("delete from change_author where change_id in (select c.id from emergency_change c where c.what = '')");

    private static readonly Sql Tests = new("update control_test set work_done = null, words = null where tested_at >= @from and tested_at < @to");

    private static readonly Sql Files = new("update attachment set name = 'file' where uploaded_at >= @from and uploaded_at < @to and subject is not null and name <> 'file'");

    private static readonly Sql Deployers = new("update deployment set actor = '' where seen_at >= @from and seen_at < @to and actor <> ''");

    private static readonly Sql Askers = new("update gate_question set requested_by = '' where asked_at >= @from and asked_at < @to and requested_by <> ''");

    private static readonly Sql Holds = new("update legal_hold set why = null, lifted_why = null where lifted_at >= @from and lifted_at < @to and (why is not null or lifted_why is not null)");

    private static readonly Sql Beside = new("select t.seq from personal_text t where t.seq >= @first and t.seq < @end and t.text is not null order by t.seq page(@count)");

    private static readonly Sql EraseBeside = new("update personal_text set text = null, salt = null, erased_seq = @by where seq >= @first and seq <= @last and text is not null");

    /// <summary>What belongs to a time: one statement a table, each a step of its own.</summary>
    internal static readonly IReadOnlyList<Sql> OfTimes = [Risks, Actions, Changes, Seats, Said, Authors, Tests, Files, Deployers, Askers, Holds];

    /// <summary>A review whose words are still there.</summary>
    internal sealed record Life
    {
        public Id<Campaign> Id { get; init; }

        public int Population { get; init; }

        public DateTimeOffset Began { get; init; }

        public DateTimeOffset? Ended { get; init; }

        public DateTimeOffset? RemovedAt { get; init; }

        /// <summary>Its own end, or that of its last removal; null while anything of it is open.</summary>
        public DateTimeOffset? Over => RemovedAt > Ended ? RemovedAt : Ended;
    }

    internal static Task<IReadOnlyList<Life>> Reviews(Read read, DateTimeOffset before) => read.List<Life>(OfReviews, new { before });

    internal static async Task<int> OfItems(Tx tx, Id<Campaign> campaign, int after, int upTo) =>
        await tx.Run(Items, new { campaign, after, upTo }) + await tx.Run(Decisions, new { campaign, after, upTo }) + await tx.Run(Tickets, new { campaign, after, upTo });

    internal static async Task<int> OfReview(Tx tx, Id<Campaign> campaign) => await tx.Run(Requests, new { campaign }) + await tx.Run(Campaigns, new { campaign, now = tx.Now });

    /// <param name="sql">One of <see cref="OfTimes"/>.</param>
    internal static Task<int> Of(Tx tx, Sql sql, DateTimeOffset from, DateTimeOffset to) => tx.Run(sql, new { from, to });

    /// <summary>The next rows of the log with a text beside them, from one number to before another.</summary>
    internal static Task<IReadOnlyList<long>> NextTexts(Read read, long first, long end, int count) => read.List<long>(Beside, new { first, end, count });

    /// <param name="by">The row that will say so.</param>
    internal static Task<int> EraseTexts(Tx tx, long first, long last, long by) => tx.Run(EraseBeside, new { first, last, by });
}
