namespace ChatOpsCompliance.AccessReviews;

/// <summary>Keeping many at once: only grants that nothing is flagged on, so many at most, each of them shown.</summary>
public static class KeepingTogether
{
    public const int Most = 25;

    /// <summary>Whether an item may be kept as one of many. Anything else is looked at by itself.</summary>
    public static bool Allows(ReviewItem item) => !item.Flagged && item is { Kind: ItemKind.Grant, Stage: 1 };

    public static Refusal? Check(IReadOnlyCollection<ReviewItem> shown) =>
        shown.Count > Most ? new TooManyTogether(shown.Count) : shown.Any(i => !Allows(i)) ? new NotTogether() : null;
}

public sealed record TooManyTogether(int Items) : Refusal($"{Items} are too many to keep at once: at most {KeepingTogether.Most}, all of them on the screen.");

public sealed record NotTogether() : Refusal("Something here is flagged, and what is flagged is decided by itself. Open the review again.");
