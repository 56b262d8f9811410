using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>What becomes of a removal by its owner's hand: opened, claimed, handed over, told further up, withdrawn. Each write is guarded.</summary>
internal static class TaskStore
{
    // What is no grant of a snapshot, such as a role's definition, has no method that could prove it.
    private static readonly Sql Insert = new("""
        insert into remediation_task (id, campaign_id, ordinal, system, account, entitlement, environment, becomes, granted_via, owner_id, status, opened_at, deadline, method)
        select @id, i.campaign_id, i.ordinal, i.system, i.account, i.entitlement, i.environment, @becomes, g.granted_via, @owner, 'Open', @now, @deadline, coalesce(s.method, '')
        from review_item i left join access_snapshot s on s.number = i.snapshot left join access_grant g on g.snapshot = i.snapshot and g.ordinal = i.grant_ordinal
        where i.campaign_id = @campaign and i.ordinal = @ordinal
        """);

    private static readonly Sql OpenAgain = new("""
        update remediation_task set status = 'Open', becomes = @becomes, owner_id = @owner, opened_at = @now, deadline = @deadline, escalated = 'None', claimed_by = null, claimed_at = null,
            proven_by = null, proven_at = null, reopened = null, reopened_by = null, risk_until = null
        where id = @id and status = 'Withdrawn'
        """);

    private static readonly Sql ClaimIt = new("""
        update remediation_task set status = 'Claimed', claimed_by = @by, claimed_at = @at, ticket = coalesce(@ticket, ticket) where id = @id and status = 'Open' and owner_id = @by
        """);

    private static readonly Sql TicketIt = new("update remediation_task set ticket = @ticket where id = @id and owner_id = @by and status in ('Open', 'Claimed', 'Unconfirmed')");

    private static readonly Sql HandIt = new("""
        update remediation_task set owner_id = @to where id = @id and owner_id = @from and status in ('Open', 'Claimed', 'Unconfirmed', 'RiskAccepted')
        """);

    private static readonly Sql EscalateIt = new("update remediation_task set escalated = @level where id = @id and escalated = @before and status in ('Open', 'Claimed', 'Unconfirmed')");

    private static readonly Sql WithdrawIt = new("""
        update remediation_task set status = 'Withdrawn', risk_until = null where id = @id and status in ('Open', 'Claimed', 'Unconfirmed', 'RiskAccepted')
        """);

    private static readonly Sql Erase = new("update remediation_task set ticket = null where owner_id = @person or claimed_by = @person");

    internal static async Task<bool> Open(Tx tx, TaskOpened fact) => await tx.Run(Insert, Opening(fact, tx.Now)) > 0;

    /// <summary>The decision was corrected, and corrected back.</summary>
    internal static async Task<bool> Again(Tx tx, TaskOpened fact) => await tx.Run(OpenAgain, Opening(fact, tx.Now)) > 0;

    internal static async Task<bool> Record(Tx tx, RemovalClaimed fact) => await tx.Run(ClaimIt, new { id = fact.Task, by = fact.By, at = fact.At, ticket = fact.Ticket?.Text }) > 0;

    internal static async Task<bool> Record(Tx tx, RemovalTicketed fact) => await tx.Run(TicketIt, new { id = fact.Task, by = fact.By, ticket = fact.Ticket.Text }) > 0;

    internal static async Task<bool> Record(Tx tx, RemovalHandedOver fact) => await tx.Run(HandIt, new { id = fact.Task, from = fact.From, to = fact.To }) > 0;

    internal static async Task<bool> Record(Tx tx, RemovalEscalated fact, Escalation before) =>
        await tx.Run(EscalateIt, new { id = fact.Task, level = fact.Level.ToString(), before = before.ToString() }) > 0;

    internal static async Task<bool> Record(Tx tx, RemovalWithdrawn fact) => await tx.Run(WithdrawIt, new { id = fact.Task }) > 0;

    internal static Task<int> EraseWords(Tx tx, Id<Person> person) => tx.Run(Erase, new { person });

    private static object Opening(TaskOpened fact, DateTimeOffset now) =>
        new { id = fact.Task, campaign = fact.Campaign, ordinal = fact.Ordinal, owner = fact.Owner, deadline = fact.Deadline, becomes = fact.Becomes, now };
}
