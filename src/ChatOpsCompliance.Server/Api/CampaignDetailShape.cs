using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.AccessReviews;

namespace ChatOpsCompliance.Server.Api;

/// <summary>One review, with how its numbers tie out and how far its reviewers are.</summary>
internal sealed record CampaignDetailShape(CampaignShape Campaign, TieOutShape TieOut, IReadOnlyList<ReviewerShape> Reviewers)
{
    public static CampaignDetailShape Of(Campaign campaign, TieOut tie, IReadOnlyList<ItemCountStore.Tally> reviewers) =>
        new(CampaignShape.Of(campaign), TieOutShape.Of(tie), [.. reviewers.Select(r => new ReviewerShape(r.Reviewer.Value, r.Name, r.Items, r.Done, r.Drafts))]);
}

/// <param name="Drafts">Chosen and not signed.</param>
internal sealed record ReviewerShape(Guid Reviewer, string Name, int Items, int Decided, int Drafts);

/// <summary>What a review closes on, counted from the items now.</summary>
/// <param name="Difference">The sentence that says which equation does not hold; null when it ties out.</param>
internal sealed record TieOutShape(
    int Population,
    int Kept,
    int Revoked,
    int Modified,
    int RevokedByNoResponse,
    int UndecidedDeviation,
    int RemovedBeforeDecision,
    int Excluded,
    int Undecided,
    int RemovalsVerified,
    int RemovalsConfirmedByInspection,
    int RisksAccepted,
    int RemovalsOpen,
    bool TiesOut,
    string? Difference)
{
    public static TieOutShape Of(TieOut t) => new(
        t.Population, t.Kept, t.Revoked, t.Modified, t.RevokedByNoResponse, t.UndecidedDeviation, t.RemovedBeforeDecision, t.Excluded, t.Undecided, t.Verified, t.ConfirmedByInspection, t.RiskAccepted, t.Open, t.Difference is null, t.Difference);
}
