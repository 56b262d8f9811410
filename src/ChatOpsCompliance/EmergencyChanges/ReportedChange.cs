using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.EmergencyChanges;

/// <summary>An emergency change with what only its reports ask for.</summary>
public sealed record ReportedChange(EmergencyChange Change)
{
    public const string Late = "late", Overdue = "overdue";

    /// <summary>Accounts that wrote it, each with the person behind it where that is known.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>When the first who could approve it was called.</summary>
    public DateTimeOffset? PagedAt { get; init; }

    /// <summary>The first word on it of somebody else than who asked.</summary>
    public DateTimeOffset? SaidAt { get; init; }

    public string? GlassBrokenBy { get; init; }

    /// <summary>Why somebody opened the gate alone.</summary>
    public string? GlassWords { get; init; }

    /// <summary>What it paid for; of a retroactive one, what it explains.</summary>
    public Deployment? Deployment { get; init; }

    public int FollowUps { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Those that were needed before, in their order.</summary>
    public IReadOnlyList<Seat> Before => Change.BrokeGlass ? [] : [.. Change.Seats.Take(Change.Before)];

    /// <summary>The look afterwards, whether it agreed or not.</summary>
    public Seat? Second => Change.Seats.Skip(Before.Count).FirstOrDefault();

    public bool Unauthorised => Deployment?.Class == DeploymentClass.Unauthorised;

    /// <summary>An approval, a rejection or a word: whatever came first from somebody else.</summary>
    public DateTimeOffset? AnsweredAt => ((DateTimeOffset?[])[SaidAt, Before.Count > 0 ? Before[0].At : null, Change.Status == ChangeStatus.Rejected ? Change.EndedAt : null]).Min();

    /// <summary>It was approved by those who were asked before, so that how long that took means something.</summary>
    public bool ApprovedBefore => Change is { ApprovedAt: not null, BrokeGlass: false, Retroactive: false };

    /// <summary>Whether the details are owed at all: not of what was never approved.</summary>
    public bool OwesDetails => Change.ApprovedAt is not null && (Change.Details is not null || Ended is not { } ended || ended > Change.DetailsDue);

    /// <summary>What it is marked as for ever; empty when it is nothing of the kind.</summary>
    public string Marks => string.Join(", ", ((string[])[Change.BrokeGlass ? "break-glass" : "", Change.Retroactive ? "retroactive" : "", Unauthorised ? "unauthorised deployment" : ""]).Where(m => m.Length > 0));

    /// <summary>Whether something owed by an instant was there in time; null when it was never owed.</summary>
    public static string? InTime(DateTimeOffset? due, DateTimeOffset? at, DateTimeOffset asOf) => (due, at) switch
    {
        (null, _) => null,
        ({ } by, { } then) => then <= by ? "in time" : Late,
        ({ } by, null) => asOf > by ? Overdue : "not due yet",
    };

    /// <summary>When it was over without having been deployed: rejected, withdrawn, objected to, or not used in its time.</summary>
    private DateTimeOffset? Ended => Change.Status switch
    {
        ChangeStatus.ExpiredUnused => Change.WindowUntil,
        ChangeStatus.Rejected => Change.EndedAt ?? Second?.At,
        _ => Change.EndedAt,
    };

    public string? DetailsInTime(DateTimeOffset asOf) => OwesDetails ? InTime(Change.DetailsDue, Change.DetailsAt, asOf) : null;

    /// <summary>Null when none is owed, or no longer: what ended without having been deployed needs no second look.</summary>
    public string? SecondInTime(DateTimeOffset asOf) => Change.Second == SecondApproval.None ? null : InTime(Change.SecondDue, Second?.At, asOf);

    public string? ReviewInTime(DateTimeOffset asOf) => Change.Status < ChangeStatus.ReviewDue ? null : InTime(Change.ReviewDue, Change.ReviewedAt, asOf);

    /// <summary>The columns by which every report of emergency changes names one.</summary>
    internal static IReadOnlyList<ReportColumn<ReportedChange>> Columns =>
    [
        new("reference", l => l.Change.Reference),
        new("policy", l => l.Change.Policy.Title, Below: true),
        new("repository", l => l.Change.Repository),
        new("environment", l => l.Change.Environment, Below: true),
        new("marks", l => l.Marks.Length > 0 ? l.Marks : null, Below: true),
        new("asked_by", l => l.Change.RequesterName),
        new("asked_at", l => l.Change.RequestedAt, Below: true),
    ];

    internal static List<ReportedChange> Asked(ReportScope scope, IEnumerable<ReportedChange> changes) => [.. changes.Where(l => scope.Has(l.Change.RequestedAt)).OrderBy(l => l.Change.Number)];
}
