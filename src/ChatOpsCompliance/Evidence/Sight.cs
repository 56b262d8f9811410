using ChatOpsCompliance.AccessReviews;

namespace ChatOpsCompliance.Evidence;

/// <summary>
/// How much of the evidence somebody may read: nothing, everything, or what lies in a period (both days belong to it, UTC). One rule for people in the console
/// and for the keys of their tools.
/// </summary>
public sealed record Sight
{
    public static readonly Sight Nothing = new(), Everything = new() { Any = true };

    private Sight()
    {
    }

    public bool Any { get; private init; }

    public DateOnly? From { get; private init; }

    public DateOnly? To { get; private init; }

    public bool All => Any && From is null;

    /// <summary>The first instant that lies in it.</summary>
    public DateTimeOffset Start => From is { } day ? Midnight(day) : DateTimeOffset.MinValue;

    /// <summary>The first instant that no longer does.</summary>
    public DateTimeOffset End => To is { } day && day < DateOnly.MaxValue ? Midnight(day.AddDays(1)) : DateTimeOffset.MaxValue;

    public static Sight Within(DateOnly from, DateOnly to) => new() { Any = true, From = from, To = to };

    public bool Sees(DateTimeOffset at) => Meets(at, at);

    public bool Sees(DateOnly from, DateOnly to) => Any && (From is not { } first || (from >= first && to <= To));

    /// <summary>A review that was open at some time of the period, whole.</summary>
    public bool Sees(Campaign campaign) => Meets(campaign.LaunchedAt, campaign.ClosedAt ?? campaign.CancelledAt);

    private bool Meets(DateTimeOffset began, DateTimeOffset? ended) =>
        Any && (From is not { } first || (Day(began) <= To && (ended is not { } end || Day(end) >= first)));

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(default), TimeSpan.Zero);

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
