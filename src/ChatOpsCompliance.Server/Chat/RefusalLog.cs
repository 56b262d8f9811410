namespace ChatOpsCompliance.Server.Chat;

/// <summary>Says in the log that requests are refused, and why, but once a minute at most: anybody can send them.</summary>
public sealed class RefusalLog(string route, TimeProvider clock, ILogger<RefusalLog> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private DateTimeOffset silentUntil;
    private long unsaid;

    public void Note(string why)
    {
        long count;
        lock (gate)
        {
            unsaid++;
            if (clock.GetUtcNow() < silentUntil) return;
            (silentUntil, count, unsaid) = (clock.GetUtcNow() + Pause, unsaid, 0);
        }

        log.LogWarning("Requests to {Route} that were refused since this was last said: {Count}; the last one because {Why}", route, count, why);
    }
}
