using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>Actions: one row for each matter of a kind. What is read of them; what is written stands in <see cref="ActionActsStore"/>.</summary>
public static class ActionStore
{
    private const string Columns = """
        select t.id, t.number, t.kind, t.subject, t.title, t.what, t.owner_id as owner, o.name as owner_name, t.about_id as about, a.name as about_name, t.status, t.opened_at, t.deadline,
            t.done_by, d.name as done_by_name, t.done_at, t.done_words, s.name as confirmed_by_name, t.settled_at, t.settled_words, t.reopened, t.reopened_words,
            t.justification, j.name as justified_by_name, t.justified_at, t.escalated
        from action_task t join roster_current r on r.id = 1
        left join roster_entry o on o.roster = r.roster and o.person_id = t.owner_id
        left join roster_entry a on a.roster = r.roster and a.person_id = t.about_id
        left join roster_entry d on d.roster = r.roster and d.person_id = t.done_by
        left join roster_entry s on s.roster = r.roster and s.person_id = t.settled_by
        left join roster_entry j on j.roster = r.roster and j.person_id = t.justified_by
        """;

    private static readonly Sql Find = new(Columns + " where t.id = @id");

    private static readonly Sql FindMatter = new(Columns + " where t.kind = @kind and t.subject = @subject");

    private static readonly Sql Waiting = new(Columns + " where t.status in ('Open', 'Done') order by t.deadline, t.number");

    private static readonly Sql Every = new(Columns + " order by t.number");

    private static readonly Sql EveryStatus = new("select id, status from action_task order by id");

    private sealed record Row
    {
        public Id<ActionTask> Id { get; init; }

        public int Number { get; init; }

        public ActionKind Kind { get; init; }

        public string Subject { get; init; } = "";

        public string Title { get; init; } = "";

        public string What { get; init; } = "";

        public Id<Person>? Owner { get; init; }

        public string? OwnerName { get; init; }

        public Id<Person>? About { get; init; }

        public string? AboutName { get; init; }

        public ActionStatus Status { get; init; }

        public DateTimeOffset OpenedAt { get; init; }

        public DateTimeOffset Deadline { get; init; }

        public Id<Person>? DoneBy { get; init; }

        public string? DoneByName { get; init; }

        public DateTimeOffset? DoneAt { get; init; }

        public string? DoneWords { get; init; }

        public string? ConfirmedByName { get; init; }

        public DateTimeOffset? SettledAt { get; init; }

        public string? SettledWords { get; init; }

        public ActionReopening? Reopened { get; init; }

        public string? ReopenedWords { get; init; }

        public string? Justification { get; init; }

        public string? JustifiedByName { get; init; }

        public DateTimeOffset? JustifiedAt { get; init; }

        public Escalation Escalated { get; init; }

        public ActionTask Value => new()
        {
            Id = Id,
            Number = Number,
            Kind = Kind,
            Subject = Subject,
            Title = Title,
            What = What,
            Owner = Owner,
            OwnerName = Owner is null ? null : OwnerName ?? "somebody",
            About = About,
            AboutName = About is null ? null : AboutName ?? "somebody",
            Status = Status,
            OpenedAt = OpenedAt,
            Deadline = Deadline,
            DoneBy = DoneBy,
            DoneByName = DoneBy is null ? null : DoneByName ?? "somebody",
            DoneAt = DoneAt,
            DoneWords = DoneWords,
            ConfirmedByName = ConfirmedByName,
            SettledAt = SettledAt,
            SettledWords = SettledWords,
            Reopened = Reopened,
            ReopenedWords = ReopenedWords,
            Justification = Justification,
            JustifiedByName = JustifiedByName,
            JustifiedAt = JustifiedAt,
            Escalated = Escalated,
        };
    }

    public static async Task<ActionTask?> One(Read read, Id<ActionTask> id) => (await read.One<Row>(Find, new { id }))?.Value;

    public static async Task<ActionTask?> Of(Read read, ActionKind kind, string subject) => (await read.One<Row>(FindMatter, new { kind = kind.ToString(), subject }))?.Value;

    /// <summary>Open, or done and not seen by another yet; the most urgent first.</summary>
    public static async Task<IReadOnlyList<ActionTask>> Unsettled(Read read) => [.. (await read.List<Row>(Waiting)).Select(r => r.Value)];

    public static async Task<IReadOnlyList<ActionTask>> All(Read read) => [.. (await read.List<Row>(Every)).Select(r => r.Value)];

    internal static async IAsyncEnumerable<(Id<ActionTask> Action, string Status)> AllStatuses(Read read)
    {
        await foreach (var row in read.Stream<StatusRow>(EveryStatus)) yield return (row.Id, row.Status);
    }

    private sealed record StatusRow
    {
        public Id<ActionTask> Id { get; init; }

        public string Status { get; init; } = "";
    }
}
