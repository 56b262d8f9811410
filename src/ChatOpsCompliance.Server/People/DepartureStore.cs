using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>Who left, when it was noticed and how; and who came back.</summary>
public static class DepartureStore
{
    private static readonly Sql Insert = new("""
        insert into departure (person_id, noticed_at, last_day, how)
        select @person, @now, @lastDay, @how
        where not exists (select 1 from departure where person_id = @person and returned_at is null)
        """);

    private static readonly Sql Return = new("update departure set returned_at = @now where person_id = @person and returned_at is null");

    private static readonly Sql AllDepartures = new("select person_id as person, noticed_at, last_day, how, returned_at from departure order by noticed_at, person_id");

    // One day more than any zone is ahead: who of them has left where they are is asked afterwards.
    private static readonly Sql Unnoticed = new("""
        select e.person_id as person from roster_current c join roster_entry e on e.roster = c.roster
        where c.id = 1 and e.active = 1 and e.end_date <= @latest
          and not exists (select 1 from departure d where d.person_id = e.person_id and d.returned_at is null)
        """);

    public sealed record Departure
    {
        public Id<Person> Person { get; init; }

        /// <summary>UTC.</summary>
        public DateTimeOffset NoticedAt { get; init; }

        /// <summary>The last day the roster gave, if any.</summary>
        public DateOnly? LastDay { get; init; }

        public Departed How { get; init; }

        public DateTimeOffset? ReturnedAt { get; init; }
    }

    public static Task<IReadOnlyList<Departure>> All(Read read) => read.List<Departure>(AllDepartures);

    /// <summary>Whose last day may have passed without anybody having noticed.</summary>
    internal static Task<IReadOnlyList<Id<Person>>> MayHaveEnded(Read read) => read.List<Id<Person>>(Unnoticed, new { latest = DateOnly.FromDateTime(read.Now.UtcDateTime) });

    /// <summary>False when it was noticed before.</summary>
    internal static async Task<bool> Note(Tx tx, Id<Person> person, Departed how, DateOnly? lastDay) => await tx.Run(Insert, new { person, how = how.ToString(), lastDay, now = tx.Now }) > 0;

    internal static async Task<bool> NoteReturn(Tx tx, Id<Person> person) => await tx.Run(Return, new { person, now = tx.Now }) > 0;
}
