using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>Engagements of auditors, running and over.</summary>
public static class EngagementStore
{
    private const string Columns = "select id, person_id as person, name, email, first_day, last_day, until_day, invited_at, ended_at from auditor_engagement";

    private const string Runs = " ended_at is null and until_day >= @today order by invited_at desc page(@count)";

    private static readonly Sql FindById = new(Columns + " where id = @id");

    private static readonly Sql RunningOf = new(Columns + " where person_id = @person and" + Runs);

    private static readonly Sql RunningBy = new(Columns + " where email = @email and" + Runs);

    private static readonly Sql NewestOf = new(Columns + " where person_id = @person order by invited_at desc page(@count)");

    private static readonly Sql NewestBy = new(Columns + " where email = @email order by invited_at desc page(@count)");

    private static readonly Sql Every = new(Columns + " order by invited_at desc");

    private static readonly Sql InsertPerson = new("insert into person (id, roster_key, first_seen_at) values (@id, @key, @now)");

    private static readonly Sql Insert = new("""
        insert into auditor_engagement (id, person_id, name, email, first_day, last_day, until_day, invited_by, invited_at)
        select @id, @person, @name, @email, @from, @to, @until, @by, @now
        where not exists (select 1 from auditor_engagement where person_id = @person and ended_at is null and until_day >= @today)
        """);

    private static readonly Sql Finish = new("update auditor_engagement set ended_at = @now where id = @id and ended_at is null and until_day >= @today");

    private sealed record Row
    {
        public Id<Engagement> Id { get; init; }

        public Id<Person> Person { get; init; }

        public string Name { get; init; } = "";

        public string Email { get; init; } = "";

        public DateOnly FirstDay { get; init; }

        public DateOnly LastDay { get; init; }

        public DateOnly UntilDay { get; init; }

        public DateTimeOffset InvitedAt { get; init; }

        public DateTimeOffset? EndedAt { get; init; }

        public Engagement Value => new() { Id = Id, Person = Person, Name = Name, Email = Email, From = FirstDay, To = LastDay, Until = UntilDay, InvitedAt = InvitedAt, EndedAt = EndedAt };
    }

    public static async Task<Engagement?> ById(Read read, Id<Engagement> id) => (await read.One<Row>(FindById, new { id }))?.Value;

    public static async Task<Engagement?> Running(Read read, Id<Person> person) => (await read.One<Row>(RunningOf, new { person, today = Today(read), count = 1 }))?.Value;

    public static async Task<Engagement?> Running(Read read, string email) => (await read.One<Row>(RunningBy, new { email, today = Today(read), count = 1 }))?.Value;

    /// <summary>Running or over: who they were.</summary>
    public static async Task<Engagement?> Newest(Read read, Id<Person> person) => (await read.One<Row>(NewestOf, new { person, count = 1 }))?.Value;

    /// <summary>The newest first.</summary>
    public static async Task<IReadOnlyList<Engagement>> All(Read read) => [.. (await read.List<Row>(Every)).Select(r => r.Value)];

    /// <summary>Who an e-mail means to whoever engages: somebody of the roster, whom it meant before, or somebody new.</summary>
    internal static async Task<(Id<Person> Id, Person? OfRoster)> PersonOf(Tx tx, string email)
    {
        if (await PeopleStore.ByEmail(tx, email) is { } known) return (known.Id, known);
        if (await tx.One<Row>(NewestBy, new { email, count = 1 }) is { } before && await PeopleStore.ById(tx, before.Person) is null) return (before.Person, null);
        var id = new Id<Person>(Guid.CreateVersion7(tx.Now));
        await tx.Run(InsertPerson, new { id, key = $"auditor/{id}", now = tx.Now });
        return (id, null);
    }

    /// <summary>False when an engagement of theirs runs already.</summary>
    internal static async Task<bool> Add(Tx tx, AuditorInvited fact, string name, string email) => await tx.Run(
        Insert,
        new { id = fact.Engagement, person = fact.Auditor, name, email, from = fact.From, to = fact.To, until = fact.Until, by = fact.By, now = tx.Now, today = Today(tx) }) > 0;

    /// <summary>False when it was over before.</summary>
    internal static async Task<bool> End(Tx tx, Id<Engagement> id) => await tx.Run(Finish, new { id, now = tx.Now, today = Today(tx) }) > 0;

    private static DateOnly Today(Read read) => DateOnly.FromDateTime(read.Now.UtcDateTime);
}
