using ChatOpsCompliance.EmergencyChanges;

namespace ChatOpsCompliance.Deployments;

public enum Answer
{
    Pending,
    Approved,
    Rejected,
}

/// <summary>By what the gate opened.</summary>
public enum GateRule
{
    None,
    Emergency,
    Rollback,
    Standing,
}

/// <summary>A run asks whether it may deploy a commit to an environment; one question a run and environment, whatever the attempt.</summary>
public sealed record GateQuestion
{
    public required Id<GateQuestion> Id { get; init; }

    /// <summary>Who asks, such as <c>github</c> or <c>api</c>; also the lane by which the answer goes back.</summary>
    public required string Source { get; init; }

    public required string Repository { get; init; }

    public required string Environment { get; init; }

    public required string Commit { get; init; }

    /// <summary>Without the attempt.</summary>
    public required string RunUrl { get; init; }

    /// <summary>The source's account that started the run; may be empty.</summary>
    public required string RequestedBy { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public required Answer Answer { get; init; }

    /// <summary>The sentence whoever reads the pipeline's log sees.</summary>
    public required string Reason { get; init; }

    /// <summary>Such as <c>EC-12</c>, or the address of a pull request.</summary>
    public string? Reference { get; init; }

    public GateRule Rule { get; init; }

    public Id<EmergencyChange>? Change { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Until when an approval opens the gate, UTC.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What the source needs to be answered, in its own words; null for one that polls.</summary>
    public string? Callback { get; init; }

    /// <summary>What the source says of the pull request, once it was read.</summary>
    public PullRequestFacts? PullRequest { get; init; }
}
