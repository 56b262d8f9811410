using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace ChatOpsCompliance.Server.Storage;

/// <summary>
/// One thread that writes. It commits whatever waits with one fsync for all of it; a work is acknowledged only after that commit. Clicks go first; one bulk
/// step runs between two batches of clicks. Works that all go through need no savepoints, each of which copies the pages that are changed under it: those are
/// for a batch with one that refuses or fails, which is rolled back and run once more.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    /// <summary>A batch ends after this long, so that the first of it does not wait for a crowd behind it.</summary>
    private static readonly TimeSpan LongestBatch = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentQueue<SqliteWork> clicks = new();
    private readonly ConcurrentQueue<SqliteWork> bulk = new();
    private readonly SemaphoreSlim waiting = new(0);
    private readonly Func<PreparedConnection> open;
    private readonly int largestBatch;
    private readonly Thread thread;
    private PreparedConnection? connection;
    private volatile bool stopping;

    public SqliteWriter(Func<PreparedConnection> open, int largestBatch)
    {
        this.open = open;
        this.largestBatch = largestBatch;
        thread = new(Loop) { IsBackground = true, Name = "sqlite-writer" };
        thread.Start();
    }

    public long Commits { get; private set; }

    public Task<Result<T>> Enqueue<T>(SqliteWork<T> work, Queue queue, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(stopping, this);
        (queue == Queue.Click ? clicks : bulk).Enqueue(work);
        waiting.Release();
        return work.Completion;
    }

    public ValueTask DisposeAsync()
    {
        stopping = true;
        waiting.Release();
        thread.Join();
        connection?.Dispose();
        waiting.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Loop()
    {
        var batch = new List<SqliteWork>();
        while (true)
        {
            waiting.Wait();
            if (clicks.TryDequeue(out var first)) Commit(batch, first, clicks);
            if (bulk.TryDequeue(out first)) Commit(batch, first, more: null);
            if (stopping && clicks.IsEmpty && bulk.IsEmpty) return;
        }
    }

    /// <summary>Runs and commits one batch. Whatever ends the outer transaction fails every work of it, unacknowledged.</summary>
    private void Commit(List<SqliteWork> batch, SqliteWork first, ConcurrentQueue<SqliteWork>? more)
    {
        batch.Clear();
        var began = Stopwatch.GetTimestamp();
        try
        {
            batch.Add(first);
            connection ??= open();
            connection.Do("begin immediate");
            var smooth = first.Goes(connection);
            while (smooth && more is not null && batch.Count < largestBatch && Stopwatch.GetElapsedTime(began) < LongestBatch && more.TryDequeue(out var next))
            {
                batch.Add(next);
                smooth = next.Goes(connection);
            }

            if (!smooth)
            {
                if (connection.InTransaction) connection.Do("rollback");
                connection.Do("begin immediate");
                foreach (var work in batch) work.Run(connection);
            }

            connection.Do("commit");
            Commits++;
        }
        catch (Exception e)
        {
            Abandon();
            foreach (var work in batch) work.Fail(e);
        }

        foreach (var work in batch) work.Acknowledge();
    }

    /// <summary>After an error nobody knows what state the connection is in: the next batch opens a new one.</summary>
    private void Abandon()
    {
        try
        {
            connection?.Dispose();
        }
        catch (SqliteException)
        {
            // Closing a broken connection may fail; what it held is rolled back by the next opening.
        }

        connection = null;
    }
}
