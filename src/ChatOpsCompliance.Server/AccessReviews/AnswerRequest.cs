using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Another person approves or refuses what was asked for; approving makes it so, in the same transaction.</summary>
public static class AnswerRequest
{
    public static async Task<Result<Reply>> Approve(Tx tx, Visit visit)
    {
        var (request, answered, no) = await Decide(tx, visit, approved: true);
        if (answered is null) return no!;
        if (request!.Kind == RequestKind.Extension) return await Extend(tx, request);

        var left = 0;
        foreach (var ordinal in request.Items)
        {
            var settled = new ItemSettled(request.Campaign, ordinal, Outcome.Excluded, visit.By.Id, request.Why);
            if (!await SettleStore.Record(tx, settled)) continue; // decided meanwhile: the decision stands
            tx.Happened(settled);
            left++;
        }

        return new Finish($"Approved: {Count(left, "item is", "items are")} left out.{(left < request.Items.Count ? $" {Count(request.Items.Count - left, "other has", "others have")} an outcome already and stay as they are." : "")}");
    }

    /// <summary>Asks why.</summary>
    public static async Task<Result<Reply>> AskWhyNot(Read read, Visit visit)
    {
        if (await Find(read, visit) is not { } request) return new RequestUnknown();
        return new Show(new(
            "Refuse this",
            [new Paragraph(RequestCard.What(request)), new Write(LifeVerbs.Why, "Why not") { Required = true }],
            new Button(LifeVerbs.RefuseRequestBecause, "Refuse it", Values.None, ButtonStyle.Danger),
            [],
            new Values { [LifeVerbs.Request] = request.Id.ToString() }));
    }

    public static async Task<Result<Reply>> Refuse(Tx tx, Visit visit)
    {
        var (_, answered, no) = await Decide(tx, visit, approved: false);
        return answered is null ? no is WhyMissing ? no with { Field = LifeVerbs.Why } : no! : new Finish("Refused. Nothing has changed.");
    }

    private static async Task<(CampaignRequest? Request, RequestAnswered? Answered, Refusal? No)> Decide(Tx tx, Visit visit, bool approved)
    {
        if (await Find(tx, visit) is not { } request) return (null, null, new RequestUnknown());
        var campaign = (await CampaignStore.ById(tx, request.Campaign))!;
        var about = new List<ReviewItem>();
        foreach (var ordinal in request.Items)
            if (await ItemStore.One(tx, request.Campaign, ordinal) is { } item) about.Add(item);
        var (answered, no) = request.Decide(approved, campaign, visit.By, visit.Leads(campaign) || visit.Roles.Executive, about, Words.Of(visit.Values[LifeVerbs.Why]));
        if (answered is null) return (request, null, no);
        // The guarded update, not the read above, settles who of two was first.
        if (!await RequestStore.Record(tx, answered)) return (request, null, new AnsweredAlready("Somebody", RequestStatus.Approved));
        tx.Happened(answered);
        return (request, answered, null);
    }

    private static async Task<Result<Reply>> Extend(Tx tx, CampaignRequest request)
    {
        var campaign = (await CampaignStore.ById(tx, request.Campaign))!;
        var extended = new CampaignExtended(campaign.Id, campaign.DueAt, request.Until!.Value, request.Id);
        if (!await CampaignLifeStore.Record(tx, extended)) return new CampaignNotOpen(CampaignStatus.Closed);
        tx.Happened(extended);
        return new Finish($"Approved: {campaign.Title} is due {extended.Until:yyyy-MM-dd HH:mm} UTC now.");
    }

    private static async Task<CampaignRequest?> Find(Read read, Visit visit) => visit.Values.Id<CampaignRequest>(LifeVerbs.Request) is { } id ? await RequestStore.One(read, id) : null;
}

public sealed record RequestUnknown() : Refusal("This request is not known; open it from the newest message.");
