using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>The verbs of a campaign's life, and the names of the values they carry. Persisted formats. Those that show a form are reached by a button or a link.</summary>
public static class LifeVerbs
{
    public static readonly Verb Reassign = new("campaign.reassign");

    public static readonly Verb ReassignThese = new("campaign.reassign-these");

    public static readonly Verb Give = new("campaign.give");

    public static readonly Verb Exclude = new("campaign.exclude");

    public static readonly Verb ExcludeThese = new("campaign.exclude-these");

    public static readonly Verb AskExclusion = new("campaign.ask-exclusion");

    public static readonly Verb Extend = new("campaign.extend");

    public static readonly Verb AskExtension = new("campaign.ask-extension");

    public static readonly Verb ApproveRequest = new("request.approve");

    public static readonly Verb RefuseRequest = new("request.refuse");

    public static readonly Verb RefuseRequestBecause = new("request.refuse-because");

    public static readonly Verb Cancel = new("campaign.cancel");

    public static readonly Verb CancelBecause = new("campaign.cancel-because");

    public static readonly Verb CloseForm = new("campaign.close-form");

    public static readonly Verb ApproveForm = new("campaign.approve-form");

    public static readonly Verb Approve = new("campaign.approve");

    public static readonly Verb Correct = new("review.correct");

    public static readonly Verb Reopen = new("review.reopen");

    public static readonly Verb Away = new("review.away");

    public static readonly Verb Delegate = new("review.delegate");

    public static readonly Verb Back = new("review.back");

    public const string Campaign = ReviewVerbs.Campaign, Item = ReviewVerbs.Item, Request = "request", Delegation = "delegation",
        Reviewer = "reviewer", System = "system", Text = "text", To = "to", Why = "why", Until = "until", First = "first", Last = "last", Items = "items", At = "page";
}
