using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>Requests to leave access for a time, and the removals whose risk is accepted.</summary>
public static class RiskStore
{
    private const string Columns = """
        select q.id, q.asked_by, coalesce(a.name, 'somebody') as asked_by_name, q.asked_at, q.days, q.why, q.control, q.state, d.name as decided_by_name, q.decided_at, q.words
        from risk_request q
        join roster_current r on r.id = 1
        left join roster_entry a on a.roster = r.roster and a.person_id = q.asked_by
        left join roster_entry d on d.roster = r.roster and d.person_id = q.decided_by
        """;

    private static readonly Sql Find = new(Columns + " where q.id = @id");

    private static readonly Sql Waiting = new(Columns + " where q.state = 'Asked' order by q.asked_at, q.id");

    private static readonly Sql NewestOfTask = new(Columns + " where q.id in (select request_id from risk_request_task where task_id = @task) order by q.asked_at desc, q.id page(@count)");

    private static readonly Sql TasksOf = new("select task_id from risk_request_task where request_id = @request");

    private static readonly Sql Insert = new("""
        insert into risk_request (id, asked_by, asked_at, days, why, control, state) values (@id, @by, @now, @days, @why, @control, 'Asked')
        """);

    // One question at a time about one removal.
    private static readonly Sql InsertTask = new("""
        insert into risk_request_task (request_id, task_id)
        select @request, @task
        where not exists (select 1 from risk_request_task o join risk_request q on q.id = o.request_id where o.task_id = @task and q.state = 'Asked' and q.id <> @request)
        """);

    private static readonly Sql Decide = new("update risk_request set state = @state, decided_by = @by, decided_at = @now, words = @words where id = @id and state = 'Asked'");

    private static readonly Sql AcceptIt = new("""
        update remediation_task set status = 'RiskAccepted', risk_until = @until, claimed_by = null, claimed_at = null, proven_by = null, proven_at = null, escalated = 'None'
        where id = @id and status in ('Open', 'Claimed', 'Unconfirmed', 'RiskAccepted')
        """);

    private static readonly Sql ExpireIt = new("""
        update remediation_task set status = 'Open', reopened = 'RiskExpired', reopened_by = null, deadline = @deadline, escalated = 'None', risk_until = null
        where id = @id and status = 'RiskAccepted' and risk_until = @until
        """);

    private static readonly Sql Erase = new("""
        update risk_request set why = case when asked_by = @person then '' else why end, control = case when asked_by = @person then '' else control end,
            words = case when decided_by = @person then null else words end
        where asked_by = @person or decided_by = @person
        """);

    internal sealed record Row
    {
        public Id<RiskRequest> Id { get; init; }

        public Id<Person> AskedBy { get; init; }

        public string AskedByName { get; init; } = "";

        public DateTimeOffset AskedAt { get; init; }

        public int Days { get; init; }

        public string Why { get; init; } = "";

        public string Control { get; init; } = "";

        public RiskState State { get; init; }

        public string? DecidedByName { get; init; }

        public DateTimeOffset? DecidedAt { get; init; }

        public string? Words { get; init; }
    }

    public static async Task<RiskRequest?> One(Read read, Id<RiskRequest> id) => await Whole(read, await read.One<Row>(Find, new { id }));

    /// <summary>The newest request about a removal, or null.</summary>
    public static async Task<RiskRequest?> Newest(Read read, Id<RemediationTask> task) => await Whole(read, await read.One<Row>(NewestOfTask, new { task, count = 1 }));

    /// <summary>What waits for somebody to decide, the oldest first.</summary>
    public static async Task<IReadOnlyList<RiskRequest>> Asked(Read read)
    {
        var all = new List<RiskRequest>();
        foreach (var row in await read.List<Row>(Waiting)) all.Add((await Whole(read, row))!);
        return all;
    }

    internal static async Task<bool> Ask(Tx tx, RiskAsked fact)
    {
        var known = await tx.One<Row>(Find, new { id = fact.Request }) is not null;
        if (!known) await tx.Run(Insert, new { id = fact.Request, by = fact.By, days = fact.Days, why = fact.Why.Text, control = fact.Control.Text, now = tx.Now });
        return await tx.Run(InsertTask, new { request = fact.Request, task = fact.Task }) > 0;
    }

    /// <summary>False when somebody decided meanwhile.</summary>
    internal static async Task<bool> Settle(Tx tx, Id<RiskRequest> id, RiskState state, Id<Person> by, Words? words) =>
        await tx.Run(Decide, new { id, state = state.ToString(), by, words = words?.Text, now = tx.Now }) > 0;

    internal static async Task<bool> Record(Tx tx, RiskAccepted fact) => await tx.Run(AcceptIt, new { id = fact.Task, until = fact.Until }) > 0;

    internal static async Task<bool> Record(Tx tx, RiskExpired fact) => await tx.Run(ExpireIt, new { id = fact.Task, until = fact.Until, deadline = fact.Deadline }) > 0;

    internal static Task<int> EraseWords(Tx tx, Id<Person> person) => tx.Run(Erase, new { person });

    private static async Task<RiskRequest?> Whole(Read read, Row? row)
    {
        if (row is null) return null;
        var tasks = await RemediationStore.Some(read, await read.List<Id<RemediationTask>>(TasksOf, new { request = row.Id }));
        return new()
        {
            Id = row.Id,
            Tasks = tasks,
            AskedBy = row.AskedBy,
            AskedByName = row.AskedByName,
            AskedAt = row.AskedAt,
            Days = row.Days,
            Why = row.Why,
            Control = row.Control,
            State = row.State,
            DecidedByName = row.DecidedByName,
            DecidedAt = row.DecidedAt,
            Words = row.Words,
        };
    }
}
