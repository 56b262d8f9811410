using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>An emergency change as its table has it.</summary>
internal sealed record ChangeRow
{
    public Id<EmergencyChange> Id { get; init; }

    public int Number { get; init; }

    public ChangeStatus Status { get; init; }

    public string PolicyHash { get; init; } = "";

    public string PolicyBody { get; init; } = "";

    public Id<Person> RequestedBy { get; init; }

    public string RequestedByName { get; init; } = "";

    public DateTimeOffset RequestedAt { get; init; }

    public string Repository { get; init; } = "";

    public string Environment { get; init; } = "";

    public string? CommitSha { get; init; }

    public string Incident { get; init; } = "";

    public string What { get; init; } = "";

    public string WhyNow { get; init; } = "";

    public Risk Risk { get; init; }

    public string RiskWords { get; init; } = "";

    public string TestDone { get; init; } = "";

    public string WayBack { get; init; } = "";

    public int BeforeNeeded { get; init; }

    public bool Retroactive { get; init; }

    public bool BrokeGlass { get; init; }

    public Id<Person>? GlassBy { get; init; }

    public DateTimeOffset ApproveBy { get; init; }

    public DateTimeOffset? ApprovedAt { get; init; }

    public DateTimeOffset? WindowUntil { get; init; }

    public SecondApproval Second { get; init; }

    public DateTimeOffset? SecondDue { get; init; }

    public string? Run { get; init; }

    public bool RunFailed { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    public string? Impact { get; init; }

    public string? AbortCriteria { get; init; }

    public string? ChecksSkipped { get; init; }

    public string? Compensating { get; init; }

    public DateTimeOffset? DetailsAt { get; init; }

    public DateTimeOffset? ReviewDue { get; init; }

    public ReviewOutcome? Outcome { get; init; }

    public bool? RolledBack { get; init; }

    public string? ReviewWords { get; init; }

    public string? Evidence { get; init; }

    public string? ReviewedByName { get; init; }

    public DateTimeOffset? ReviewedAt { get; init; }

    public string? EndedByName { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? EndedWords { get; init; }

    public string? Thread { get; init; }

    public EmergencyChange With(EmergencyPolicy policy, IReadOnlyList<Seat> seats) => new()
    {
        Id = Id,
        Number = Number,
        Status = Status,
        Policy = policy,
        PolicyHash = PolicyHash,
        Requester = RequestedBy,
        RequesterName = RequestedByName,
        RequestedAt = RequestedAt,
        Asked = new()
        {
            Repository = Repository,
            Environment = Environment,
            Commit = CommitSha,
            Incident = Incident,
            What = What,
            WhyNow = WhyNow,
            Risk = Risk,
            RiskWords = RiskWords,
            TestDone = TestDone,
            Rollback = WayBack,
        },
        Before = BeforeNeeded,
        Retroactive = Retroactive,
        BrokeGlass = BrokeGlass,
        GlassBrokenBy = GlassBy,
        ApproveBy = ApproveBy,
        Seats = seats,
        ApprovedAt = ApprovedAt,
        WindowUntil = WindowUntil,
        Second = Second,
        SecondDue = SecondDue,
        Run = Run,
        RunFailed = RunFailed,
        UsedAt = UsedAt,
        Details = DetailsAt is null ? null : new(Impact ?? "", AbortCriteria ?? "", ChecksSkipped ?? "", Compensating ?? ""),
        DetailsAt = DetailsAt,
        ReviewDue = ReviewDue,
        Review = Outcome is { } outcome ? new(outcome, RolledBack == true, ReviewWords ?? "", Evidence) : null,
        ReviewedAt = ReviewedAt,
        ReviewerName = ReviewedByName,
        EndedByName = EndedByName,
        EndedAt = EndedAt,
        EndedWords = EndedWords,
        Thread = Thread,
    };
}
