using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Api;

/// <summary>The keys of scripts, by their id. Ended ones stay: what came in through them keeps a name.</summary>
public static class ApiKeyStore
{
    private const string Columns = "select id, name, system, repositories, environments, reads, first_day, last_day, hash, created_at, expires_at, revoked_at, last_used_at from api_key";

    private static readonly Sql Find = new(Columns + " where id = @id");

    private static readonly Sql AllKeys = new(Columns + " order by name, created_at");

    private static readonly Sql LiveByName = new(Columns + " where name = @name and revoked_at is null and expires_at > @now order by created_at");

    private static readonly Sql Insert = new("""
        insert into api_key (id, name, system, repositories, environments, reads, first_day, last_day, hash, created_at, expires_at)
        values (@id, @name, @system, @repositories, @environments, @reads, @firstDay, @lastDay, @hash, @now, @expiresAt)
        """);

    private static readonly Sql End = new("update api_key set expires_at = @at where id = @id and revoked_at is null and expires_at > @at");

    private static readonly Sql RevokeIt = new("update api_key set revoked_at = @now where id = @id and revoked_at is null");

    private static readonly Sql Use = new("update api_key set last_used_at = @now where id = @id and (last_used_at is null or last_used_at < @hourAgo)");

    public static Task<ApiKey?> One(Read read, string id) => read.One<ApiKey>(Find, new { id });

    public static Task<IReadOnlyList<ApiKey>> All(Read read) => read.List<ApiKey>(AllKeys);

    /// <summary>Those of a name that still open something; two while one takes over from the other.</summary>
    public static Task<IReadOnlyList<ApiKey>> Live(Read read, string name) => read.List<ApiKey>(LiveByName, new { name, now = read.Now });

    internal static Task<int> Add(Tx tx, KeyText text, string name, KeyScope scope, DateTimeOffset expiresAt) =>
        tx.Run(Insert, new
        {
            id = text.Id,
            name,
            system = scope.System,
            repositories = scope.Repositories,
            environments = scope.Environments,
            reads = scope.Reads?.Role ?? "",
            firstDay = scope.Reads?.From,
            lastDay = scope.Reads?.To,
            hash = ApiKey.HashOf(text.Secret),
            now = tx.Now,
            expiresAt,
        });

    /// <summary>False when it ends before that anyway.</summary>
    internal static async Task<bool> EndAt(Tx tx, string id, DateTimeOffset at) => await tx.Run(End, new { id, at }) > 0;

    internal static async Task<bool> Revoke(Tx tx, string id) => await tx.Run(RevokeIt, new { id, now = tx.Now }) > 0;

    internal static Task<int> NoteUse(Tx tx, string id) => tx.Run(Use, new { id, now = tx.Now, hourAgo = tx.Now.AddHours(-1) });
}
