using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>
/// One grant of a campaign's frozen population, waiting for its reviewer: undecided → drafted → decided. A draft is nobody's
/// decision; silence is never a keep. Identified by (campaign, ordinal).
/// </summary>
public sealed record ReviewItem
{
    public required Id<Campaign> Campaign { get; init; }

    public required int Ordinal { get; init; }

    public required CampaignStatus CampaignStatus { get; init; }

    public ItemKind Kind { get; init; }

    /// <summary>1, or 2 for the second look at what was flagged and kept.</summary>
    public int Stage { get; init; } = 1;

    /// <summary>For how many grants of the source the item stands: 1, all who match a rule, or 0 when it is about none.</summary>
    public int Covers { get; init; } = 1;

    /// <summary>What is asked, in words, when it is not one grant; null for a grant.</summary>
    public string? Statement { get; init; }

    /// <summary>What was decided on it in the review before, by whom and when; null when nothing was.</summary>
    public string? LastSaid { get; init; }

    public required string System { get; init; }

    public required GrantKey Grant { get; init; }

    public required AccountType AccountType { get; init; }

    /// <summary>The human behind the account, or the owner of a service account; null when nobody was matched.</summary>
    public Id<Person>? Subject { get; init; }

    public string? SubjectName { get; init; }

    public required Id<Person> Reviewer { get; init; }

    public required string ReviewerName { get; init; }

    public bool? Privileged { get; init; }

    public bool? Mfa { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public IReadOnlyList<Flag> Flags { get; init; } = [];

    /// <summary>What helps to decide; filled where the item is shown to its reviewer.</summary>
    public ItemDetails Details { get; init; } = ItemDetails.None;

    public Choice? Draft { get; init; }

    public Choice? Decided { get; init; }

    public Outcome Outcome { get; init; }

    public Id<Person>? DecidedBy { get; init; }

    public string? DecidedByName { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public bool Flagged => Flags.Count > 0;

    /// <summary>Revokes of leavers and of privileged access count at once, signed or not.</summary>
    public bool CountsAtOnce(Decision decision) =>
        decision == Decision.Revoke && (Privileged == true || Flags.Any(f => f.Kind == FlagKind.Leaver));

    /// <summary>A decision, or why there is none. Authority first: who may not act learns nothing of the state.</summary>
    public Result<ItemDecided> Decide(Choice choice, Person by, DateTimeOffset now, string rendering)
    {
        if (MayAct(by) is { } no) return no;
        if (choice.PassesOn) throw new ArgumentException($"{choice.Decision} passes the item on and decides nothing.", nameof(choice));
        if ((Answering.Check(this, choice) ?? choice.Check(Flagged)) is { } incomplete) return incomplete;
        return new ItemDecided(Campaign, Ordinal, choice.Decision, choice.Reason, choice.Words, by.Id, Subject, now, rendering) { To = choice.To };
    }

    /// <summary>Whether this person may change this item now.</summary>
    public Refusal? MayAct(Person by)
    {
        if (Subject == by.Id) return new OwnAccess(ReviewerName);
        if (!by.Active) return new NoLongerActive();
        if (by.Id != Reviewer) return new NotTheReviewer(ReviewerName);
        // Before the state of the review: whoever comes second to its last item is told who was first, not that it is closed.
        if (Decided is not null) return new AlreadyDecided(DecidedByName ?? "Somebody", Decided.Text, DecidedAt);
        if (CampaignStatus != CampaignStatus.Active) return new CampaignNotOpen(CampaignStatus);
        if (Outcome != Outcome.Undecided) return new HasItsOutcome(Outcome);
        return null;
    }
}

public sealed record ItemDecided(Id<Campaign> Campaign, int Ordinal, Decision Decision, string? Reason, Words? Words, Id<Person> By, Id<Person>? About, DateTimeOffset At, string Rendering) : Fact
{
    public override string Kind => "item.decided";

    /// <summary>Of a modification: the entitlement that is to take its place.</summary>
    public string? To { get; init; }

    public override string Subject => $"campaign/{Campaign}/{Ordinal}";
}

public sealed record OwnAccess(string Reviewer) : Refusal($"This is your own access, so you can't decide on it. {Reviewer} can.");

public sealed record NotTheReviewer(string Reviewer) : Refusal($"Only {Reviewer} can decide this item.");

public sealed record NoLongerActive() : Refusal("Your entry in the roster is no longer active, so nothing can be decided with it. Your manager or the compliance team can help.");

public sealed record CampaignNotOpen(CampaignStatus Status)
    : Refusal(Status switch
    {
        CampaignStatus.Closed or CampaignStatus.Approved => "This review is closed; nothing in it can be changed. The compliance team can start a new one.",
        CampaignStatus.Cancelled => "This review was cancelled; nothing in it can be changed. The compliance team can say what comes instead.",
        _ => "This review is not open for decisions. The compliance team can say when it will be.",
    });

public sealed record HasItsOutcome(Outcome Outcome) : Refusal(Outcome switch
{
    Outcome.RemovedBeforeDecision => "This access was removed before anybody decided; there is nothing left to decide.",
    Outcome.Excluded => "This item was taken out of the review; the compliance team can say why.",
    _ => "The time to decide on this item is over; the compliance team can say what follows.",
});

public sealed record AlreadyDecided(string By, string What, DateTimeOffset? At)
    : Refusal($"{By} decided this item already: {What}{(At is { } at ? $", {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "")}.");
