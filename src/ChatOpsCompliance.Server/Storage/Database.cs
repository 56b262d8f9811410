using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Evidence;

namespace ChatOpsCompliance.Server.Storage;

/// <summary>The two doors: <see cref="Read{T}"/> for pages, cards and reports; <see cref="InTransaction{T}"/> for everything that changes something.</summary>
public sealed class Database(IStorageEngine engine, Reactions reactions, TimeProvider clock) : IAsyncDisposable
{
    public Engine Engine => engine.Engine;

    /// <summary>Called after each commit that changed something, so that the outbox need not wait for its next look.</summary>
    public event EventHandler? Committed;

    public Task<T> Read<T>(Func<Read, Task<T>> work, CancellationToken ct = default) => engine.Read(work, Now(), ct);

    /// <summary>
    /// Runs the work, the reactions to its facts and the ledger append in one transaction. A refusal rolls everything back and leaves one
    /// refusal fact. The work awaits only its <see cref="Tx"/> and may run twice (deadlock).
    /// </summary>
    /// <param name="afterRefusal">Runs in the transaction of the refusal fact: what must be remembered of a refused act.</param>
    /// <exception cref="System.Data.Common.DbException">Nothing was recorded.</exception>
    public async Task<Result<T>> InTransaction<T>(Actor actor, Func<Tx, Task<Result<T>>> work, Func<Tx, Refusal, Task>? afterRefusal = null, Queue queue = Queue.Click, CancellationToken ct = default)
    {
        using var act = Trace.Part("transaction");
        var result = await engine.Write(
            actor,
            Now(),
            async tx =>
            {
                // SQLite's writer is a thread of its own, which knows nothing of who waits.
                if (act is not null) System.Diagnostics.Activity.Current = act;
                var outcome = await work(tx);
                if (outcome.Done) await Settle(tx);
                return outcome;
            },
            async (tx, refusal) =>
            {
                if (afterRefusal is not null) await afterRefusal(tx, refusal);
                tx.Happened(new ActRefused(refusal.Kind));
                await LedgerStore.Append(tx);
            },
            queue,
            ct);
        if (result.No is { } no) act?.SetTag("compliance.refusal", no.Kind);
        Committed?.Invoke(this, EventArgs.Empty);
        return result;
    }

    /// <summary>One step of bulk work: queued behind clicks, at most some 20 ms of work each.</summary>
    public async Task<T> Bulk<T>(Actor actor, Func<Tx, Task<T>> step, CancellationToken ct = default) =>
        (await InTransaction<T>(actor, async tx => await step(tx), queue: Queue.Bulk, ct: ct)).Value;

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    private async Task Settle(Tx tx)
    {
        for (var i = 0; i < tx.Facts.Count; i++) await reactions.React(tx, tx.Facts[i]);
        await LedgerStore.Append(tx);
    }

    private DateTimeOffset Now()
    {
        var now = clock.GetUtcNow().UtcTicks;
        return new(now - (now % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }
}

/// <summary>Clicks go first; bulk steps wait for a gap.</summary>
public enum Queue
{
    Click,
    Bulk,
}

/// <summary>What SQLite and SQL Server do each in their own way: a snapshot to read, a transaction to write, a refusal that rolls back.</summary>
public interface IStorageEngine : IAsyncDisposable
{
    Engine Engine { get; }

    Task<T> Read<T>(Func<Read, Task<T>> work, DateTimeOffset now, CancellationToken ct);

    Task<Result<T>> Write<T>(Actor actor, DateTimeOffset now, Func<Tx, Task<Result<T>>> work, Func<Tx, Refusal, Task> refused, Queue queue, CancellationToken ct);
}

/// <summary>Somebody tried what they may not or could not. The kind only: the sentence may hold names.</summary>
public sealed record ActRefused(string Refusal) : Fact
{
    public override string Kind => "act.refused";

    public override string Subject => "act";
}
