using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>Who is signed in to the console. Rows stay for a while after their end; what was done is in the log.</summary>
public static class SessionStore
{
    private const string Columns = "select id, person_id as person, began_at, idle_at, ends_at, fresh_at, ended_at from console_session";

    private static readonly Sql ByHash = new(Columns + " where secret_hash = @hash");

    private static readonly Sql FindById = new(Columns + " where id = @id");

    private static readonly Sql LiveNow = new(Columns + " where ended_at is null and ends_at > @now and idle_at > @now order by began_at");

    private static readonly Sql Claimed = new("select claims from console_session where person_id = @person and ended_at is null and ends_at > @now and idle_at > @now");

    private static readonly Sql Insert = new("""
        insert into console_session (id, secret_hash, person_id, claims, began_at, idle_at, ends_at, fresh_at)
        values (@id, @hash, @person, @claims, @now, @idleAt, @endsAt, @freshAt)
        """);

    private static readonly Sql ForgetClaims = new("update console_session set claims = '' where person_id = @person and claims <> ''");

    private static readonly Sql Seen = new("update console_session set idle_at = @idleAt where id = @id and ended_at is null and idle_at > @now and idle_at < @idleAt");

    private static readonly Sql Finish = new("update console_session set ended_at = @now, claims = '' where id = @id and ended_at is null");

    private static readonly Sql Forget = new("delete from console_session where ends_at < @before");

    public static Task<ConsoleSession?> BySecret(Read read, string secretHash) => Session(read, ByHash, new { hash = secretHash });

    public static Task<ConsoleSession?> ById(Read read, Id<ConsoleSession> id) => Session(read, FindById, new { id });

    public static async Task<IReadOnlyList<ConsoleSession>> Live(Read read) => [.. (await read.List<Row>(LiveNow, new { now = read.Now })).Select(r => r.Session)];

    /// <summary>What the provider said of somebody at the newest sign-in that still lasts.</summary>
    public static async Task<IReadOnlyList<string>> ClaimsOf(Read read, Id<Person> person) =>
        [.. (await read.List<string>(Claimed, new { person, now = read.Now })).SelectMany(c => c.Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>The newest sign-in says which roles somebody has: what older ones said is forgotten.</summary>
    internal static async Task Begin(Tx tx, ConsoleSession session, string secretHash, IEnumerable<string> claims)
    {
        await tx.Run(ForgetClaims, new { person = session.Person });
        await tx.Run(Forget, new { before = tx.Now.AddDays(-90) });
        await tx.Run(Insert, new { id = session.Id, hash = secretHash, person = session.Person, claims = string.Join('\n', claims), now = session.BeganAt, idleAt = session.IdleAt, endsAt = session.EndsAt, freshAt = session.FreshAt });
    }

    internal static Task<int> NoteUse(Tx tx, Id<ConsoleSession> id, DateTimeOffset idleAt) => tx.Run(Seen, new { id, idleAt, now = tx.Now });

    /// <summary>False when it had ended before.</summary>
    internal static async Task<bool> End(Tx tx, Id<ConsoleSession> id) => await tx.Run(Finish, new { id, now = tx.Now }) > 0;

    private static async Task<ConsoleSession?> Session(Read read, Sql sql, object args) => (await read.One<Row>(sql, args))?.Session;

    private sealed record Row
    {
        public Id<ConsoleSession> Id { get; init; }

        public Id<Person> Person { get; init; }

        public DateTimeOffset BeganAt { get; init; }

        public DateTimeOffset IdleAt { get; init; }

        public DateTimeOffset EndsAt { get; init; }

        public DateTimeOffset? FreshAt { get; init; }

        public DateTimeOffset? EndedAt { get; init; }

        public ConsoleSession Session => new() { Id = Id, Person = Person, BeganAt = BeganAt, IdleAt = IdleAt, EndsAt = EndsAt, FreshAt = FreshAt, EndedAt = EndedAt };
    }
}
