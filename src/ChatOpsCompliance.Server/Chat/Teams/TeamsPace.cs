using System.Collections.Concurrent;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>
/// Keeps to Teams' limits (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit): 7 a second, 60 in 30 seconds and 1,800 an hour in one
/// conversation; 50 a second for the app in one tenant. One bucket each that keeps all of them. Known to this process alone; two that share a limit learn from refusals.
/// </summary>
internal sealed class TeamsPace(TimeProvider clock)
{
    private const int MostThreads = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly SendRate Thread = new(30, 6, 2, Patience), App = new(2400, 10, 5, Patience);

    private readonly SendBucket app = new(App, clock);
    private readonly ConcurrentDictionary<string, SendBucket> threads = new(StringComparer.Ordinal);

    /// <returns>Zero when a call may be made now; else it may not, and this says when.</returns>
    public async Task<TimeSpan> Take(string? thread, CancellationToken ct)
    {
        var wait = thread is null ? TimeSpan.Zero : await Of(thread).Take(ct);
        return wait > TimeSpan.Zero ? wait : await app.Take(ct);
    }

    public void Refused(string? thread, TimeSpan retryAfter) => (thread is null ? app : Of(thread)).Empty(retryAfter);

    private SendBucket Of(string thread)
    {
        if (threads.Count > MostThreads)
            foreach (var (idle, _) in threads.Where(t => t.Value.IsFull)) threads.TryRemove(idle, out _);
        return threads.GetOrAdd(thread, _ => new(Thread, clock));
    }
}
