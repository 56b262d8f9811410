namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>What becomes of one call to a platform that we play.</summary>
internal sealed record FakeFault
{
    /// <summary>It is done, and nobody hears of it.</summary>
    public static readonly FakeFault AnswerLost = new() { LosesAnswer = true };

    public string? Error { get; init; }

    public int? Status { get; init; }

    public bool LosesAnswer { get; init; }

    /// <summary>Seconds, said with a 429.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Waited for before anything is done.</summary>
    public Func<Task>? Before { get; init; }

    public static FakeFault Says(string error) => new() { Error = error };

    public static FakeFault Http(int status, string? error = null) => new() { Status = status, Error = error };

    public static FakeFault NotBefore(int seconds) => new() { Status = 429, RetryAfter = seconds };

    public static FakeFault After(Func<Task> signal) => new() { Before = signal };
}
