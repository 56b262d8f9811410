using Microsoft.Data.SqlClient;

namespace ChatOpsCompliance.Server.Storage;

/// <summary>
/// SQL Server 2019 and later, and Azure SQL: one connection and one explicit transaction a work, run again when the server chose it as
/// a deadlock's victim. Works wait for nobody in this process: many replicas share the database.
/// </summary>
public sealed class SqlServerEngine(string connectionString) : IStorageEngine
{
    private const int MostAttempts = 4;

    /// <summary>Below the command timeout (30 s), so that a wait for a lock ends in an error that says so. Milliseconds.</summary>
    private const string Begin = "set lock_timeout 10000; set xact_abort on;";

    public Engine Engine => Engine.SqlServer;

    public async Task<T> Read<T>(Func<Read, Task<T>> work, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await Open(ct);
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync(System.Data.IsolationLevel.Snapshot, ct);
        var result = await work(new Read(connection, transaction, Engine.SqlServer, now));
        await transaction.CommitAsync(ct);
        return result;
    }

    public async Task<Result<T>> Write<T>(Actor actor, DateTimeOffset now, Func<Tx, Task<Result<T>>> work, Func<Tx, Refusal, Task> refused, Queue queue, CancellationToken ct)
    {
        var result = await Transact(actor, now, work, commit: r => r.Done, ct);
        if (result.No is { } refusal)
        {
            await Transact(
                actor,
                now,
                async tx =>
                {
                    await refused(tx, refusal);
                    return Done.It;
                },
                commit: _ => true,
                ct);
        }

        return result;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> Transact<T>(Actor actor, DateTimeOffset now, Func<Tx, Task<T>> work, Func<T, bool> commit, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await Open(ct);
                await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, ct);
                var result = await work(new Tx(connection, transaction, Engine.SqlServer, now, actor));
                if (commit(result)) await transaction.CommitAsync(CancellationToken.None);
                return result;
            }
            catch (SqlException e) when (attempt < MostAttempts && MayWorkNextTime(e.Number))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt * (1 + Random.Shared.NextDouble())), ct);
            }
        }
    }

    /// <summary>Deadlock victim, time-out, lock time-out, update conflict of a snapshot; and a key that exists already, which the second run sees.</summary>
    private static bool MayWorkNextTime(int number) => number is 1205 or -2 or 1222 or 3960 or 2601 or 2627;

    private async Task<SqlConnection> Open(CancellationToken ct)
    {
        var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var begin = connection.CreateCommand();
        begin.CommandText = Begin;
        await begin.ExecuteNonQueryAsync(ct);
        return connection;
    }
}
