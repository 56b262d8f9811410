using System.Runtime.InteropServices;
using System.Text.Json;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Access;

/// <summary>The queue of accounts that nobody is known to be behind. A shared account has no one person behind it, so it is never in.</summary>
public static class UnmatchedStore
{
    private const string Columns = "select u.system, u.account, u.account_type as type, u.email, u.grants, u.privileged, u.since from unmatched_account u";

    private const string NotMatched = "not exists (select 1 from account_map m where m.system = u.system and m.account = u.account)";

    // In the order of the extract: grouping a million rows in the database would sort them in memory.
    private static readonly Sql Walk = new("""
        select g.account, g.account_type, case when g.account_type = 'Human' then g.person_email else g.owner_email end, g.privileged
        from access_grant g
        where g.snapshot = @snapshot and g.account_type in ('Human', 'Service')
          and not exists (
            select 1 from roster_current c join roster_entry e on e.roster = c.roster
            where c.id = 1 and e.email = case when g.account_type = 'Human' then g.person_email else g.owner_email end)
        order by g.snapshot, g.ordinal
        """);

    // The map is asked when the queue is read: whose account is matched by hand leaves it at once.
    private static readonly Sql OfSystem = new($"{Columns} where u.system = @system and {NotMatched} order by u.privileged desc, u.grants desc, u.account page(@count)");

    private static readonly Sql One = new($"{Columns} where u.system = @system and u.account = @account and {NotMatched}");

    private static readonly Sql CountBySystem = new($"select u.system, count(*) as accounts from unmatched_account u where {NotMatched} group by u.system");

    private static readonly Sql Known = new("select account, account_type as type, email, grants, privileged, since from unmatched_account where system = @system");

    private static readonly Sql DeleteSome = new("delete from unmatched_account where system = @system and account in list(@accounts)");

    private static readonly Sql InsertSome = new(
        sqlite: """
            insert into unmatched_account (system, account, account_type, email, grants, privileged, since)
            select @system, value ->> 'a', value ->> 't', value ->> 'e', value ->> 'g', value ->> 'p', value ->> 's' from json_each(@rows)
            """,
        sqlServer: """
            insert into unmatched_account (system, account, account_type, email, grants, privileged, since)
            select @system, r.a, r.t, r.e, r.g, r.p, r.s
            from openjson(@rows) with (a nvarchar(300) '$.a', t nvarchar(20) '$.t', e nvarchar(320) '$.e', g int '$.g', p int '$.p', s datetime2(6) '$.s') r
            """);

    internal sealed record Row
    {
        public string System { get; init; } = "";

        public string Account { get; init; } = "";

        public AccountType Type { get; init; }

        public string? Email { get; init; }

        public int Grants { get; set; }

        public int Privileged { get; set; }

        public DateTimeOffset Since { get; init; }

        public UnmatchedAccount Value => new(System, Account, Type, Email, Grants, Privileged, Since);
    }

    internal sealed record SystemRow
    {
        public string System { get; init; } = "";

        public int Accounts { get; init; }
    }

    /// <summary>Those with privileged access first.</summary>
    public static async Task<IReadOnlyList<UnmatchedAccount>> Of(Read read, string system, int count = 1000) => [.. (await read.List<Row>(OfSystem, new { system, count })).Select(r => r.Value)];

    public static async Task<UnmatchedAccount?> Find(Read read, string system, string account) => (await read.One<Row>(One, new { system, account }))?.Value;

    /// <summary>How many wait, by system.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> Counts(Read read) => (await read.List<SystemRow>(CountBySystem)).ToDictionary(r => r.System, r => r.Accounts, StringComparer.Ordinal);

    /// <summary>Walks a snapshot once: its accounts whose e-mail is nobody's. One account of two types is one account.</summary>
    internal static async Task<Dictionary<string, Row>> Strangers(Read read, long snapshot)
    {
        var strangers = new Dictionary<string, Row>(StringComparer.Ordinal);
        await foreach (var row in read.Rows(Walk, new { snapshot }))
        {
            var account = row.GetString(0);
            ref var stranger = ref CollectionsMarshal.GetValueRefOrAddDefault(strangers, account, out _);
            stranger ??= new() { Account = account, Type = Enum.Parse<AccountType>(row.GetString(1)), Email = row.IsDBNull(2) ? null : row.GetString(2) };
            stranger.Grants++;
            if (!row.IsDBNull(3) && row.GetBoolean(3)) stranger.Privileged++;
        }

        return strangers;
    }

    /// <summary>Those in the queue as they stand there, matched meanwhile or not.</summary>
    internal static Task<IReadOnlyList<Row>> Queued(Read read, string system) => read.List<Row>(Known, new { system });

    /// <summary>Takes some out and puts others in, in place of what stands there of them.</summary>
    internal static async Task<int> Change(Tx tx, string system, IEnumerable<string> gone, IReadOnlyList<Row> come)
    {
        await tx.Run(DeleteSome, new { system, accounts = tx.In(gone.Concat(come.Select(r => r.Account))) });
        return await tx.Run(InsertSome, new
        {
            system,
            rows = JsonSerializer.Serialize(come.Select(r => new { a = r.Account, t = r.Type.ToString(), e = r.Email, g = r.Grants, p = r.Privileged, s = LedgerEntry.Time(r.Since == default ? tx.Now : r.Since) })),
        });
    }
}
