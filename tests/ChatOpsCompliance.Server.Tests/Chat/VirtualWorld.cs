using System.Collections.Concurrent;
using ChatOpsCompliance.Server.Storage;
using Microsoft.Extensions.Time.Testing;

namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>
/// Hours in a second, and the same each time: everything asynchronous runs on the calling thread, and when nothing is left to run the clock jumps to the
/// next timer. A process in it can be killed between any two steps.
/// </summary>
internal sealed class VirtualWorld(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly BlockingCollection<(VirtualProcess Process, SendOrPostCallback Step, object? State)> ready = [];
    private readonly PriorityQueue<DateTimeOffset, DateTimeOffset> timers = new();

    /// <summary>How many steps have been run.</summary>
    public int Steps { get; private set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (timers)
            if (dueTime != Timeout.InfiniteTimeSpan) timers.Enqueue(GetUtcNow() + dueTime, GetUtcNow() + dueTime);
        return base.CreateTimer(callback, state, dueTime, period);
    }

    public void Add(VirtualProcess process, SendOrPostCallback step, object? state) => ready.Add((process, step, state));

    /// <returns>False when the process was killed before it was done.</returns>
    /// <param name="steps">After so many the process is killed.</param>
    public bool Run(VirtualProcess process, Func<Task> main, int steps = int.MaxValue)
    {
        Task? task = null;
        process.Post(_ => task = main(), null);
        var last = steps == int.MaxValue ? steps : Steps + steps;
        while (task?.IsCompleted != true)
        {
            if (Steps >= last)
            {
                process.Kill();
                return false;
            }

            if (ready.TryTake(out var next) || (process.IsBusy && ready.TryTake(out next, TimeSpan.FromMinutes(1)))) Step(next);
            else if (process.IsBusy) throw new TimeoutException("The database does not answer.");
            else JumpToTheNextTimer();
        }

        task.GetAwaiter().GetResult();
        return true;
    }

    private void Step((VirtualProcess Process, SendOrPostCallback Step, object? State) next)
    {
        if (next.Process.IsKilled) return;
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(next.Process);
        try
        {
            Steps++;
            next.Step(next.State);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private void JumpToTheNextTimer()
    {
        DateTimeOffset next;
        lock (timers)
        {
            do
            {
                if (!timers.TryDequeue(out next, out _)) throw new InvalidOperationException("Everybody waits for something that nobody will do.");
            }
            while (next < GetUtcNow());
        }

        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        SetUtcNow(next);
        SynchronizationContext.SetSynchronizationContext(before);
    }
}

/// <summary>What awaits in here goes on in here, or never, once it is killed.</summary>
internal sealed class VirtualProcess(VirtualWorld world) : SynchronizationContext
{
    private int busy;

    public bool IsKilled { get; private set; }

    /// <summary>True while a database works for it, on a thread of its own.</summary>
    public bool IsBusy => Volatile.Read(ref busy) > 0;

    public void Kill() => IsKilled = true;

    public override void Post(SendOrPostCallback d, object? state) => world.Add(this, d, state);

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nobody waits for another thread here.");

    public async Task<T> Watch<T>(Func<Task<T>> work)
    {
        Interlocked.Increment(ref busy);
        try
        {
            return await work();
        }
        finally
        {
            Interlocked.Decrement(ref busy);
        }
    }
}

/// <summary>The real database, watched by a process, so that the clock stands still while it works.</summary>
internal sealed class WatchedEngine(IStorageEngine real, VirtualProcess process) : IStorageEngine
{
    private int closed;

    public Engine Engine => real.Engine;

    public Task<T> Read<T>(Func<Read, Task<T>> work, DateTimeOffset now, CancellationToken ct) => process.Watch(() => real.Read(work, now, ct));

    public Task<Result<T>> Write<T>(Actor actor, DateTimeOffset now, Func<Tx, Task<Result<T>>> work, Func<Tx, Refusal, Task> refused, Queue queue, CancellationToken ct) =>
        process.Watch(() => real.Write(actor, now, work, refused, queue, ct));

    public ValueTask DisposeAsync() => Interlocked.Exchange(ref closed, 1) == 0 ? real.DisposeAsync() : ValueTask.CompletedTask;
}
