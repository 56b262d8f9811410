using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Closes a campaign when it ties out: counted again from the items, the population hashed again, in the transaction that closes it.</summary>
public sealed class CloseCampaign(ReviewBook reviews)
{
    public async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        if (visit.Values.Id<Campaign>(ReviewVerbs.Campaign) is not { } id || await CampaignStore.ById(tx, id) is not { } campaign) return new ItemUnknown();
        var recount = await Recount(tx, id);
        var (_, hash) = await FrozenPopulation.Hash(tx, id);
        var (closed, no) = campaign.Close(recount, hash, visit.By, visit.Roles.Compliance, Words.Of(visit.Values[ReviewVerbs.Response]), tx.Now);
        if (closed is null) return no is ResponseNeeded ? no with { Field = ReviewVerbs.Response } : no!;
        if (await ApplyNoResponse.Coming(tx, campaign, reviews) is > 0 and var coming) return new SilenceRevokesFirst(coming, ApplyNoResponse.CountsAt(campaign, reviews)!.Value);
        await ItemStore.LeaveUndecided(tx, id);
        if (!await CampaignStore.Close(tx, closed)) return new CampaignNotOpen(CampaignStatus.Closed);
        tx.Happened(closed);
        return new Finish($"Closed: {closed.TieOut.Population} in the population, all accounted for.{(closed.TieOut.Open > 0 ? $" {ReviewWords.Count(closed.TieOut.Open, "removal is still open and stays", "removals are still open and stay")} tracked." : "")}");
    }

    /// <summary>The tie-out as the items have it now, each counted: for closing, and for the report of it.</summary>
    public static async Task<TieOut> Recount(Read read, Id<Campaign> id) => TieOut.Of(await ItemStore.Outcomes(read, id), await RemediationStore.Statuses(read, id));

    /// <summary>The same from the counts that are kept along, for whatever is shown at once.</summary>
    public static async Task<TieOut> Standing(Read read, Id<Campaign> id) => TieOut.Of(await ItemCountStore.Outcomes(read, id), await RemovalCountStore.Statuses(read, id));
}

/// <summary>What else happens when an item gets its outcome: the last one completes the review.</summary>
public static class CompleteReview
{
    public static async Task WhenAllDecided(Tx tx, Id<Campaign> campaign)
    {
        if (await CampaignStore.CompleteReview(tx, campaign)) tx.Happened(new ReviewCompleted(campaign));
    }
}
