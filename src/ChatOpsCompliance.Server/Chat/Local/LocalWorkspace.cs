using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Chat.Local;

/// <summary>
/// The far side of Local chat: what Slack's servers are to the Slack adapter. Keeps messages by place and, given a path, a journal of every
/// revision that it reads again at start.
/// </summary>
public sealed class LocalWorkspace : IDisposable
{
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly LocalJournal? journal;
    private readonly OrderedDictionary<string, LocalMessage> messages = [];
    private readonly Dictionary<string, string> idsByKey = [];
    private TaskCompletionSource changed = NewSignal();
    private long version;

    /// <param name="journalPath">Null keeps everything in memory only.</param>
    public LocalWorkspace(TimeProvider clock, string? journalPath = null)
    {
        this.clock = clock;
        if (journalPath is null) return;
        journal = new LocalJournal(journalPath);
        foreach (var message in journal.Earlier) Keep(message);
    }

    /// <summary>How many changes there have been.</summary>
    public long Version
    {
        get
        {
            lock (gate) return version;
        }
    }

    public string Post(ChatPlace place, Card card, string key)
    {
        lock (gate)
        {
            if (idsByKey.TryGetValue(key, out var known))
            {
                if (messages[known].Card.Rendering() != card.Rendering()) Update(place, known, card);
                return known;
            }

            var id = FormattableString.Invariant($"m{messages.Count + 1}");
            Write(new(id, place, key, clock.GetUtcNow(), card, 1, version + 1));
            return id;
        }
    }

    /// <summary>False when there is no such message in that place.</summary>
    public bool Update(ChatPlace place, string id, Card card)
    {
        lock (gate)
        {
            if (!messages.TryGetValue(id, out var message) || message.Place with { Under = null } != place with { Under = null }) return false;
            Write(message with { Card = card, Revision = message.Revision + 1, Version = version + 1 });
            return true;
        }
    }

    /// <summary>The messages of a place, with those in threads, oldest first.</summary>
    public IReadOnlyList<LocalMessage> In(ChatPlace place)
    {
        lock (gate) return [.. messages.Values.Where(m => m.Place with { Under = null } == place)];
    }

    public LocalMessage? Newest(ChatPlace place)
    {
        lock (gate) return messages.Values.LastOrDefault(m => m.Place with { Under = null } == place);
    }

    /// <summary>Waits until something has changed since that version. A version of the future (another workspace's) is long past.</summary>
    public async Task ChangeAfter(long seen, CancellationToken ct)
    {
        Task next;
        lock (gate)
        {
            if (version != seen) return;
            next = changed.Task;
        }

        await next.WaitAsync(ct);
    }

    public void Dispose() => journal?.Dispose();

    // The journal first: what it does not have was never posted.
    private void Write(LocalMessage message)
    {
        journal?.Append(message);
        Keep(message);
        changed.SetResult();
        changed = NewSignal();
    }

    private void Keep(LocalMessage message)
    {
        messages[message.Id] = message;
        idsByKey[message.Key] = message.Id;
        version = message.Version;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
