using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>
/// Rosters, and the people of the current one. A roster is written whole beside the current one and published by moving a pointer; people
/// whom a newer roster no longer has are carried along as inactive, so that what they did keeps a name.
/// </summary>
public static class PeopleStore
{
    private const string Columns = """
        select e.person_id as id, p.roster_key, e.name, e.email, e.manager_id as manager, e.active, e.time_zone, e.title, e.department, e.worker_type, s.person_id as sponsor, e.start_date, e.end_date
        from roster_current c join roster_entry e on e.roster = c.roster join person p on p.id = e.person_id
        left join roster_entry s on s.roster = c.roster and s.email = e.sponsor_email
        """;

    private static readonly Sql FindById = new(Columns + " where e.person_id = @id");

    private static readonly Sql FindByEmail = new(Columns + " where e.email = @email");

    private static readonly Sql FindByAccount = new(Columns + """
         join chat_account a on a.person_id = e.person_id
        where a.platform = @platform and a.workspace = @workspace and a.user_id = @user
        """);

    private static readonly Sql All = new(Columns);

    // Whose last day is near may be over already where they are: the person's own clock says.
    private static readonly Sql Ended = new(Columns + " where e.active = 0 or e.end_date <= @near");

    private static readonly Sql FindAccount = new("select platform, workspace, user_id as [user] from chat_account where person_id = @person and platform = @platform and workspace = @workspace order by user_id page(@count)");

    private static readonly Sql Owner = new("select person_id from chat_account where platform = @platform and workspace = @workspace and user_id = @user");

    private static readonly Sql Link = new("""
        insert into chat_account (platform, workspace, user_id, person_id, linked_at)
        select @platform, @workspace, @user, @person, @now
        where not exists (select 1 from chat_account where platform = @platform and workspace = @workspace and user_id = @user)
        """);

    private static readonly Sql Keys = new("select id, roster_key from person");

    private static readonly Sql CurrentRoster = new("select roster from roster_current where id = 1");

    private static readonly Sql NextRoster = new("select coalesce(max(number), 0) + 1 from roster");

    private static readonly Sql InsertRoster = new("insert into roster (number, file_hash, imported_at) values (@number, @fileHash, @now)");

    private static readonly Sql InsertPeople = new(
        sqlite: """
            insert into person (id, roster_key, first_seen_at)
            select value ->> 'id', value ->> 'key', @now from json_each(@rows)
            where not exists (select 1 from person p where p.roster_key = value ->> 'key')
            """,
        sqlServer: """
            insert into person (id, roster_key, first_seen_at)
            select r.id, r.roster_key, @now from openjson(@rows) with (id uniqueidentifier '$.id', roster_key nvarchar(300) '$.key') r
            where not exists (select 1 from person p where p.roster_key = r.roster_key collate Latin1_General_100_BIN2)
            """);

    private static readonly Sql InsertEntries = new(
        sqlite: """
            insert into roster_entry (roster, person_id, name, email, manager_id, active, time_zone, title, department, worker_type, sponsor_email, start_date, end_date)
            select @roster, value ->> 'id', value ->> 'name', value ->> 'email', value ->> 'manager', value ->> 'active', value ->> 'zone', value ->> 'title',
                   value ->> 'department', value ->> 'type', value ->> 'sponsor', value ->> 'start', value ->> 'end'
            from json_each(@rows)
            """,
        sqlServer: """
            insert into roster_entry (roster, person_id, name, email, manager_id, active, time_zone, title, department, worker_type, sponsor_email, start_date, end_date)
            select @roster, r.id, r.name, r.email, r.manager, r.active, r.zone, r.title, r.department, r.type, r.sponsor, r.start_date, r.end_date
            from openjson(@rows) with (id uniqueidentifier '$.id', name nvarchar(300) '$.name', email nvarchar(320) '$.email', manager uniqueidentifier '$.manager',
                active bit '$.active', zone nvarchar(100) '$.zone', title nvarchar(300) '$.title', department nvarchar(300) '$.department', type nvarchar(20) '$.type',
                sponsor nvarchar(320) '$.sponsor', start_date date '$.start', end_date date '$.end') r
            """);

    private static readonly Sql Publish = new("update roster_current set roster = @roster where id = 1 and roster = @before");

    private sealed record PersonRow
    {
        public Id<Person> Id { get; init; }

        public string RosterKey { get; init; } = "";

        public string Name { get; init; } = "";

        public string Email { get; init; } = "";

        public Id<Person>? Manager { get; init; }

        public bool Active { get; init; }

        public string TimeZone { get; init; } = "";

        public string Title { get; init; } = "";

        public string Department { get; init; } = "";

        public string WorkerType { get; init; } = "";

        public Id<Person>? Sponsor { get; init; }

        public DateOnly? StartDate { get; init; }

        public DateOnly? EndDate { get; init; }

        public Person At(DateTimeOffset now) => new()
        {
            Id = Id,
            RosterKey = RosterKey,
            Name = Name,
            Email = Email,
            Manager = Manager,
            Active = Active && !Roster.HasEnded(EndDate, TimeZone, now),
            TimeZone = TimeZone,
            Contractor = WorkerType == "contractor",
            Sponsor = Sponsor,
            StartDate = StartDate,
            EndDate = EndDate,
            Title = Title,
            Department = Department,
        };
    }

    private sealed record AccountRow
    {
        public string Platform { get; init; } = "";

        public string Workspace { get; init; } = "";

        public string User { get; init; } = "";
    }

    private sealed record KeyRow
    {
        public Id<Person> Id { get; init; }

        public string RosterKey { get; init; } = "";
    }

    public static async Task<Person?> ById(Read read, Id<Person> id) => (await read.One<PersonRow>(FindById, new { id }))?.At(read.Now);

    public static async Task<Person?> ByEmail(Read read, string email) => (await read.One<PersonRow>(FindByEmail, new { email }))?.At(read.Now);

    public static async Task<Person?> ByAccount(Read read, ChatAccount account) =>
        (await read.One<PersonRow>(FindByAccount, new { platform = account.Platform, workspace = account.Workspace, user = account.User }))?.At(read.Now);

    public static async Task<IReadOnlyList<Person>> Everybody(Read read) => [.. (await read.List<PersonRow>(All)).Select(r => r.At(read.Now))];

    /// <summary>Those of the roster who work here no longer.</summary>
    public static async Task<IReadOnlyList<Person>> WhoLeft(Read read) =>
        [.. (await read.List<PersonRow>(Ended, new { near = DateOnly.FromDateTime(read.Now.UtcDateTime).AddDays(1) })).Select(r => r.At(read.Now)).Where(p => !p.Active)];

    public static async Task<ChatAccount?> AccountOf(Read read, Id<Person> person, string platform, string workspace) =>
        await read.One<AccountRow>(FindAccount, new { person, platform, workspace, count = 1 }) is { } row ? new(row.Platform, row.Workspace, row.User) : null;

    /// <summary>Who the account is linked to, in the current roster or not.</summary>
    public static Task<Id<Person>?> OwnerOf(Read read, ChatAccount account) =>
        read.One<Id<Person>?>(Owner, new { platform = account.Platform, workspace = account.Workspace, user = account.User });

    /// <summary>False when the account is linked already; re-linking is another act.</summary>
    public static async Task<bool> LinkTo(Tx tx, ChatAccount account, Id<Person> person) =>
        await tx.Run(Link, new { platform = account.Platform, workspace = account.Workspace, user = account.User, person, now = tx.Now }) > 0;

    internal static async Task<Dictionary<string, Id<Person>>> IdsByKey(Read read) =>
        (await read.List<KeyRow>(Keys)).ToDictionary(r => r.RosterKey, r => r.Id, StringComparer.Ordinal);

    internal static Task<long> Current(Read read) => read.One<long>(CurrentRoster);

    internal static async Task<long> Begin(Tx tx, string fileHash)
    {
        var number = await tx.One<long>(NextRoster);
        await tx.Run(InsertRoster, new { number, fileHash, now = tx.Now });
        return number;
    }

    internal static async Task<int> Stage(Tx tx, long roster, string rows)
    {
        await tx.Run(InsertPeople, new { rows, now = tx.Now });
        return await tx.Run(InsertEntries, new { roster, rows });
    }

    internal static async Task<bool> MakeCurrent(Tx tx, long roster, long before) => await tx.Run(Publish, new { roster, before }) > 0;
}
