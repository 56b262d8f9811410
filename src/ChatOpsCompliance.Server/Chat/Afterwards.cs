namespace ChatOpsCompliance.Server.Chat;

/// <summary>
/// Does what an answer leaves to be done once the platform has it. At once, since somebody is looking at it, but not more than some at a time; a failure loses
/// nothing that was recorded. What has begun is finished before the service stops.
/// </summary>
public sealed class Afterwards(TimeProvider clock, ILogger<Afterwards> log) : IHostedService, IDisposable
{
    private const int MostAtOnce = 32;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim free = new(MostAtOnce);
    private readonly CancellationTokenSource givenUp = new();
    private readonly Lock gate = new();
    private readonly HashSet<Task> begun = [];

    /// <summary>Returns before it is done.</summary>
    public void Begin(Func<CancellationToken, Task>? afterwards, string delivery)
    {
        if (afterwards is null) return;
        var task = Task.Run(() => Do(afterwards, delivery));
        lock (gate) begun.Add(task);
        _ = task.ContinueWith(Done, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var enough = cancellationToken.Register(givenUp.Cancel);
        Task[] rest;
        lock (gate) rest = [.. begun];
        await Task.WhenAll(rest);
    }

    public void Dispose()
    {
        givenUp.Dispose();
        free.Dispose();
    }

    private async Task Do(Func<CancellationToken, Task> afterwards, string delivery)
    {
        try
        {
            await free.WaitAsync(givenUp.Token);
            try
            {
                using var patience = new CancellationTokenSource(Longest, clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, givenUp.Token);
                await afterwards(either.Token);
            }
            finally
            {
                free.Release();
            }
        }
        // Nobody waits for it who could be told.
        catch (Exception e)
        {
            // Not the message: it may quote what somebody wrote, or an address that is a secret.
            log.LogWarning("What was to follow {Delivery} failed: {Error}\n{Where}", delivery, e.GetType().Name, e.StackTrace);
        }
    }

    private void Done(Task task)
    {
        lock (gate) begun.Remove(task);
    }
}
