using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.EmergencyChanges;

/// <summary>
/// Who can't be an independent approver of a change: whoever asked, every author of a commit since the last approved deployment, and whoever stands in for
/// one of them. Counted in persons, however many accounts each has. What is not known refuses.
/// </summary>
public sealed record Independence
{
    public required AuthorsKnown State { get; init; }

    /// <summary>Why the authors are not known.</summary>
    public string? Why { get; init; }

    /// <summary>The platform accounts that wrote it, each with the person behind it; null is nobody known.</summary>
    public IReadOnlyList<(string Account, Id<Person>? Person)> Authors { get; init; } = [];

    /// <summary>Absences that run now.</summary>
    public IReadOnlyList<Delegation> Absences { get; init; } = [];

    /// <summary>Why this person's word would not be independent; null when it would be.</summary>
    public Refusal? Refuses(Person by, Id<Person> requester)
    {
        if (by.Id == requester) return new RequesterCannotApprove();
        if (StandsInFor(by, requester)) return new StandInCannotApprove("asked for it");
        if (State == AuthorsKnown.NotYet) return new AuthorsNotReadYet();
        if (State == AuthorsKnown.No) return new AuthorsUnknown(Why ?? "the source does not say who wrote it");
        foreach (var (account, person) in Authors)
        {
            if (person is not { } author) return new AuthorUnknown(account);
            if (by.Id == author) return new AuthorCannotApprove(account);
            if (StandsInFor(by, author)) return new StandInCannotApprove($"wrote some of it ({account})");
        }

        return null;
    }

    private bool StandsInFor(Person by, Id<Person> of) => Absences.Any(a => a.From == of && a.To == by.Id);
}

/// <summary>Whether the source has said who wrote what is to be deployed.</summary>
public enum AuthorsKnown
{
    NotYet,
    Yes,
    No,
}

public sealed record RequesterCannotApprove() : Refusal("You asked for this change, so somebody else has to approve it.");

public sealed record AuthorCannotApprove(string Account) : Refusal($"You wrote some of what is to be deployed (as {Account}), so somebody else has to approve it.");

public sealed record StandInCannotApprove(string Why) : Refusal($"You stand in for somebody who {Why}, so somebody else has to approve it.");

public sealed record AuthorsNotReadYet() : Refusal("Who wrote it is being read from the source just now, and nobody can approve before that is known. Try again in a moment.");

public sealed record AuthorsUnknown(string Why) : Refusal($"Nobody can be shown to be independent: {Why}. Compliance can help; where the policy allows it, break-glass is the other way.");

public sealed record AuthorUnknown(string Account) : Refusal($"Nobody knows which person is behind {Account}, who wrote some of it, so nobody can be shown to be independent. Compliance can match the account (the system's accounts, “my tasks”).");
