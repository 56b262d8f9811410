namespace ChatOpsCompliance.Server.Bundles;

/// <summary>
/// Makes the bundles that are asked for in the console, one after the other, beside everything else, and keeps each in a folder under its hash. What
/// was made is in the audit log; what is asked for is not: it ends with the process, and whoever asked asks again.
/// </summary>
/// <param name="folder">Null when no bundles are made here.</param>
public sealed class BundleDesk(MakeBundle make, TimeProvider clock, ILogger<BundleDesk> log, string? folder) : IAsyncDisposable
{
    private const int MostWaiting = 8;

    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly List<Asked> asked = [];

    /// <summary>Whether bundles are made here.</summary>
    public bool Open => folder is not null;

    /// <summary>What is being made or waits, oldest first, and what could not be made since the service started.</summary>
    public IReadOnlyList<Asked> Now
    {
        get
        {
            lock (gate) return [.. asked];
        }
    }

    /// <summary>Done when nothing waits.</summary>
    internal Task Idle { get; private set; } = Task.CompletedTask;

    /// <param name="No">Why it was not made.</param>
    public sealed record Asked(DateOnly From, DateOnly To, Actor By, DateTimeOffset At, string? No = null);

    /// <summary>False when too many wait.</summary>
    public bool Ask(DateOnly from, DateOnly to, Actor by)
    {
        lock (gate)
        {
            if (asked.Count(a => a.No is null) >= MostWaiting) return false;
            asked.RemoveAll(a => a.No is not null && a.From == from && a.To == to);
            asked.Add(new(from, to, by, clock.GetUtcNow()));
            Idle = After(Idle, asked[^1]);
            return true;
        }
    }

    /// <summary>The file of a bundle, or null when it is not here (any more).</summary>
    /// <param name="hash">As the audit log has it.</param>
    public FileInfo? File(string hash) => folder is not null && BundleAbout.Hex().IsMatch(hash) && new FileInfo(Path.Combine(folder, hash + ".zip")) is { Exists: true } file ? file : null;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Idle;
        stopping.Dispose();
    }

    private async Task After(Task before, Asked one)
    {
        await before;
        var no = await Task.Run(() => Make(one));
        lock (gate)
        {
            asked.Remove(one);
            if (no is not null) asked.Add(one with { No = no });
        }
    }

    private async Task<string?> Make(Asked one)
    {
        try
        {
            var path = Path.Combine(Directory.CreateDirectory(folder!).FullName, $"{Guid.NewGuid():N}.new");
            var (made, no) = await make.Run(new(null, one.From, one.To), path, one.By, stopping.Token);
            if (made is not null) System.IO.File.Move(path, Path.Combine(folder!, made.Hash + ".zip"), overwrite: true);
            return no?.Sentence;
        }
        // Nobody waits for it who could be told, but by the page.
        catch (Exception e)
        {
            log.LogError("A bundle was not made: {Error}\n{Where}", e.GetType().Name, e.StackTrace);
            return "It could not be made: the service's own log says why.";
        }
    }
}
