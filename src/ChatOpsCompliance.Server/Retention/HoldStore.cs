using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Retention;

/// <summary>Legal holds. Rows stay when they are lifted.</summary>
public static class HoldStore
{
    private const string Columns = """
        select h.id, h.first_day, h.last_day, h.why, h.placed_by, h.placed_at, p.name as placed_by_name, h.lifted_at, l.name as lifted_by_name, h.lifted_why
        from legal_hold h left join roster_current r on r.id = 1
        left join roster_entry p on p.roster = r.roster and p.person_id = h.placed_by
        left join roster_entry l on l.roster = r.roster and l.person_id = h.lifted_by
        """;

    private static readonly Sql Every = new(Columns + " order by h.placed_at desc, h.id");

    private static readonly Sql NotLifted = new(Columns + " where h.lifted_at is null order by h.placed_at, h.id");

    private static readonly Sql Insert = new("insert into legal_hold (id, first_day, last_day, why, placed_by, placed_at) values (@id, @from, @to, @why, @by, @now)");

    private static readonly Sql End = new("update legal_hold set lifted_by = @by, lifted_at = @now, lifted_why = @why where id = @id and lifted_at is null");

    private static readonly Sql Erase = new("""
        update legal_hold set why = case when placed_by = @person then null else why end, lifted_why = case when lifted_by = @person then null else lifted_why end
        where lifted_at is not null and (placed_by = @person or lifted_by = @person)
        """);

    /// <summary>A hold with who placed and who lifted it.</summary>
    public sealed record Row
    {
        public Id<Hold> Id { get; init; }

        public DateOnly? FirstDay { get; init; }

        public DateOnly? LastDay { get; init; }

        public string? Why { get; init; }

        public Id<Person> PlacedBy { get; init; }

        public DateTimeOffset PlacedAt { get; init; }

        public string? PlacedByName { get; init; }

        public DateTimeOffset? LiftedAt { get; init; }

        public string? LiftedByName { get; init; }

        public string? LiftedWhy { get; init; }

        public Hold Value => new(Id, FirstDay, LastDay, Why, PlacedBy, PlacedAt);
    }

    /// <summary>The newest first.</summary>
    public static Task<IReadOnlyList<Row>> All(Read read) => read.List<Row>(Every);

    public static async Task<IReadOnlyList<Hold>> Standing(Read read) => [.. (await read.List<Row>(NotLifted)).Select(r => r.Value)];

    internal static Task<int> Place(Tx tx, HoldPlaced fact) => tx.Run(Insert, new { id = fact.Hold, from = fact.From, to = fact.To, why = fact.Why.Text, by = fact.By, now = tx.Now });

    /// <summary>False when it was lifted before.</summary>
    internal static async Task<bool> Lift(Tx tx, HoldLifted fact) => await tx.Run(End, new { id = fact.Hold, by = fact.By, why = fact.Why.Text, now = tx.Now }) > 0;

    internal static Task<int> EraseWords(Tx tx, Id<Person> person) => tx.Run(Erase, new { person });
}
