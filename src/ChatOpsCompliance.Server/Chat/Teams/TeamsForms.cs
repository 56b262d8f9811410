using System.Collections.Concurrent;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>
/// Messages on which somebody is filling in a form just now, each in a chat of their own with us: drawing such a message anew would take what they have typed. In a channel
/// it is drawn all the same, since others look at it too. Known to this process alone, for a quarter of an hour after the last page and an hour in all: a message that stays out of date becomes a dead letter.
/// </summary>
internal sealed class TeamsForms(TimeProvider clock)
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15), InAll = TimeSpan.FromHours(1);

    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, (DateTimeOffset Since, DateTimeOffset Until)> open = new(StringComparer.Ordinal);

    public void Opened(string message)
    {
        var now = clock.GetUtcNow();
        if (open.Count > Most)
            foreach (var (old, _) in open.Where(o => o.Value.Until <= now)) open.TryRemove(old, out _);
        open.AddOrUpdate(message, (now, now + Longest), (_, before) => before.Until <= now ? (now, now + Longest) : (before.Since, now + Longest));
    }

    public void Closed(string message) => open.TryRemove(message, out _);

    public bool IsOpen(string message) => open.TryGetValue(message, out var form) && clock.GetUtcNow() is var now && now < form.Until && now < form.Since + InAll;
}
