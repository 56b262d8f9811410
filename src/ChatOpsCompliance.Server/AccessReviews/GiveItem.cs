using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Gives an undecided item to another reviewer: by choice, delegation, a move or departure, or because the first was not sure.</summary>
public static class GiveItem
{
    /// <param name="chosenBy">Null when a rule chose.</param>
    internal static async Task<Result<ItemReassigned>> Run(Tx tx, ReviewItem item, Person to, ReassignCause cause, Words? words, Person? chosenBy, ReportingLines lines)
    {
        var (given, no) = item.Give(to, cause, words, chosenBy, lines);
        if (given is null) return no!;
        // Two pairs of eyes are two people.
        if (item.Stage == 2 && await DecisionStore.FirstBy(tx, item.Campaign, item.Ordinal) == to.Id) return new KeptItFirst(to.Name);
        // The guarded update, not the read above, settles a race.
        if (!await ReassignStore.Record(tx, given))
            return (await ItemStore.One(tx, item.Campaign, item.Ordinal))?.Give(to, cause, words, chosenBy, lines).No ?? new ReviewerChanged();
        tx.Happened(given);
        return given;
    }

    /// <summary>Both reviewers' messages: the new one's is posted if this is their first item.</summary>
    public static async Task Tell(Tx tx, ItemReassigned given, Outbox outbox)
    {
        await outbox.Stand(tx, ReviewDigest.Kind, ReviewDigest.SubjectOf(given.Campaign, given.To), given.To);
        await outbox.Redraw(tx, ReviewDigest.Kind, ReviewDigest.SubjectOf(given.Campaign, given.To));
        await outbox.Redraw(tx, ReviewDigest.Kind, ReviewDigest.SubjectOf(given.Campaign, given.From));
    }
}

public sealed record KeptItFirst(string Name) : Refusal($"{Name} has decided on this once, and the second look is somebody else's. Choose another.");

public sealed record ReviewerChanged() : Refusal("Somebody else changed who reviews this a moment ago. Look again: the newest message shows how it stands.");
