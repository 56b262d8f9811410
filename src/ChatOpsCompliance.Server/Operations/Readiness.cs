using System.Data.Common;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Operations;

/// <summary>Whether a click would be recorded now and its messages sent: the database answers, takes a transaction, and the outbox is being worked off.</summary>
internal sealed class Readiness(Database database, OutboxPump pump, IHostApplicationLifetime life)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<IResult> Ask(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        return await WhyNot(patience.Token) is { } no
            ? Results.Problem(no, statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not ready", type: "urn:chatops-compliance:problem:not-ready")
            : Results.Text("ready");
    }

    private async Task<string?> WhyNot(CancellationToken ct)
    {
        if (life.ApplicationStopping.IsCancellationRequested) return "The service is stopping.";
        if (pump.ExecuteTask is { IsCompleted: true }) return "The outbox is not worked off any more; the log says why.";
        try
        {
            if ((await database.Read(read => LedgerStore.HeadOf(read), ct)).Hash.Length == 0) return "The audit log has no head: run migrate.";
            await database.Bulk(Actor.Service, tx => Task.FromResult(tx.Now), ct).WaitAsync(ct);
            return null;
        }
        catch (Exception e) when (e is DbException or IOException or InvalidOperationException)
        {
            return $"The database does not answer ({e.GetType().Name}).";
        }
        catch (OperationCanceledException)
        {
            return $"The database took no transaction within {Patience.TotalSeconds} seconds.";
        }
    }
}
