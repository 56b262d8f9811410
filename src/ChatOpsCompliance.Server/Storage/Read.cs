using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dapper;

namespace ChatOpsCompliance.Server.Storage;

/// <summary>A consistent snapshot of the database. Runs <see cref="Sql"/> and nothing else.</summary>
public class Read
{
    private readonly DbConnection connection;
    private readonly DbTransaction? transaction;

    internal Read(DbConnection connection, DbTransaction? transaction, Engine engine, DateTimeOffset now)
    {
        this.connection = connection;
        this.transaction = transaction;
        Engine = engine;
        Now = now;
    }

    public Engine Engine { get; }

    /// <summary>SQLite answers on the thread that asks: nothing is ever waited for, so nothing need be built for waiting.</summary>
    private bool InProcess => connection is PreparedConnection;

    /// <summary>The instant of this read or transaction, UTC, cut to microseconds so that what is hashed is what is stored.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The first row, or null.</summary>
    public async Task<T?> One<T>(Sql sql, object? args = null) => InProcess ? connection.QueryFirstOrDefault<T>(Command(sql, args)) : await connection.QueryFirstOrDefaultAsync<T>(Command(sql, args));

    public async Task<IReadOnlyList<T>> List<T>(Sql sql, object? args = null) => (InProcess ? connection.Query<T>(Command(sql, args)) : await connection.QueryAsync<T>(Command(sql, args))).AsList();

    /// <summary>Row by row, for what may not fit in memory. The connection is busy until the last row is read.</summary>
    public IAsyncEnumerable<T> Stream<T>(Sql sql, object? args = null) => connection.QueryUnbufferedAsync<T>(sql.For(Engine), args, transaction);

    /// <summary>Row by row without mapping, for the few loops that read a million.</summary>
    internal async IAsyncEnumerable<DbDataReader> Rows(Sql sql, object? args = null, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await using var reader = await connection.ExecuteReaderAsync(Command(sql, args));
        while (await reader.ReadAsync(ct)) yield return reader;
    }

    /// <summary>The argument of <c>list(@x)</c>.</summary>
    public string In<T>(IEnumerable<T> values) => JsonSerializer.Serialize(values.Select(v => v switch
    {
        Guid g => g.ToString("D").ToUpperInvariant(),
        _ => v?.ToString(),
    }));

    /// <summary>The argument of <c>list(@x)</c>, for ids.</summary>
    public string In<T>(IEnumerable<Id<T>> ids) => In(ids.Select(i => i.Value));

    private protected CommandDefinition Command(Sql sql, object? args) => new(sql.For(Engine), args, transaction, flags: CommandFlags.Buffered);

    private protected Task ExecuteEach(Sql sql, long key, FieldRows rows)
    {
        if (connection is not PreparedConnection sqlite) return Execute(sql, new { key, rows = rows.ToJson() });
        sqlite.DoEach(sql.For(Engine), key, rows);
        return Task.CompletedTask;
    }

    private protected Task<int> Execute(Sql sql, object? args) => InProcess ? Task.FromResult(connection.Execute(Command(sql, args))) : connection.ExecuteAsync(Command(sql, args));
}
