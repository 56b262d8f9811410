using System.Globalization;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>What was decided on an item in the review before, as its next reviewer reads it: <c>Keep: on call (Mia Keller, 2026-01-12)</c>.</summary>
/// <param name="By">Whose words it may quote, so that erasing them erases it here.</param>
public sealed record LastSaid(string Text, Id<Person>? By)
{
    /// <summary>Null while nothing became of the item.</summary>
    public static LastSaid? Of(ReviewItem item) => item switch
    {
        { Decided: { } choice, DecidedAt: { } at } => new(string.Create(CultureInfo.InvariantCulture, $"{choice.Text} ({item.DecidedByName ?? "somebody"}, {at.UtcDateTime:yyyy-MM-dd})"), item.DecidedBy),
        { Outcome: Outcome.UndecidedDeviation } => new("nobody decided in time", null),
        { Outcome: Outcome.RevokedByNoResponse } => new("to be removed, since nobody decided in time", null),
        { Outcome: Outcome.RemovedBeforeDecision } => new("removed before anybody decided", null),
        { Outcome: Outcome.Excluded } => new("taken out of the review", null),
        _ => null,
    };
}
