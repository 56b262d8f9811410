using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Deployments;

public enum Outcome
{
    /// <summary>It has begun; how it ended is not known yet.</summary>
    Running,
    Success,
    Failure,
    RolledBack,
}

public enum DeploymentClass
{
    /// <summary>The gate let it pass by a standing rule.</summary>
    Approved,

    /// <summary>An emergency change paid for it.</summary>
    Emergency,

    /// <summary>Back to what was deployed with approval before.</summary>
    Rollback,

    /// <summary>Nobody approved it. For ever: what is said later explains, and does not approve.</summary>
    Unauthorised,

    /// <summary>No policy covers where it went.</summary>
    Unknown,
}

/// <summary>From whom it is known.</summary>
public enum SeenBy
{
    Webhook,
    Api,

    /// <summary>The daily reading of the source's own list: what skipped the other two.</summary>
    DailyRead,
}

/// <summary>What was deployed, where, by whom, and who had approved it. One run in one environment is one deployment, however often it is told.</summary>
public sealed record Deployment
{
    public required Id<Deployment> Id { get; init; }

    public required string Source { get; init; }

    public required string Repository { get; init; }

    public required string Environment { get; init; }

    public required string Commit { get; init; }

    public required string RunUrl { get; init; }

    /// <summary>The source's account that started it; empty when it did not say.</summary>
    public required string Actor { get; init; }

    /// <summary>The person behind that account, when the map knows.</summary>
    public Id<Person>? ActorPerson { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public required Outcome Outcome { get; init; }

    public required DeploymentClass Class { get; init; }

    /// <summary>Why it is of this class, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The emergency change, or the pull request, that approved it.</summary>
    public string? Reference { get; init; }

    public Id<EmergencyChange>? Change { get; init; }

    public Id<GateQuestion>? Question { get; init; }

    public required SeenBy SeenBy { get; init; }

    /// <summary>When this service heard of it first.</summary>
    public required DateTimeOffset SeenAt { get; init; }
}
