using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Which items of a campaign are looked for. What is null or false does not narrow.</summary>
/// <param name="Text">A part of the account, the entitlement or the holder's name; upper and lower case are the same.</param>
public sealed record ItemFilter(Outcome? Outcome = null, bool Flagged = false, Id<Person>? Reviewer = null, string? Text = null)
{
    public static readonly ItemFilter None = new();
}
