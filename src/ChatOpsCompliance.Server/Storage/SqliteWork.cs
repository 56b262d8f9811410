using Microsoft.Data.Sqlite;

namespace ChatOpsCompliance.Server.Storage;

/// <summary>One waiting unit of work, run by the writer under a savepoint and acknowledged after the commit.</summary>
internal abstract class SqliteWork
{
    public abstract void Run(PreparedConnection connection);

    public abstract void Fail(Exception error);

    public abstract void Acknowledge();
}

internal sealed class SqliteWork<T>(Actor actor, DateTimeOffset now, Func<Tx, Task<Result<T>>> work, Func<Tx, Refusal, Task> refused) : SqliteWork
{
    private readonly TaskCompletionSource<Result<T>> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Result<T> result;
    private Exception? error;

    public Task<Result<T>> Completion => completion.Task;

    /// <exception cref="SqliteException">The outer transaction ended: the whole batch fails.</exception>
    public override void Run(PreparedConnection connection)
    {
        try
        {
            connection.Do("savepoint work");
            result = Finished(work(NewTx(connection)));
            if (result.No is { } refusal)
            {
                connection.Do("rollback to work");
                Finished(AfterRefusal(refused(NewTx(connection), refusal)));
            }

            connection.Do("release work");
        }
        catch (Exception e) when (connection.InTransaction)
        {
            error = e;
            connection.Do("rollback to work");
            connection.Do("release work");
        }
    }

    public override void Fail(Exception why) => error = why;

    public override void Acknowledge()
    {
        if (error is null) completion.SetResult(result);
        else completion.SetException(error);
    }

    private Tx NewTx(PreparedConnection connection) => new(connection, null, Engine.Sqlite, now, actor);

    private static async Task<Done> AfterRefusal(Task refused)
    {
        await refused;
        return Done.It;
    }

    /// <summary>SQLite answers at once, so a task that is not complete awaited something other than its transaction.</summary>
    private static TValue Finished<TValue>(Task<TValue> task) => task.IsCompleted
        ? task.GetAwaiter().GetResult()
        : throw new InvalidOperationException("A transaction's work awaited something other than its Tx. Do that before or after the transaction.");
}
