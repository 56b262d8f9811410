using ChatOpsCompliance.People;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>How a campaign ends besides closing: cancelled with a reason, or approved by an executive once it is closed.</summary>
public static class CampaignEnd
{
    public static Result<CampaignCancelled> Cancel(this Campaign campaign, Person by, bool isCompliance, Words? why)
    {
        if (!by.Active) return new NoLongerActive();
        if (by.Id != campaign.Owner && !isCompliance) return new NotTheCampaignOwner(campaign.OwnerName, "cancel it");
        if (campaign.Status is not (CampaignStatus.Active or CampaignStatus.Remediating)) return new CampaignNotOpen(campaign.Status);
        if (why is null) return new WhyMissing();
        return new CampaignCancelled(campaign.Id, by.Id, why);
    }

    /// <param name="open">Removals that are not proven yet: the approval says how many it was given with.</param>
    public static Result<CampaignApproved> Approve(this Campaign campaign, Person by, bool isExecutive, int open, Words? note)
    {
        if (!by.Active) return new NoLongerActive();
        if (!isExecutive) return new NotAnExecutive();
        if (campaign.Status == CampaignStatus.Approved) return new ApprovedAlready(campaign.ApprovedByName ?? "Somebody", campaign.ApprovedAt);
        if (campaign.Status != CampaignStatus.Closed) return new NotClosedYet();
        if (campaign.ClosedBy == by.Id) return new ClosedItYourself();
        return new CampaignApproved(campaign.Id, by.Id, open, note);
    }
}

public sealed record CampaignCancelled(Id<Campaign> Campaign, Id<Person> By, Words Why) : Fact
{
    public override string Kind => "campaign.cancelled";

    public override string Subject => $"campaign/{Campaign}";
}

/// <param name="Open">How many removals were open when it was approved.</param>
public sealed record CampaignApproved(Id<Campaign> Campaign, Id<Person> By, int Open, Words? Note) : Fact
{
    public override string Kind => "campaign.approved";

    public override string Subject => $"campaign/{Campaign}";
}

public sealed record NotAnExecutive() : Refusal("Only an executive can approve a closed review (Console:Roles:executive names them).");

public sealed record ApprovedAlready(string By, DateTimeOffset? At) : Refusal($"{By} approved this review already{(At is { } at ? $", {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "")}.");

public sealed record NotClosedYet() : Refusal("This review is not closed yet. Its owner or a compliance officer closes it; then it can be approved.");

public sealed record ClosedItYourself() : Refusal("You closed this review, so another executive must approve it.");
