using ChatOpsCompliance.People;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>Correcting a decision: it is taken back and decided anew, under a new signature. Both decisions stay in the history.</summary>
public static class Correction
{
    /// <param name="removal">Where the removal stands that the decision opened, if it opened one.</param>
    public static Result<ItemReopened> Reopen(this ReviewItem item, Person by, Words? why, Removal? removal)
    {
        if (item.Subject == by.Id) return new OwnAccess(item.ReviewerName);
        if (!by.Active) return new NoLongerActive();
        if (item.Decided is null || item.Outcome == Outcome.Undecided) return new NothingToCorrect();
        if (item.DecidedBy != by.Id) return new NotYourDecision(item.DecidedByName ?? "Whoever decided it");
        if (item.CampaignStatus is not (CampaignStatus.Active or CampaignStatus.Remediating)) return new CampaignNotOpen(item.CampaignStatus);
        if (removal is not (null or Removal.Open or Removal.Withdrawn)) return new RemovedAlready();
        return new ItemReopened(item.Campaign, item.Ordinal, by.Id, why);
    }
}

public sealed record NothingToCorrect() : Refusal("Nothing is decided here yet, so there is nothing to correct.");

public sealed record NotYourDecision(string By) : Refusal($"{By} decided this, so only they can correct it. The compliance team can help when they can't.");

public sealed record RemovedAlready() : Refusal("Somebody has said already that this access was removed. The way back is a new request for access, not a correction.");
