using ChatOpsCompliance.People;

namespace ChatOpsCompliance.EmergencyChanges;

public enum ChangeStatus
{
    Requested,
    Approved,
    Rejected,
    Withdrawn,
    Expired,
    ExpiredUnused,
    ReviewDue,
    Reviewed,
    Closed,
}

public enum Risk
{
    Low,
    Medium,
    High,
}

public enum SecondApproval
{
    /// <summary>The policy asks for none after the fact, or it is not that far.</summary>
    None,
    Due,
    Given,

    /// <summary>Whoever looked second would not have approved.</summary>
    Objected,
}

/// <summary>One person's approval; one person fills one seat.</summary>
public sealed record Seat(int Number, Id<Person> Person, string Name, DateTimeOffset At, bool Agrees, string Via);

/// <summary>What is asked before.</summary>
public sealed record Asked
{
    public required string Repository { get; init; }

    public required string Environment { get; init; }

    public required string? Commit { get; init; }

    public required string Incident { get; init; }

    public required string What { get; init; }

    public required string WhyNow { get; init; }

    public required Risk Risk { get; init; }

    public required string RiskWords { get; init; }

    public required string TestDone { get; init; }

    public required string Rollback { get; init; }
}

/// <summary>What is asked within a day, and before the review.</summary>
public sealed record Details(string Impact, string AbortCriteria, string ChecksSkipped, string CompensatingControls);
