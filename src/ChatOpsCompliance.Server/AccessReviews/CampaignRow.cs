using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>A campaign as <see cref="CampaignStore"/> reads it.</summary>
internal sealed record CampaignRow
{
    public Id<Campaign> Id { get; init; }

    public string Definition { get; init; } = "";

    public string Title { get; init; } = "";

    public DateOnly Period { get; init; }

    public CampaignStatus Status { get; init; }

    public DateTimeOffset LaunchedAt { get; init; }

    public DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? OriginalDueAt { get; init; }

    public Id<Campaign>? Replaces { get; init; }

    public Id<Person> Owner { get; init; }

    public string OwnerName { get; init; } = "";

    public int Population { get; init; }

    public string PopulationHash { get; init; } = "";

    public long StagedSnapshot { get; init; }

    public int StagedOrdinal { get; init; }

    public DateTimeOffset? ReviewCompletedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public Id<Person>? ClosedBy { get; init; }

    public DateTimeOffset? CancelledAt { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? ApprovedAt { get; init; }

    public string? ApprovedByName { get; init; }

    public Campaign Value => new()
    {
        Id = Id,
        Definition = Definition,
        Title = Title,
        Period = Period,
        Status = Status,
        LaunchedAt = LaunchedAt,
        DueAt = DueAt,
        OriginalDueAt = OriginalDueAt,
        Replaces = Replaces,
        Owner = Owner,
        OwnerName = OwnerName,
        Population = Population,
        PopulationHash = PopulationHash.Trim(),
        ReviewCompletedAt = ReviewCompletedAt,
        ClosedAt = ClosedAt,
        ClosedBy = ClosedBy,
        CancelledAt = CancelledAt,
        Reason = Reason,
        ApprovedAt = ApprovedAt,
        ApprovedByName = ApprovedByName,
    };
}
