namespace ChatOpsCompliance.Server.Chat;

/// <summary>
/// What the outbox does outside of chat, by name: read a source, or answer one. An errand that reads writes what it read in a transaction of its own, so
/// running twice must change nothing. Retries, back-off and dead letters are the outbox's. Filled in <c>Composition</c> and by sources.
/// </summary>
public sealed class Errands
{
    private readonly Dictionary<string, Func<string, CancellationToken, Task<Delivery>>> all = new(StringComparer.Ordinal);

    /// <param name="run">Gets the subject, such as an id.</param>
    public Errands On(string name, Func<string, CancellationToken, Task<Delivery>> run)
    {
        all.Add(name, run);
        return this;
    }

    internal Task<Delivery> Run(string subject, CancellationToken ct) => subject.Split('/', 2) is [var name, var about] && all.TryGetValue(name, out var run)
        ? run(about, ct)
        : Task.FromResult<Delivery>(new Delivery.Dead($"nothing here does the errand {subject.Split('/', 2)[0]}", "Configure the source it is for, then: outbox retry."));
}
