namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>
/// Signatures that were answered, for as long as their timestamps are good. The very same signed request a second time is no repeat of
/// Slack's (those are signed anew) but somebody's who has seen it, and is refused: it would be shown what the first one was shown. That it could not act
/// twice is the delivery key's work, across replicas and restarts. Only signatures that are Slack's are kept, so strangers can't fill this.
/// </summary>
public sealed class SlackReplays(TimeProvider clock)
{
    /// <summary>A timestamp may be so far ahead, and is good for so long after.</summary>
    private static readonly TimeSpan Good = TimeSpan.FromSeconds(2 * SlackSignature.Window);

    private readonly Lock gate = new();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly Queue<(DateTimeOffset Until, string Signature)> order = new();

    /// <summary>False when it has been here before.</summary>
    public bool IsFirst(string signature)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            while (order.TryPeek(out var oldest) && oldest.Until < now) seen.Remove(order.Dequeue().Signature);
            if (!seen.Add(signature)) return false;
            order.Enqueue((now + Good, signature));
            return true;
        }
    }

    /// <summary>It was not answered after all: sending it again is welcome.</summary>
    public void Forget(string signature)
    {
        lock (gate) seen.Remove(signature);
    }
}
