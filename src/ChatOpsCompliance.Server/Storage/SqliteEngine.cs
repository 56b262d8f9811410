using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace ChatOpsCompliance.Server.Storage;

/// <summary>SQLite: pooled read-only snapshots, and one <see cref="SqliteWriter"/> through which every change goes.</summary>
public sealed class SqliteEngine : IStorageEngine
{
    private const int MostReaders = 8;

    private readonly string connectionString;
    private readonly ConcurrentBag<PreparedConnection> idle = [];
    private readonly SemaphoreSlim readers = new(MostReaders);
    private readonly SqliteWriter writer;

    public SqliteEngine(string connectionString)
        : this(connectionString, int.MaxValue)
    {
    }

    /// <param name="largestBatch">How many works one commit may hold; 1 is what batching is measured against.</param>
    /// <param name="onWriter">Called with each connection the writer opens; tests take away its disk.</param>
    internal SqliteEngine(string connectionString, int largestBatch = int.MaxValue, Action<PreparedConnection>? onWriter = null)
    {
        this.connectionString = connectionString;
        writer = new(
            () =>
            {
                var connection = Open(connectionString, readOnly: false);
                onWriter?.Invoke(connection);
                return connection;
            },
            largestBatch);
    }

    public Engine Engine => Engine.Sqlite;

    /// <summary>How many transactions were committed; each is one fsync.</summary>
    public long Commits => writer.Commits;

    /// <summary>An open connection, set as every connection of this program is set. Waits for locks up to the connection string's Default Timeout, seconds.</summary>
    internal static PreparedConnection Open(string connectionString, bool readOnly)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString) { Pooling = false };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            using var pragma = connection.CreateCommand();
            pragma.CommandText = $"""
                pragma busy_timeout = {settings.DefaultTimeout * 1000};
                pragma journal_mode = wal;
                pragma synchronous = full;
                pragma foreign_keys = on;
                pragma cache_size = -32000;
                pragma temp_store = memory;
                pragma query_only = {(readOnly ? "on" : "off")};
                """;
            pragma.ExecuteNonQuery();
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public async Task<T> Read<T>(Func<Read, Task<T>> work, DateTimeOffset now, CancellationToken ct)
    {
        await readers.WaitAsync(ct);
        try
        {
            if (!idle.TryTake(out var connection)) connection = Open(connectionString, readOnly: true);
            try
            {
                connection.Do("begin");
                var result = await work(new Read(connection, null, Engine.Sqlite, now));
                connection.Do("commit");
                idle.Add(connection);
                return result;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        finally
        {
            readers.Release();
        }
    }

    public Task<Result<T>> Write<T>(Actor actor, DateTimeOffset now, Func<Tx, Task<Result<T>>> work, Func<Tx, Refusal, Task> refused, Queue queue, CancellationToken ct) =>
        writer.Enqueue(new SqliteWork<T>(actor, now, work, refused), queue, ct);

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        while (idle.TryTake(out var connection)) await connection.DisposeAsync();
        readers.Dispose();
    }
}
