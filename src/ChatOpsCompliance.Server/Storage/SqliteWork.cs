using Microsoft.Data.Sqlite;

namespace ChatOpsCompliance.Server.Storage;

/// <summary>One waiting unit of work, run by the writer and acknowledged after the commit.</summary>
internal abstract class SqliteWork
{
    /// <summary>Runs with nothing to go back to: false when it refuses or fails, and then the transaction has to be rolled back and the work run again.</summary>
    public abstract bool Goes(PreparedConnection connection);

    /// <summary>Runs under a savepoint: a refusal or an error takes nothing of the others' with it.</summary>
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

    public override bool Goes(PreparedConnection connection)
    {
        try
        {
            result = Finished(work(NewTx(connection)));
            return result.Done;
        }
        catch (Exception)
        {
            return false; // told when it happens again
        }
    }

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
