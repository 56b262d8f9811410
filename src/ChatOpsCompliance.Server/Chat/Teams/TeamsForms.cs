using System.Collections.Concurrent;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>
/// Messages on which somebody is filling in a form just now, each in a chat of their own with us: drawing such a message anew would take what they have typed. In a channel
/// it is drawn all the same, since others look at it too. Known to this process alone, and for a quarter of an hour after the last page.
/// </summary>
internal sealed class TeamsForms(TimeProvider clock)
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> open = new(StringComparer.Ordinal);

    public void Opened(string message)
    {
        if (open.Count > Most)
            foreach (var (old, _) in open.Where(o => o.Value <= clock.GetUtcNow())) open.TryRemove(old, out _);
        open[message] = clock.GetUtcNow() + Longest;
    }

    public void Closed(string message) => open.TryRemove(message, out _);

    public bool IsOpen(string message) => open.TryGetValue(message, out var until) && clock.GetUtcNow() < until;
}
