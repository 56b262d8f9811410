using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>What becomes of an emergency change. Each write is guarded: false when it was not at that point any more.</summary>
internal static class ChangeLifeStore
{
    // Two people at once: one seat each, and the number settles who was first.
    private static readonly Sql TakeSeat = new("""
        insert into change_seat (change_id, number, person_id, at, agrees, words, via, shown)
        select @id, @seat, @by, @now, @agrees, @words, @via, @shown
        where not exists (select 1 from change_seat where change_id = @id and (number = @seat or person_id = @by))
        """);

    private static readonly Sql ApproveIt = new("""
        update emergency_change set status = @status, approved_at = @now, window_until = @windowUntil, second = @second, second_due = @secondDue, review_due = @reviewDue
        where id = @id and status = 'Requested' and commit_sha = @commit and approve_by > @now
        """);

    private static readonly Sql StillRequested = new("update emergency_change set status = 'Requested' where id = @id and status = 'Requested' and commit_sha = @commit and approve_by > @now");

    private static readonly Sql BreakIt = new("""
        update emergency_change set status = 'Approved', broke_glass = 1, glass_by = @by, glass_words = @why, approved_at = @now, window_until = @windowUntil, second = 'Due', second_due = @secondDue
        where id = @id and status = 'Requested' and commit_sha = @commit and approve_by > @now
        """);

    private static readonly Sql SettleSecond = new("update emergency_change set second = @second, status = @status where id = @id and second = 'Due' and status = @before");

    private static readonly Sql EndIt = new("""
        update emergency_change set status = @status, ended_by = @by, ended_at = @now, ended_words = @words, second = case when second = 'Due' then 'None' else second end
        where id = @id and status in list(@from) and used_at is null and (run is null or run_failed = 1 or @status = 'ExpiredUnused')
        """);

    private static readonly Sql ClaimIt = new("""
        update emergency_change set run = @run, run_failed = 0
        where id = @id and status = 'Approved' and retroactive = 0 and commit_sha = @commit and window_until > @now and (run is null or run = @run or (run_failed = 1 and second <> 'Objected'))
        """);

    private static readonly Sql FailIt = new("update emergency_change set run_failed = 1 where id = @id and run = @run and used_at is null");

    private static readonly Sql UseIt = new("""
        update emergency_change set status = 'ReviewDue', used_at = @at, review_due = @reviewDue, run = @run, run_failed = 0, second = case when second = 'None' and second_due is not null then 'Due' else second end
        where id = @id and status in ('Approved', 'ExpiredUnused') and used_at is null and (run is null or run = @run or (run_failed = 1 and second <> 'Objected'))
        """);

    private static readonly Sql DetailIt = new("""
        update emergency_change set impact = @impact, abort_criteria = @abort, checks_skipped = @checks, compensating = @compensating, details_at = @now
        where id = @id and details_at is null
        """);

    private static readonly Sql ReviewIt = new("""
        update emergency_change set status = 'Reviewed', outcome = @outcome, rolled_back = @rolledBack, review_words = @what, evidence = @evidence, reviewed_by = @by, reviewed_at = @now
        where id = @id and status = 'ReviewDue' and details_at is not null
        """);

    private static readonly Sql CloseIt = new("update emergency_change set status = 'Closed' where id = @id and status = 'Reviewed' and details_at is not null and second <> 'Due'");

    private static readonly Sql PageIt = new("update emergency_change set paged = @turn, paged_at = @now where id = @id and paged = @turn - 1 and status = 'Requested'");

    private static readonly Sql LateDetails = new("update emergency_change set late_details = 1 where id = @id and late_details = 0");

    private static readonly Sql LateSecond = new("update emergency_change set late_second = 1 where id = @id and late_second = 0");

    private static readonly Sql LateReview = new("update emergency_change set late_review = 1 where id = @id and late_review = 0");

    private static readonly Sql KeepThread = new("update emergency_change set thread = @link where id = @id and (thread is null or thread <> @link)");

    private static readonly Sql Say = new("""
        insert into change_word (change_id, number, person_id, at, words)
        select @id, (select coalesce(max(number), 0) + 1 from change_word where change_id = @id), @by, @now, @words
        """);

    private static readonly Sql AskSignIn = new("insert into change_step_up (hash, change_id, person_id, act, shown, expires_at) values (@hash, @id, @person, @act, @shown, @expires)");

    private static readonly Sql SignIn = new("update change_step_up set used_at = @now where hash = @hash and change_id = @id and person_id = @person and act = @act and shown = @shown and used_at is null and expires_at > @now");

    private static readonly Sql LinkEnd = new("select expires_at from change_step_up where hash = @hash and person_id = @person");

    private static readonly Sql EraseAsked = new("""
        update emergency_change set incident = '', what = '', why_now = '', risk_words = '', test_done = '', way_back = '', impact = null, abort_criteria = null, checks_skipped = null, compensating = null
        where requested_by = @person
        """);

    private static readonly Sql EraseGlass = new("update emergency_change set glass_words = null where glass_by = @person");

    private static readonly Sql EraseEnded = new("update emergency_change set ended_words = null where ended_by = @person");

    private static readonly Sql EraseReviewed = new("update emergency_change set review_words = null, evidence = null where reviewed_by = @person");

    private static readonly Sql EraseSeats = new("update change_seat set words = null where person_id = @person");

    private static readonly Sql EraseSaid = new("update change_word set words = '' where person_id = @person");

    internal static async Task<bool> Record(Tx tx, ChangeApproved fact)
    {
        // The change first: on every engine that takes its row, so that two approvals wait for each other.
        var moved = fact.Status == ChangeStatus.Requested
            ? await tx.Run(StillRequested, new { id = fact.Change, commit = fact.Commit, now = tx.Now })
            : await tx.Run(ApproveIt, new
            {
                id = fact.Change,
                status = fact.Status.ToString(),
                commit = fact.Commit,
                windowUntil = fact.WindowUntil,
                second = (fact.SecondDue is null ? SecondApproval.None : SecondApproval.Due).ToString(),
                secondDue = fact.SecondDue,
                reviewDue = fact.ReviewDue,
                now = tx.Now,
            });
        return moved > 0 && await tx.Run(TakeSeat, new { id = fact.Change, seat = fact.Seat, by = fact.By, now = tx.Now, agrees = true, words = (string?)null, via = fact.Via, shown = fact.Shown }) > 0;
    }

    internal static async Task<bool> Record(Tx tx, ChangeGlassBroken fact) =>
        await tx.Run(BreakIt, new { id = fact.Change, by = fact.By, why = fact.Why.Text, commit = fact.Commit, windowUntil = fact.WindowUntil, secondDue = fact.SecondDue, now = tx.Now }) > 0;

    internal static async Task<bool> Record(Tx tx, ChangeSecondGiven fact, ChangeStatus before)
    {
        var second = (fact.Agrees ? SecondApproval.Given : SecondApproval.Objected).ToString();
        return await tx.Run(SettleSecond, new { id = fact.Change, second, status = fact.Status.ToString(), before = before.ToString() }) > 0
            && await tx.Run(TakeSeat, new { id = fact.Change, seat = fact.Seat, by = fact.By, now = tx.Now, agrees = fact.Agrees, words = fact.Words?.Text, via = fact.Via, shown = fact.Shown }) > 0;
    }

    internal static Task<bool> Record(Tx tx, ChangeRejected fact) => End(tx, fact.Change, ChangeStatus.Rejected, fact.By, fact.Why, ChangeStatus.Requested);

    internal static Task<bool> Record(Tx tx, ChangeWithdrawn fact) => End(tx, fact.Change, ChangeStatus.Withdrawn, fact.By, fact.Why, ChangeStatus.Requested, ChangeStatus.Approved);

    internal static Task<bool> Record(Tx tx, ChangeExpired fact) => End(tx, fact.Change, ChangeStatus.Expired, null, null, ChangeStatus.Requested);

    internal static Task<bool> Record(Tx tx, ChangeUnused fact) => End(tx, fact.Change, ChangeStatus.ExpiredUnused, null, null, ChangeStatus.Approved);

    internal static async Task<bool> Record(Tx tx, ChangeClaimed fact) => await tx.Run(ClaimIt, new { id = fact.Change, run = fact.Run, commit = fact.Commit, now = tx.Now }) > 0;

    internal static async Task<bool> Record(Tx tx, ChangeRunFailed fact) => await tx.Run(FailIt, new { id = fact.Change, run = fact.Run }) > 0;

    internal static async Task<bool> Record(Tx tx, ChangeUsed fact) => await tx.Run(UseIt, new { id = fact.Change, at = fact.At, reviewDue = fact.ReviewDue, run = fact.Run }) > 0;

    internal static async Task<bool> Record(Tx tx, ChangeDetailed fact) => await tx.Run(DetailIt, new
    {
        id = fact.Change,
        impact = fact.Impact.Text,
        abort = fact.AbortCriteria.Text,
        checks = fact.ChecksSkipped.Text,
        compensating = fact.CompensatingControls.Text,
        now = tx.Now,
    }) > 0;

    internal static async Task<bool> Record(Tx tx, ChangeReviewed fact) => await tx.Run(ReviewIt, new
    {
        id = fact.Change,
        outcome = fact.Outcome.ToString(),
        rolledBack = fact.RolledBack,
        what = fact.What.Text,
        evidence = fact.Evidence?.Text,
        by = fact.By,
        now = tx.Now,
    }) > 0;

    internal static async Task<bool> Record(Tx tx, ChangeClosed fact) => await tx.Run(CloseIt, new { id = fact.Change }) > 0;

    internal static async Task<bool> Record(Tx tx, ChangePaged fact) => await tx.Run(PageIt, new { id = fact.Change, turn = fact.Turn, now = tx.Now }) > 0;

    internal static async Task<bool> Record(Tx tx, ChangeLate fact) =>
        await tx.Run(fact.Step switch { LateStep.Details => LateDetails, LateStep.Second => LateSecond, _ => LateReview }, new { id = fact.Change }) > 0;

    internal static async Task<bool> Record(Tx tx, ChangeThreadKept fact) => await tx.Run(KeepThread, new { id = fact.Change, link = fact.Link }) > 0;

    internal static Task<int> Record(Tx tx, ChangeSaid fact) => tx.Run(Say, new { id = fact.Change, by = fact.By, now = tx.Now, words = fact.Words.Text });

    internal static Task<int> AskToSignIn(Tx tx, string hash, Id<EmergencyChange> id, Id<Person> person, string act, string shown, DateTimeOffset expires) =>
        tx.Run(AskSignIn, new { hash, id, person, act, shown, expires });

    /// <summary>Null when there is no such link of this person's.</summary>
    public static Task<DateTimeOffset?> LinkEnds(Read read, string hash, Id<Person> person) => read.One<DateTimeOffset?>(LinkEnd, new { hash, person });

    /// <summary>False when the key is another person's, of another act, used or too old.</summary>
    internal static async Task<bool> SignedIn(Tx tx, string hash, Id<EmergencyChange> id, Id<Person> person, string act, string shown) =>
        await tx.Run(SignIn, new { hash, id, person, act, shown, now = tx.Now }) > 0;

    internal static async Task EraseWords(Tx tx, Id<Person> person)
    {
        await tx.Run(EraseAsked, new { person });
        await tx.Run(EraseGlass, new { person });
        await tx.Run(EraseEnded, new { person });
        await tx.Run(EraseReviewed, new { person });
        await tx.Run(EraseSeats, new { person });
        await tx.Run(EraseSaid, new { person });
        await ChangeRequestStore.DropDraft(tx, person);
    }

    private static async Task<bool> End(Tx tx, Id<EmergencyChange> id, ChangeStatus status, Id<Person>? by, Words? words, params IReadOnlyList<ChangeStatus> from) =>
        await tx.Run(EndIt, new { id, status = status.ToString(), by, words = words?.Text, now = tx.Now, from = tx.In(from.Select(s => s.ToString())) }) > 0;
}
