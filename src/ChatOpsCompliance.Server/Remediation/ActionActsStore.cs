using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>What becomes of an action. Each write is guarded: false means that somebody was first.</summary>
public static class ActionActsStore
{
    // Counted in the row's own transaction: of two at once, the number's index lets one through and the other counts again.
    private static readonly Sql Insert = new("""
        insert into action_task (id, number, kind, subject, title, what, opened_by, owner_id, about_id, status, opened_at, deadline, escalated)
        select @id, @number, @kind, @subject, @title, @what, @by, @owner, @about, 'Open', @now, @deadline, 'None'
        where not exists (select 1 from action_task where kind = @kind and subject = @subject)
        """);

    private static readonly Sql DoIt = new("update action_task set status = 'Done', done_by = @by, done_at = @at, done_words = @words where id = @id and status = 'Open'");

    // What was looked at is what is confirmed: had it been opened and done again meanwhile, the time would be another.
    private static readonly Sql ConfirmIt = new("""
        update action_task set status = 'Confirmed', settled_by = @by, settled_at = @at, settled_words = @words where id = @id and status = 'Done' and done_at = @doneAt and done_by <> @by
        """);

    private static readonly Sql DoubtIt = new("""
        update action_task set status = 'Open', reopened = 'Doubted', reopened_by = @by, reopened_words = @why, done_by = null, done_at = null, done_words = null
        where id = @id and status = 'Done' and done_at = @doneAt and done_by <> @by
        """);

    private static readonly Sql VerifyIt = new("update action_task set status = 'Verified', settled_by = null, settled_at = @at, settled_words = null where id = @id and status in ('Open', 'Done')");

    private static readonly Sql ReopenIt = new("""
        update action_task set status = 'Open', reopened = @reason, reopened_by = null, reopened_words = null, deadline = @deadline, what = coalesce(@what, what),
            done_by = null, done_at = null, done_words = null, settled_by = null, settled_at = null, settled_words = null, escalated = 'None'
        where id = @id and status in ('Done', 'Confirmed', 'Verified')
        """);

    private static readonly Sql HandIt = new("""
        update action_task set owner_id = @to where id = @id and status in ('Open', 'Done') and (owner_id = @from or (owner_id is null and @from is null))
        """);

    private static readonly Sql EscalateIt = new("update action_task set escalated = @level where id = @id and escalated = @before and status in ('Open', 'Done')");

    private static readonly Sql JustifyIt = new("""
        update action_task set justification = @why, justified_by = @by, justified_at = @now where id = @id and status in ('Open', 'Done')
        """);

    private static readonly Sql Erase = new("""
        update action_task set
            title = case when opened_by = @person then 'erased' else title end, what = case when opened_by = @person then '' else what end,
            done_words = case when done_by = @person then null else done_words end,
            settled_words = case when settled_by = @person then null else settled_words end,
            reopened_words = case when reopened_by = @person then null else reopened_words end,
            justification = case when justified_by = @person then null else justification end
        where opened_by = @person or done_by = @person or settled_by = @person or reopened_by = @person or justified_by = @person
        """);

    internal static async Task<bool> Record(Tx tx, ActionOpened fact) => await tx.Run(Insert, new
    {
        id = fact.Action,
        number = fact.Number,
        kind = fact.Of.ToString(),
        subject = fact.Matter,
        title = fact.Title.Text,
        what = fact.What.Text,
        by = tx.Actor.Person,
        owner = fact.Owner,
        about = fact.About,
        now = tx.Now,
        deadline = fact.Deadline,
    }) > 0;

    internal static async Task<bool> Record(Tx tx, ActionDone fact) => await tx.Run(DoIt, new { id = fact.Action, by = fact.By, at = fact.At, words = fact.Words.Text }) > 0;

    /// <param name="doneAt">When what was looked at was said to be done.</param>
    internal static async Task<bool> Record(Tx tx, ActionConfirmed fact, DateTimeOffset doneAt) =>
        await tx.Run(ConfirmIt, new { id = fact.Action, by = fact.By, at = fact.At, words = fact.Words?.Text, doneAt }) > 0;

    internal static async Task<bool> Record(Tx tx, ActionDoubted fact, DateTimeOffset doneAt) => await tx.Run(DoubtIt, new { id = fact.Action, by = fact.By, why = fact.Why.Text, doneAt }) > 0;

    internal static async Task<bool> Record(Tx tx, ActionVerified fact) => await tx.Run(VerifyIt, new { id = fact.Action, at = fact.ReadAt }) > 0;

    internal static async Task<bool> Record(Tx tx, ActionReopened fact) =>
        await tx.Run(ReopenIt, new { id = fact.Action, reason = fact.Reason.ToString(), deadline = fact.Deadline, what = fact.What?.Text }) > 0;

    internal static async Task<bool> Record(Tx tx, ActionHandedOver fact) => await tx.Run(HandIt, new { id = fact.Action, from = fact.From, to = fact.To }) > 0;

    internal static async Task<bool> Record(Tx tx, ActionEscalated fact, Escalation before) =>
        await tx.Run(EscalateIt, new { id = fact.Action, level = fact.Level.ToString(), before = before.ToString() }) > 0;

    internal static async Task<bool> Record(Tx tx, ActionJustified fact) => await tx.Run(JustifyIt, new { id = fact.Action, by = fact.By, why = fact.Why.Text, now = tx.Now }) > 0;

    internal static Task<int> EraseWords(Tx tx, Id<Person> person) => tx.Run(Erase, new { person });
}
