using ChatOpsCompliance.People;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>What is asked for: more time for the review, or that some items are left out of it.</summary>
public enum RequestKind
{
    Extension,
    Exclusion,
}

public enum RequestStatus
{
    Open,
    Approved,
    Refused,
}

/// <summary>Something about a campaign that one person asks for and another must approve: open → approved or refused.</summary>
public sealed record CampaignRequest
{
    public required Id<CampaignRequest> Id { get; init; }

    public required Id<Campaign> Campaign { get; init; }

    public required RequestKind Kind { get; init; }

    /// <summary>Of an extension: the new due date.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Of an exclusion: the items.</summary>
    public IReadOnlyList<int> Items { get; init; } = [];

    public required Words? Why { get; init; }

    public required Id<Person> AskedBy { get; init; }

    public string AskedByName { get; init; } = "";

    public RequestStatus Status { get; init; }

    public string? AnsweredByName { get; init; }

    public string? Answer { get; init; }

    public static Result<RequestAsked> Extend(Id<CampaignRequest> id, Campaign campaign, Person by, bool reviewsOrLeads, DateTimeOffset until, Words? why)
    {
        if (!by.Active) return new NoLongerActive();
        if (!reviewsOrLeads) return new NotPartOfTheReview(campaign.OwnerName);
        if (campaign.Status != CampaignStatus.Active) return new CampaignNotOpen(campaign.Status);
        if (why is null) return new WhyMissing();
        if (until <= campaign.DueAt) return new NotLater(campaign.DueAt);
        if (until > campaign.LaunchedAt.AddDays(ReviewDefinition.MostDays + 1)) return new TooLate(ReviewDefinition.MostDays);
        return new RequestAsked(id, campaign.Id, RequestKind.Extension, until, null, by.Id, why);
    }

    public static Result<RequestAsked> Exclude(Id<CampaignRequest> id, Campaign campaign, Person by, bool leads, IReadOnlyList<ReviewItem> items, Words? why)
    {
        if (!by.Active) return new NoLongerActive();
        if (campaign.Status != CampaignStatus.Active) return new CampaignNotOpen(campaign.Status);
        if (items.Any(i => i.Subject == by.Id)) return new OwnAccessOut();
        if (!leads && items.Any(i => i.Reviewer != by.Id)) return new NotPartOfTheReview(campaign.OwnerName);
        if (items.Count == 0) return new NothingChosen();
        if (why is null) return new WhyMissing();
        return new RequestAsked(id, campaign.Id, RequestKind.Exclusion, null, string.Join(',', items.Select(i => i.Ordinal)), by.Id, why);
    }

    /// <summary>Another person answers: one who leads the review, and who neither asked, holds nor reviews what it is about.</summary>
    /// <param name="about">The items it is about, as they stand now.</param>
    public Result<RequestAnswered> Decide(bool approved, Campaign campaign, Person by, bool mayApprove, IReadOnlyList<ReviewItem> about, Words? why)
    {
        if (!by.Active) return new NoLongerActive();
        if (!mayApprove) return new NotAnApprover(campaign.OwnerName);
        if (Status != RequestStatus.Open) return new AnsweredAlready(AnsweredByName ?? "Somebody", Status);
        if (approved && by.Id == AskedBy) return new AskedItYourself();
        if (about.Any(i => i.Subject == by.Id)) return new OwnAccessOut();
        if (approved && about.Any(i => i.Reviewer == by.Id)) return new ReviewsIt();
        if (approved && campaign.Status != CampaignStatus.Active) return new CampaignNotOpen(campaign.Status);
        if (approved && Until <= campaign.DueAt) return new NotLater(campaign.DueAt);
        if (!approved && why is null) return new WhyMissing();
        return new RequestAnswered(Id, Campaign, approved, by.Id, why);
    }
}

public sealed record RequestAsked(Id<CampaignRequest> Request, Id<Campaign> Campaign, RequestKind What, DateTimeOffset? Until, string? Items, Id<Person> By, Words Why) : Fact
{
    public override string Kind => "request.asked";

    public override string Subject => $"campaign/{Campaign}";
}

public sealed record RequestAnswered(Id<CampaignRequest> Request, Id<Campaign> Campaign, bool Approved, Id<Person> By, Words? Why) : Fact
{
    public override string Kind => "request.answered";

    public override string Subject => $"campaign/{Campaign}";
}

/// <summary>The review is due later. The date it was launched with stays in the reports.</summary>
public sealed record CampaignExtended(Id<Campaign> Campaign, DateTimeOffset From, DateTimeOffset Until, Id<CampaignRequest> Request) : Fact
{
    public override string Kind => "campaign.extended";

    public override string Subject => $"campaign/{Campaign}";
}

public sealed record NotPartOfTheReview(string Owner) : Refusal($"Only its reviewers, {Owner}, who owns this review, or a compliance officer can ask for that.");

public sealed record WhyMissing() : Refusal("Write why.");

public sealed record NotLater(DateTimeOffset Due) : Refusal($"The review is due {Due.UtcDateTime:yyyy-MM-dd HH:mm} UTC; choose a later day.");

public sealed record TooLate(int Days) : Refusal($"A review may be open for {Days} days at most. Choose an earlier day.");

public sealed record NothingChosen() : Refusal("No undecided item fits. Widen the filter.");

public sealed record OwnAccessOut() : Refusal("Some of this is your own access, so you have no say in it. The compliance team can help.");

public sealed record NotAnApprover(string Owner) : Refusal($"Only {Owner}, who owns this review, a compliance officer or an executive can answer this.");

public sealed record AnsweredAlready(string By, RequestStatus Status) : Refusal($"{By} has {(Status == RequestStatus.Approved ? "approved" : "refused")} this already.");

public sealed record AskedItYourself() : Refusal("You asked for it, so somebody else must approve: the review's owner, a compliance officer or an executive.");

public sealed record ReviewsIt() : Refusal("You review some of these items, so somebody who does not must approve: the review's owner, a compliance officer or an executive.");
