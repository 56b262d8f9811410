using ChatOpsCompliance.AccessReviews;

namespace ChatOpsCompliance.Server.Api;

/// <summary>A review as the API and the shell tell it.</summary>
/// <param name="Period">The scheduled date, where the definition lives.</param>
/// <param name="OriginalDueAt">The due date it was launched with, when it was extended since.</param>
internal record CampaignShape(
    Guid Id,
    string Definition,
    string Title,
    DateOnly Period,
    CampaignStatus Status,
    DateTimeOffset LaunchedAt,
    DateTimeOffset DueAt,
    DateTimeOffset? OriginalDueAt,
    Guid Owner,
    string OwnerName,
    int Population,
    string PopulationHash,
    DateTimeOffset? ReviewCompletedAt,
    DateTimeOffset? ClosedAt,
    DateTimeOffset? ApprovedAt,
    string? ApprovedByName,
    DateTimeOffset? CancelledAt,
    Guid? Replaces)
{
    public static CampaignShape Of(Campaign c) => new(
        c.Id.Value, c.Definition, c.Title, c.Period, c.Status, c.LaunchedAt, c.DueAt, c.OriginalDueAt, c.Owner.Value, c.OwnerName, c.Population, c.PopulationHash, c.ReviewCompletedAt, c.ClosedAt, c.ApprovedAt, c.ApprovedByName, c.CancelledAt,
        c.Replaces?.Value);
}
