using System.Text.Json;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Access;

/// <summary>Who is behind the accounts of a system: as its file says, or as somebody matched by hand. A newer file replaces the file's own rows and what it contradicts.</summary>
public static class AccountMapStore
{
    private static readonly Sql OfSystem = new("select account, person_id as person, source from account_map where system = @system order by account");

    private static readonly Sql DeleteReplaced = new("delete from account_map where system = @system and (source = 'file' or account in list(@accounts))");

    private static readonly Sql InsertAll = new(
        sqlite: """
            insert into account_map (system, account, person_id, source, matched_at)
            select @system, value ->> 'account', value ->> 'person', 'file', @now from json_each(@rows)
            """,
        sqlServer: """
            insert into account_map (system, account, person_id, source, matched_at)
            select @system, r.account, r.person, 'file', @now from openjson(@rows) with (account nvarchar(300) '$.account', person uniqueidentifier '$.person') r
            """);

    private static readonly Sql InsertOne = new("""
        insert into account_map (system, account, person_id, source, matched_by, matched_at)
        select @system, @account, @person, 'hand', @by, @now where not exists (select 1 from account_map where system = @system and account = @account)
        """);

    private static readonly Sql DeleteOne = new("delete from account_map where system = @system and account = @account and person_id = @person and source = 'hand'");

    internal sealed record Row
    {
        public string Account { get; init; } = "";

        public Id<Person>? Person { get; init; }

        public string Source { get; init; } = "";

        public bool FromFile => Source == "file";
    }

    internal static Task<IReadOnlyList<Row>> Rows(Read read, string system) => read.List<Row>(OfSystem, new { system });

    /// <summary>The map of a system over the people of the current roster.</summary>
    public static async Task<AccountMap> Of(Read read, string system, IEnumerable<Person> everybody)
    {
        var people = everybody.ToList();
        return new((await Rows(read, system)).Select(r => new MappedAccount(r.Account, r.Person)), people.ToDictionary(p => p.Email, StringComparer.Ordinal), people.ToDictionary(p => p.Id));
    }

    /// <summary>
    /// The person behind each of these accounts, by the map alone: anybody can write an e-mail into a commit. Upper and lower case are the same; two
    /// spellings that are mapped to two people are nobody known.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, Id<Person>?>> Behind(Read read, string system, IEnumerable<string> accounts)
    {
        var people = new Dictionary<string, Id<Person>?>(StringComparer.OrdinalIgnoreCase);
        var asked = accounts.Where(a => a.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (asked.Count == 0) return people;
        var map = (await Rows(read, system)).ToLookup(r => r.Account, r => r.Person, StringComparer.OrdinalIgnoreCase);
        foreach (var account in asked) people[account] = map[account].Distinct().ToList() is [var only] ? only : null;
        return people;
    }

    /// <summary>False when the map says something of it already.</summary>
    internal static async Task<bool> Match(Tx tx, string system, string account, Id<Person>? person, Id<Person> by) => await tx.Run(InsertOne, new { system, account, person, by, now = tx.Now }) > 0;

    /// <summary>False when it was not matched to this person by hand.</summary>
    internal static async Task<bool> Unmatch(Tx tx, string system, string account, Id<Person> person) => await tx.Run(DeleteOne, new { system, account, person }) > 0;

    internal static async Task Replace(Tx tx, string system, IReadOnlyCollection<MappedAccount> accounts)
    {
        await tx.Run(DeleteReplaced, new { system, accounts = tx.In(accounts.Select(a => a.Account)) });
        await tx.Run(InsertAll, new { system, now = tx.Now, rows = JsonSerializer.Serialize(accounts.Select(a => new { account = a.Account, person = a.Person?.ToString().ToUpperInvariant() })) });
    }
}
