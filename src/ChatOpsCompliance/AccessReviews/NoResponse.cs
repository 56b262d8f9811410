using ChatOpsCompliance.Access;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>What silence means once a review is overdue. It is never a keep.</summary>
public enum NoResponseRule
{
    /// <summary>The item stays undecided: a deviation, to which management responds when the review closes.</summary>
    Undecided,

    /// <summary>The access is revoked, except where that could stop a system.</summary>
    Revoke,
}

public static class NoResponse
{
    /// <summary>
    /// Whether silence revokes this item. Never a service account's access, and never the last administrator's of a system; an account whose
    /// privilege is unknown may be that one. What is spared stays undecided.
    /// </summary>
    /// <param name="anAdminStays">Whether the review has kept somebody's access to this system that is, or may be, privileged.</param>
    public static bool Revokes(ReviewItem item, bool anAdminStays) =>
        item.Outcome == Outcome.Undecided && item.Kind == ItemKind.Grant && item.AccountType != AccountType.Service && (item.Privileged == false || anAdminStays);
}

public sealed record SilenceRevokesFirst(int Items, DateTimeOffset At)
    : Refusal($"{Items} undecided {(Items == 1 ? "item is" : "items are")} to be revoked because nobody answered; that happens after {At.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Until then they can be decided or given to somebody else; after it the review can be closed.");
