using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>What the acts of a campaign's owner begin with: which campaign, and whether it is theirs to lead.</summary>
internal static class LeadCampaign
{
    public static bool Leads(this Visit visit, Campaign campaign) => visit.By.Active && (visit.By.Id == campaign.Owner || visit.Roles.Compliance);

    public static async Task<Result<Campaign>> Campaign(this Visit visit, Read read) =>
        visit.Values.Id<Campaign>(LifeVerbs.Campaign) is { } id && await CampaignStore.ById(read, id) is { } campaign ? campaign : new ItemUnknown();

    /// <summary>An open campaign that this person leads.</summary>
    /// <param name="what">What they want to do with it, as the refusal says it.</param>
    public static async Task<Result<Campaign>> Led(this Visit visit, Read read, string what)
    {
        var (campaign, no) = await visit.Campaign(read);
        if (campaign is null) return no!;
        if (!visit.By.Active) return new NoLongerActive();
        if (!visit.Leads(campaign)) return new NotTheCampaignOwner(campaign.OwnerName, what);
        return campaign.IsOpen ? campaign : new CampaignNotOpen(campaign.Status);
    }
}
