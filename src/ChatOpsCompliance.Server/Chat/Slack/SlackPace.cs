using System.Collections.Concurrent;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>
/// Keeps to Slack's limits, which hold per method and workspace (https://docs.slack.dev/apis/web-api/rate-limits): a bucket each, so that what somebody
/// waits for, such as opening a form, never stands in line behind a thousand messages. Known to this process alone; two that share a limit learn from
/// Slack's refusals.
/// </summary>
internal sealed class SlackPace(TimeProvider clock)
{
    private const string Posting = "chat.postMessage";

    /// <summary>Of what the outbox sends; well within its longest send.</summary>
    private static readonly TimeSpan Sending = TimeSpan.FromSeconds(5);

    /// <summary>Of several threads in one channel, which all want to go at once.</summary>
    private static readonly TimeSpan InLine = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan SomebodyWaits = TimeSpan.FromSeconds(2), NobodyWaits = TimeSpan.FromMinutes(1);

    // The tiers promise "at least" so many a minute, and Tier 4 "generous burst behavior" (https://docs.slack.dev/apis/web-api/rate-limits): when a review
    // has been sent out, many open theirs in the same seconds, and their triggers do not wait.
    private static readonly SendRate Tier2 = new(20, 1, 1, NobodyWaits), Tier3 = new(50, 2, 1, Sending), Tier4 = new(100, 20, 10, SomebodyWaits);

    // https://docs.slack.dev/reference/methods/chat.postMessage: one a second and channel, several hundred a minute and workspace. In a channel
    // a quarter slower, since two messages may come closer to each other on their way.
    private static readonly SendRate Workspace = new(300, 8, 1, Sending), Channel = new(50, 1, 1, InLine);

    private const int MostChannels = 200;

    private readonly ConcurrentDictionary<string, SendBucket> methods = new(StringComparer.Ordinal), channels = new(StringComparer.Ordinal);

    /// <returns>Zero when the call may be made now; else it may not, and this says when.</returns>
    public async Task<TimeSpan> Take(string method, string? channel, CancellationToken ct)
    {
        if (method != Posting || channel is null) return await Bucket(method).Take(ct);
        var conversation = Of(channel);
        var wait = await conversation.Take(ct);
        if (wait == TimeSpan.Zero) wait = await Bucket(method).Take(ct);
        if (wait == TimeSpan.Zero) conversation.Begin();
        return wait;
    }

    /// <summary>By method; of the channels the scarcest.</summary>
    public IEnumerable<(string Bucket, double Left)> Left() => methods.Select(m => (m.Key, m.Value.Left)).Concat(channels.IsEmpty ? [] : [("channel", channels.Values.Min(c => c.Left))]);

    public bool IsFree(string method) => Bucket(method).IsFree;

    public void Refused(string method, TimeSpan retryAfter) => Bucket(method).Empty(retryAfter);

    private SendBucket Bucket(string method) => methods.GetOrAdd(method, m => new(RateOf(m), clock));

    private SendBucket Of(string channel)
    {
        if (channels.Count > MostChannels)
            foreach (var (idle, _) in channels.Where(c => c.Value.IsFull)) channels.TryRemove(idle, out _);
        return channels.GetOrAdd(channel, _ => new(Channel, clock));
    }

    // Each method's page under https://docs.slack.dev/reference/methods names its tier. conversations.history is Tier 3 for an app that a company builds for
    // itself, as this one is installed; for apps distributed outside Slack's marketplace it is one call a minute.
    private static SendRate RateOf(string method) => method switch
    {
        Posting => Workspace,
        "users.list" => Tier2,
        "chat.postEphemeral" or "users.info" or "files.info" => Tier4,
        _ when method.StartsWith("views.", StringComparison.Ordinal) => Tier4,
        _ => Tier3, // chat.update, conversations.open, conversations.history, users.lookupByEmail, and whatever is called seldom
    };
}
