namespace ChatOpsCompliance.People;

/// <summary>
/// A browser that signed in to the console: begun → ended, by signing out, by an administrator, by another sign-in of the same browser; or over by itself, after some time
/// without a request and in any case after some hours.
/// </summary>
public sealed record ConsoleSession
{
    public required Id<ConsoleSession> Id { get; init; }

    public required Id<Person> Person { get; init; }

    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>When it is over if nothing is asked before.</summary>
    public required DateTimeOffset IdleAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>When the provider was asked to make them prove themselves anew, and did; null for a sign-in as it comes.</summary>
    public DateTimeOffset? FreshAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public bool IsLive(DateTimeOffset now) => EndedAt is null && now < EndsAt && now < IdleAt;
}

public sealed record SessionBegan(Id<ConsoleSession> Session, Id<Person> Person, bool Fresh) : Fact
{
    public override string Kind => "session.began";

    public override string Subject => $"session/{Session}";
}

public enum SessionEnd
{
    SignedOut,
    Replaced,
    Revoked,
}

public sealed record SessionEnded(Id<ConsoleSession> Session, SessionEnd Why) : Fact
{
    public override string Kind => "session.ended";

    public override string Subject => $"session/{Session}";
}
