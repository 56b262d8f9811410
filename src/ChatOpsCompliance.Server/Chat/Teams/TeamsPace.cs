using System.Collections.Concurrent;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>What is counted together in one conversation.</summary>
internal enum TeamsCall
{
    /// <summary>New messages and changes.</summary>
    Send,

    /// <summary>Its roster.</summary>
    Read,

    /// <summary>Opening chats with people: of no conversation yet, so all together.</summary>
    Open,
}

/// <summary>
/// Keeps to Teams' limits (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit): in one conversation 7 a second, 8 in two, 60 in 30 and 1,800 an hour, twice that for
/// reading; 50 a second for the app in one tenant. One bucket each, small and slow enough for all of them. Known to this process alone; two that share a limit learn from refusals.
/// </summary>
internal sealed class TeamsPace(TimeProvider clock)
{
    private const int MostConversations = 1000;

    private static readonly TimeSpan Sending = TimeSpan.FromSeconds(5), SomebodyWaits = TimeSpan.FromSeconds(2);

    // Chats are opened once for all time: what counts is the half minute, not the hour.
    private static readonly SendRate App = new(2400, 10, 5, Sending), Send = new(30, 6, 2, Sending), Read = new(60, 12, 4, SomebodyWaits), Open = new(110, 4, 1, Sending);

    private readonly SendBucket app = new(App, clock);
    private readonly ConcurrentDictionary<(TeamsCall, string), SendBucket> buckets = [];

    /// <returns>Zero when a call may be made now; else it may not, and this says when.</returns>
    public async Task<TimeSpan> Take(TeamsCall call, string conversation, CancellationToken ct)
    {
        var wait = await Of(call, conversation).Take(ct);
        return wait > TimeSpan.Zero ? wait : await app.Take(ct);
    }

    public void Refused(TeamsCall call, string conversation, TimeSpan retryAfter) => Of(call, conversation).Empty(retryAfter);

    private SendBucket Of(TeamsCall call, string conversation)
    {
        if (buckets.Count > MostConversations)
            foreach (var (idle, _) in buckets.Where(b => b.Value.IsFull)) buckets.TryRemove(idle, out _);
        return buckets.GetOrAdd((call, conversation), _ => new(call switch { TeamsCall.Read => Read, TeamsCall.Open => Open, _ => Send }, clock));
    }
}
