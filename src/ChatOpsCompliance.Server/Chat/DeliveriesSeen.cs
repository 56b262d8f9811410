namespace ChatOpsCompliance.Server.Chat;

/// <summary>What was answered already: platforms repeat what they got no answer to. Some thousands are remembered, which is far longer than they repeat.</summary>
public sealed class DeliveriesSeen
{
    private const int Most = 10_000;

    private readonly Lock gate = new();
    private readonly HashSet<string> all = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    /// <summary>Whether it was asked for before; from now on it was.</summary>
    public bool Before(string delivery)
    {
        lock (gate)
        {
            if (!all.Add(delivery)) return true;
            order.Enqueue(delivery);
            if (order.Count > Most) all.Remove(order.Dequeue());
            return false;
        }
    }
}
