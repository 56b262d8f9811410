using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Access;

/// <summary>
/// Snapshots and their grants. Grants are only ever appended, in the order of the file, under a number that nothing reads until the
/// snapshot is published; so an import costs the same a row at any size.
/// </summary>
public static class SnapshotStore
{
    private const string Columns = "select number, system, status, extracted_at, extracted_by, method, tool_version, source_count, row_count, content_hash, file_hash, imported_at, confirmed_by, rows_gone_at from access_snapshot";

    private static readonly Sql NewestOf = new(Columns + " where system = @system and status = 'published' order by number desc page(@count)");

    private static readonly Sql FindByNumber = new(Columns + " where number = @number");

    private static readonly Sql FindStaged = new(Columns + " where system = @system and status = 'staged'");

    private static readonly Sql AllPublished = new(Columns + " where status = 'published' order by number desc");

    private static readonly Sql NextNumber = new("select coalesce(max(number), 0) + 1 from access_snapshot");

    private static readonly Sql Insert = new("""
        insert into access_snapshot (number, system, status, extracted_at, extracted_by, method, tool_version, source_count, row_count, content_hash, file_hash, attachment, imported_at, confirmed_by)
        values (@number, @system, 'staged', @extractedAt, @by, @method, @tool, @sourceCount, 0, '', @fileHash, @attachment, @now, @confirmedBy)
        """);

    private static readonly Sql Advance = new("update access_snapshot set row_count = @to where number = @number and row_count = @from and status = 'staged'");

    // One row at a time is four times as fast as json_each here, and a million of them must fit between the clicks.
    private static readonly Sql InsertGrants = new(
        sqlite: """
            insert into access_grant (snapshot, ordinal, account, account_type, person_email, owner_email, entitlement, environment, privileged, mfa, active,
                granted_at, last_used_at, expires_at, key_created_at, granted_via, request_ref, never_used)
            values (@key, @c0, @c1, @c2, @c3, @c4, @c5, @c6, @c7, @c8, @c9, @c10, @c11, @c12, @c13, @c14, @c15, @c16)
            """,
        sqlServer: """
            insert into access_grant (snapshot, ordinal, account, account_type, person_email, owner_email, entitlement, environment, privileged, mfa, active,
                granted_at, last_used_at, expires_at, key_created_at, granted_via, request_ref, never_used)
            select @key, r.ordinal, r.account, r.account_type, r.person_email, r.owner_email, r.entitlement, r.environment, r.privileged, r.mfa, r.active,
                r.granted_at, r.last_used_at, r.expires_at, r.key_created_at, r.granted_via, r.request_ref, r.never_used
            from openjson(@rows) with (ordinal int '$[0]', account nvarchar(300) '$[1]', account_type nvarchar(20) '$[2]', person_email nvarchar(320) '$[3]', owner_email nvarchar(320) '$[4]',
                entitlement nvarchar(300) '$[5]', environment nvarchar(300) '$[6]', privileged bit '$[7]', mfa bit '$[8]', active bit '$[9]',
                granted_at datetime2(6) '$[10]', last_used_at datetime2(6) '$[11]', expires_at datetime2(6) '$[12]', key_created_at datetime2(6) '$[13]',
                granted_via nvarchar(300) '$[14]', request_ref nvarchar(300) '$[15]', never_used bit '$[16]') r
            """);

    private static readonly Sql Publish = new("""
        update access_snapshot set status = 'published', content_hash = @contentHash
        where number = @number and status = 'staged'
          and not exists (select 1 from access_snapshot n where n.system = @system and n.status = 'published' and n.extracted_at > @extractedAt)
        """);

    private static readonly Sql DeleteSome = new("delete from access_grant where snapshot = @number and ordinal > @after and ordinal <= @upTo");

    private static readonly Sql Abandon = new("update access_snapshot set status = 'abandoned' where number = @number and status = 'staged'");

    private static readonly Sql GrantsOf = new("""
        select account, account_type, person_email, owner_email, entitlement, environment, privileged, mfa, active,
            granted_at, last_used_at, never_used, expires_at, key_created_at, granted_via, request_ref
        from access_grant where snapshot = @snapshot and ordinal > @after order by ordinal page(@count)
        """);

    private static readonly Sql EnvironmentsOf = new("""
        select account, count(distinct environment) as environments from access_grant
        where snapshot = @snapshot and account_type = 'Service' group by account having count(distinct environment) > 1
        """);

    private static readonly Sql GrantsNamed = new("""
        select account, account_type, person_email, owner_email, entitlement, environment, active from access_grant
        where snapshot = @snapshot and entitlement in list(@names) and (active is null or active <> @no)
        """);

    // An account that the source calls not active opens nothing; one of which it says nothing does.
    private static readonly Sql GrantsBehind = new("""
        select m.person_id as mapped, g.person_email, g.account, g.entitlement, g.environment, g.privileged
        from access_grant g left join account_map m on m.system = @system and m.account = g.account
        where g.snapshot = @snapshot and g.account_type = 'Human' and (g.active is null or g.active <> @no)
          and (m.person_id in list(@people) or (m.account is null and g.person_email in list(@emails)))
        """);

    /// <summary>A grant of somebody the question was about.</summary>
    internal sealed record Held
    {
        public Id<Person>? Mapped { get; init; }

        public string? PersonEmail { get; init; }

        public string Account { get; init; } = "";

        public string Entitlement { get; init; } = "";

        public string Environment { get; init; } = "";

        public bool? Privileged { get; init; }
    }

    private sealed record EnvironmentRow
    {
        public string Account { get; init; } = "";

        public int Environments { get; init; }
    }

    public static async Task<AccessSnapshot?> Newest(Read read, string system) => (await read.One<SnapshotRow>(NewestOf, new { system, count = 1 }))?.Value;

    public static async Task<AccessSnapshot?> Find(Read read, long number) => (await read.One<SnapshotRow>(FindByNumber, new { number }))?.Value;

    public static async Task<IReadOnlyList<AccessSnapshot>> Published(Read read) => [.. (await read.List<SnapshotRow>(AllPublished)).Select(r => r.Value)];

    /// <summary>The grants after an ordinal, some at a time, for folds over a million; ordinals run from 1 without a gap.</summary>
    public static Task<IReadOnlyList<Grant>> Grants(Read read, long snapshot, int after, int count) => read.List<Grant>(GrantsOf, new { snapshot, after, count });

    /// <summary>Service accounts that hold grants in more than one environment, with how many.</summary>
    public static async Task<Dictionary<string, int>> AcrossEnvironments(Read read, long snapshot) =>
        (await read.List<EnvironmentRow>(EnvironmentsOf, new { snapshot })).ToDictionary(r => r.Account, r => r.Environments, StringComparer.Ordinal);

    /// <summary>All grants of some entitlements, by accounts that are not known to be switched off. Walks the snapshot once.</summary>
    public static Task<IReadOnlyList<Grant>> Named(Read read, long snapshot, IEnumerable<string> names) => read.List<Grant>(GrantsNamed, new { snapshot, names = read.In(names), no = false });

    /// <summary>What some people have as humans, by accounts that are not known to be switched off. Walks the snapshot once.</summary>
    internal static async Task<ILookup<Id<Person>, Held>> HeldBy(Read read, long snapshot, string system, IReadOnlyCollection<Person> people)
    {
        var byEmail = people.ToDictionary(p => p.Email, p => p.Id, StringComparer.Ordinal);
        var held = await read.List<Held>(GrantsBehind, new { snapshot, system, people = read.In(people.Select(p => p.Id)), emails = read.In(byEmail.Keys), no = false });
        return held.ToLookup(h => h.Mapped ?? byEmail[h.PersonEmail!]);
    }

    /// <summary>A staged snapshot that a broken import of the same file left, to be gone on with, or null.</summary>
    internal static async Task<(long Number, int Rows)?> Broken(Read read, string system, string fileHash, ExtractFacts facts)
    {
        foreach (var row in await read.List<SnapshotRow>(FindStaged, new { system }))
            if (row.FileHash == fileHash && row.ExtractedAt == facts.ExtractedAt && row.Method == facts.Method && row.SourceCount == facts.SourceCount && row.ExtractedBy == facts.By)
                return (row.Number, row.RowCount);
        return null;
    }

    /// <summary>The number under which this very file is in already, or null.</summary>
    internal static async Task<long?> PublishedAs(Read read, string system, string fileHash, ExtractFacts facts) =>
        await read.One<SnapshotRow>(NewestOf, new { system, count = 1 }) is { } row && row.FileHash == fileHash && row.ExtractedAt == facts.ExtractedAt && row.Method == facts.Method ? row.Number : null;

    internal static async Task<long> Begin(Tx tx, string system, ExtractFacts facts, string fileHash, string? attachment, Id<Person>? confirmedBy = null)
    {
        var number = await tx.One<long>(NextNumber);
        await tx.Run(Insert, new { number, system, extractedAt = facts.ExtractedAt, by = facts.By, method = facts.Method, tool = facts.ToolVersion, sourceCount = facts.SourceCount, fileHash, attachment, now = tx.Now, confirmedBy });
        return number;
    }

    /// <summary>False when another import of the same file has gone on meanwhile.</summary>
    internal static async Task<bool> Stage(Tx tx, long number, int from, int to, FieldRows rows)
    {
        if (await tx.Run(Advance, new { number, from, to }) == 0) return false;
        await tx.RunEach(InsertGrants, number, rows);
        return true;
    }

    /// <summary>False when a newer extract was published meanwhile.</summary>
    internal static async Task<bool> MakePublic(Tx tx, AccessSnapshot snapshot) =>
        await tx.Run(Publish, new { number = snapshot.Number, system = snapshot.System, extractedAt = snapshot.Facts.ExtractedAt, contentHash = snapshot.ContentHash }) > 0;

    internal static Task<int> Delete(Tx tx, long number, int after, int upTo) => tx.Run(DeleteSome, new { number, after, upTo });

    /// <summary>False when it was published or given up meanwhile: its rows are not this import's to take away.</summary>
    internal static async Task<bool> GiveUp(Tx tx, long number) => await tx.Run(Abandon, new { number }) > 0;

    internal static async Task<bool> IsStaged(Tx tx, long number) => await tx.One<SnapshotRow>(FindByNumber, new { number }) is { Status: "staged" };
}
