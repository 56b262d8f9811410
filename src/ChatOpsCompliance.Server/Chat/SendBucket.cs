namespace ChatOpsCompliance.Server.Chat;

/// <summary>How often something may be called.</summary>
/// <param name="PerMinute">What the platform documents; we stay a little below it, so that calls which overtake each other on the way do not add up to more in any minute.</param>
/// <param name="Burst">How many may go at once after a pause.</param>
/// <param name="AtStart">How many may go at once when the process starts: another may have used up this minute before it was killed.</param>
/// <param name="Patience">How long a call waits for its turn. One that would wait longer is not made.</param>
internal sealed record SendRate(double PerMinute, int Burst, int AtStart, TimeSpan Patience);

/// <summary>
/// A token bucket that learns: a platform's "not so fast" empties it until the time that it names and slows it by a tenth, which it makes good within five
/// minutes. The framework's own limiter knows neither, nor a clock that tests can push.
/// </summary>
internal sealed class SendBucket(SendRate rate, TimeProvider clock)
{
    private const double Below = 0.97, SlowedTo = 0.9, RecoveredPerMinute = 0.02;

    private readonly Lock gate = new();
    private readonly double full = rate.PerMinute * Below / 60;
    private double perSecond = rate.PerMinute * Below / 60;
    private double tokens = rate.AtStart;
    private DateTimeOffset filled = clock.GetUtcNow();
    private int refusals;

    /// <summary>True when nobody has called for so long that forgetting this bucket changes nothing.</summary>
    public bool IsFull
    {
        get
        {
            lock (gate)
            {
                Fill();
                return tokens >= rate.Burst && perSecond >= full;
            }
        }
    }

    /// <summary>How much of what may go at once is there now, 0 to 1.</summary>
    public double Left
    {
        get
        {
            lock (gate)
            {
                Fill();
                return filled > clock.GetUtcNow() ? 0 : Math.Clamp(tokens / rate.Burst, 0, 1);
            }
        }
    }

    /// <summary>True when a call would not have to wait.</summary>
    public bool IsFree
    {
        get
        {
            lock (gate) return Wait() <= TimeSpan.Zero;
        }
    }

    /// <summary>Waits for a token and takes it, first come first served.</summary>
    /// <returns>Zero, or how long it would have taken: then nothing was taken.</returns>
    public async Task<TimeSpan> Take(CancellationToken ct)
    {
        var until = clock.GetUtcNow() + rate.Patience;
        while (true)
        {
            TimeSpan wait;
            int before;
            lock (gate)
            {
                wait = Wait();
                if (clock.GetUtcNow() + wait > until) return wait;
                tokens--;
                before = refusals;
            }

            if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, ct);
            lock (gate)
            {
                // Whoever waited for a token that a refusal has poured out waits anew.
                if (before == refusals) return TimeSpan.Zero;
            }
        }
    }

    /// <summary>What took the last token goes only now, since it waited for something else too: the next token is counted from here.</summary>
    public void Begin()
    {
        lock (gate)
        {
            Fill();
            tokens = Math.Min(tokens, 0);
        }
    }

    /// <summary>The platform said: not so fast.</summary>
    public void Empty(TimeSpan retryAfter)
    {
        lock (gate)
        {
            Fill();
            var known = filled > clock.GetUtcNow(); // several calls on their way meet the same refusal
            filled = Later(filled, clock.GetUtcNow() + retryAfter);
            tokens = 0;
            refusals++;
            if (!known) perSecond *= SlowedTo;
        }
    }

    /// <summary>Until the next token is there, behind everybody who waits already.</summary>
    private TimeSpan Wait()
    {
        Fill();
        var closed = filled - clock.GetUtcNow();
        var wait = tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - tokens) / perSecond);
        return closed > TimeSpan.Zero ? closed + wait : wait;
    }

    private void Fill()
    {
        var passed = clock.GetUtcNow() - filled;
        if (passed <= TimeSpan.Zero) return;
        tokens = Math.Min(rate.Burst, tokens + (passed.TotalSeconds * perSecond));
        perSecond = Math.Min(full, perSecond + (full * RecoveredPerMinute * passed.TotalMinutes));
        filled += passed;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
