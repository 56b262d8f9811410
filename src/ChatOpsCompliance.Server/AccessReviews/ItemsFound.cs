using ChatOpsCompliance.AccessReviews;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>A page of items.</summary>
/// <param name="Next">The ordinal behind which to go on; null at the end.</param>
/// <param name="Looked">How many items were looked at, when the page ended for that rather than because it was full; more may follow.</param>
public sealed record ItemsFound(IReadOnlyList<ReviewItem> Items, int? Next, int? Looked);
