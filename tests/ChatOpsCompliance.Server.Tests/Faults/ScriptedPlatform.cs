using System.Collections.Concurrent;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;

namespace ChatOpsCompliance.Server.Tests.Faults;

/// <summary>Local chat behind a bad line: each send first meets what the script says.</summary>
internal sealed class ScriptedPlatform(IChatPlatform real) : IChatPlatform
{
    private readonly ConcurrentDictionary<string, int> sending = new(StringComparer.Ordinal);

    /// <summary>Null sends; otherwise the outcome. Gets the key, or the message, and the real send.</summary>
    public Func<string, Func<Task<Delivery>>, Task<Delivery>>? OnPost { get; set; }

    public Func<string, Func<Task<Delivery>>, Task<Delivery>>? OnUpdate { get; set; }

    public ConcurrentQueue<string> Sends { get; } = [];

    /// <summary>Since when each key's newest post is said to have been tried.</summary>
    public ConcurrentDictionary<string, DateTimeOffset?> Tried { get; } = new(StringComparer.Ordinal);

    public int MostAtOnceOfOneKey { get; private set; }

    public string Name => real.Name;

    public Task<ChatAccount?> Find(string email, CancellationToken ct) => real.Find(email, ct);

    public Task<Delivery> Post(ChatPlace place, Card card, string key, DateTimeOffset? triedSince, CancellationToken ct)
    {
        Tried[key] = triedSince;
        return Send(key, OnPost, () => real.Post(place, card, key, triedSince, ct));
    }

    public Task<Delivery> Update(ChatPlace place, string message, Card card, CancellationToken ct) => Send(message, OnUpdate, () => real.Update(place, message, card, ct));

    public Task<Uri?> Permalink(ChatPlace place, string message, CancellationToken ct) => real.Permalink(place, message, ct);

    private async Task<Delivery> Send(string key, Func<string, Func<Task<Delivery>>, Task<Delivery>>? script, Func<Task<Delivery>> send)
    {
        Sends.Enqueue(key);
        MostAtOnceOfOneKey = Math.Max(MostAtOnceOfOneKey, sending.AddOrUpdate(key, 1, (_, n) => n + 1));
        try
        {
            await Task.Yield();
            return script is null ? await send() : await script(key, send);
        }
        finally
        {
            sending.AddOrUpdate(key, 0, (_, n) => n - 1);
        }
    }
}
