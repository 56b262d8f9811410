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
/// reading; 50 a second for the app in one tenant. A bucket for the seconds and one for the hour: somebody who presses and writes quickly is answered quickly. Known to this process alone; two that share a limit learn from refusals.
/// </summary>
internal sealed class TeamsPace(TimeProvider clock)
{
    private const int MostConversations = 1000;

    private static readonly TimeSpan Sending = TimeSpan.FromSeconds(5), SomebodyWaits = TimeSpan.FromSeconds(2);

    private static readonly SendRate App = new(2400, 10, 5, Sending), Open = new(110, 4, 1, Sending); // chats are opened once for all time: no hour of them

    private static readonly (SendRate Seconds, SendRate Hour) Send = (new(110, 4, 2, Sending), new(30, 50, 25, Sending)), Read = (new(220, 8, 4, SomebodyWaits), new(60, 100, 50, SomebodyWaits));

    private readonly SendBucket app = new(App, clock);
    private readonly ConcurrentDictionary<(TeamsCall, string), SendBucket[]> buckets = [];

    /// <returns>Zero when a call may be made now; else it may not, and this says when.</returns>
    public async Task<TimeSpan> Take(TeamsCall call, string conversation, CancellationToken ct)
    {
        foreach (var bucket in Of(call, conversation))
            if (await bucket.Take(ct) is var wait && wait > TimeSpan.Zero) return wait;
        return await app.Take(ct);
    }

    /// <summary>Of the app, and of the conversations the scarcest.</summary>
    public IEnumerable<(string Bucket, double Left)> Left() => [("app", app.Left), .. buckets.IsEmpty ? [] : (IEnumerable<(string, double)>)[("conversation", buckets.Values.SelectMany(b => b).Min(b => b.Left))]];

    public void Refused(TeamsCall call, string conversation, TimeSpan retryAfter) => Of(call, conversation)[^1].Empty(retryAfter);

    /// <summary>The hour's first: it seldom says no, and then nothing of the other is taken in vain.</summary>
    private SendBucket[] Of(TeamsCall call, string conversation)
    {
        if (buckets.Count > MostConversations)
            foreach (var (idle, _) in buckets.Where(b => Array.TrueForAll(b.Value, one => one.IsFull))) buckets.TryRemove(idle, out _);
        return buckets.GetOrAdd((call, conversation), _ => call switch
        {
            TeamsCall.Read => [new(Read.Hour, clock), new(Read.Seconds, clock)],
            TeamsCall.Open => [new(Open, clock)],
            _ => [new(Send.Hour, clock), new(Send.Seconds, clock)],
        });
    }
}
