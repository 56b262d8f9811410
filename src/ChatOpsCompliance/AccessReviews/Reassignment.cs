using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>Why an item went to another reviewer. A persisted format: written into the audit log by name.</summary>
public enum ReassignCause
{
    /// <summary>The campaign owner or compliance chose another reviewer.</summary>
    Chosen,
    Delegated,
    DelegationEnded,
    HolderMoved,
    ReviewerLeft,
    NotSure,
    NotMyPerson,
    SecondStage,
}

/// <summary>
/// The one way in which an undecided item changes its reviewer. Whatever the cause: nobody gets their own access to decide on, nobody chooses
/// who decides on theirs, and whoever is gone or reports to the holder gets nothing.
/// </summary>
public static class Reassignment
{
    /// <param name="chosenBy">Who chose the new reviewer; null when a rule did.</param>
    public static Result<ItemReassigned> Give(this ReviewItem item, Person to, ReassignCause cause, Words? words, Person? chosenBy, ReportingLines lines)
    {
        if (chosenBy is not null && chosenBy.Id == item.Subject) return new ChoosesOwnReviewer();
        if (item.CampaignStatus != CampaignStatus.Active) return new CampaignNotOpen(item.CampaignStatus);
        if (item.Decided is not null) return new AlreadyDecided(item.DecidedByName ?? "Somebody", item.Decided.Text, item.DecidedAt);
        if (item.Outcome != Outcome.Undecided) return new HasItsOutcome(item.Outcome);
        if (to.Id == item.Subject) return new HoldsThisAccess(to.Name);
        if (!to.Active) return new NotInTheRoster(to.Name);
        if (to.Id == item.KeptFirstBy) return new KeptItFirst(to.Name);
        if (to.Id == item.Reviewer) return new ReviewsItAlready(to.Name);
        var everybodyReports = item.Flags.Any(f => f.Kind == FlagKind.ReviewerReportsToSubject);
        if (item.Subject is { } holder && !everybodyReports && lines.ReportsTo(to, holder)) return new ReportsToTheHolder(to.Name, item.SubjectName ?? "the holder");
        return new ItemReassigned(item.Campaign, item.Ordinal, item.Reviewer, to.Id, cause, words);
    }
}

public sealed record ItemReassigned(Id<Campaign> Campaign, int Ordinal, Id<Person> From, Id<Person> To, ReassignCause Cause, Words? Words) : Fact
{
    public override string Kind => "item.reassigned";

    public override string Subject => $"campaign/{Campaign}/{Ordinal}";
}

public sealed record ChoosesOwnReviewer() : Refusal("This is your own access, so you can't choose who decides on it. The compliance team can.");

public sealed record HoldsThisAccess(string Name) : Refusal($"{Name} holds this access, so can't decide on it. Choose somebody else.");

public sealed record NotInTheRoster(string Name) : Refusal($"{Name} is no longer active in the roster. Choose somebody who is.");

public sealed record KeptItFirst(string Name) : Refusal($"{Name} kept this in the first stage, so the second look is somebody else's. Choose another.");

public sealed record ReviewsItAlready(string Name) : Refusal($"{Name} reviews this already.");

public sealed record ReportsToTheHolder(string Name, string Holder) : Refusal($"{Name} reports to {Holder}, who holds this access, so can't decide on it. Choose somebody else.");
