using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Who stands in for whom, and when.</summary>
public static class DelegationStore
{
    private const string Columns = """
        select d.id, d.from_person as [from], d.to_person as [to], d.first_day as [first], d.last_day as [last], coalesce(e.name, 'somebody') as to_name
        from delegation d join roster_current r on r.id = 1 left join roster_entry e on e.roster = r.roster and e.person_id = d.to_person
        where d.ended_at is null
        """;

    private static readonly Sql Insert = new("""
        insert into delegation (id, from_person, to_person, first_day, last_day, made_at)
        select @id, @from, @to, @first, @last, @now
        where not exists (select 1 from delegation where from_person = @from and ended_at is null and first_day <= @last and last_day >= @first)
        """);

    private static readonly Sql End = new("update delegation set ended_at = @now where id = @id and ended_at is null");

    // A day more than any zone is behind, so that a last day ends where the person lives and not where the server is.
    private static readonly Sql NotOver = new(Columns + " and d.last_day >= @since order by d.first_day, d.id");

    private static readonly Sql Find = new(Columns + " and d.id = @id");

    private sealed record Row
    {
        public Id<Delegation> Id { get; init; }

        public Id<Person> From { get; init; }

        public Id<Person> To { get; init; }

        public DateOnly First { get; init; }

        public DateOnly Last { get; init; }

        public string ToName { get; init; } = "";

        public Delegation Value => new() { Id = Id, From = From, To = To, First = First, Last = Last, ToName = ToName };
    }

    /// <summary>Those that are not over, and those that ended yesterday or the day before.</summary>
    public static async Task<IReadOnlyList<Delegation>> Standing(Read read) =>
        [.. (await read.List<Row>(NotOver, new { since = DateOnly.FromDateTime(read.Now.UtcDateTime).AddDays(-2) })).Select(r => r.Value)];

    public static async Task<Delegation?> One(Read read, Id<Delegation> id) => (await read.One<Row>(Find, new { id }))?.Value;

    internal static async Task<bool> Record(Tx tx, DelegationMade fact) =>
        await tx.Run(Insert, new { id = fact.Delegation, from = fact.From, to = fact.To, first = fact.First, last = fact.Last, now = tx.Now }) > 0;

    internal static async Task<bool> Record(Tx tx, DelegationEnded fact) => await tx.Run(End, new { id = fact.Delegation, now = tx.Now }) > 0;
}
