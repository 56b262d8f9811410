using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>
/// Some days after the due date silence counts, where the review says that it revokes: in small steps, each item under its own guard. What must not
/// be revoked by silence stays undecided, for management to respond to. Asking twice revokes once.
/// </summary>
public sealed class ApplyNoResponse(Database database, ReviewBook reviews)
{
    private const int Step = 50;

    public async Task Run(CancellationToken ct = default)
    {
        foreach (var campaign in (await database.Read(CampaignStore.All, ct)).Where(c => c.Status == CampaignStatus.Active))
        {
            for (var after = 0; after >= 0;)
            {
                var from = after;
                after = await database.Bulk(Actor.Service, tx => Settle(tx, campaign.Id, from), ct);
            }
        }
    }

    /// <summary>When silence counts in this campaign, or null when it never revokes.</summary>
    public static DateTimeOffset? CountsAt(Campaign campaign, ReviewBook reviews) =>
        reviews.Find(campaign.Definition) is { NoResponse: NoResponseRule.Revoke } definition ? campaign.DueAt.AddDays(definition.NoResponseAfterDays) : null;

    /// <summary>How many undecided items silence is going to revoke.</summary>
    public static async Task<int> Coming(Read read, Campaign campaign, ReviewBook reviews)
    {
        if (CountsAt(campaign, reviews) is null) return 0;
        var stays = await SettleStore.WithAdministrator(read, campaign.Id);
        var coming = 0;
        for (var after = 0; ;)
        {
            var items = await SettleStore.UndecidedAfter(read, campaign.Id, after, Step * 10);
            coming += items.Count(i => NoResponse.Revokes(i, stays.Contains(i.System)));
            if (items.Count < Step * 10) return coming;
            after = items[^1].Ordinal;
        }
    }

    /// <summary>Settles some items and returns where to go on, or -1. The state is asked again in each step: the review may have been extended or closed.</summary>
    private async Task<int> Settle(Tx tx, Id<Campaign> id, int after)
    {
        if (await CampaignStore.ById(tx, id) is not { Status: CampaignStatus.Active } campaign || CountsAt(campaign, reviews) is not { } at || tx.Now <= at) return -1;
        var stays = await SettleStore.WithAdministrator(tx, id);
        var items = await SettleStore.UndecidedAfter(tx, id, after, Step);
        foreach (var item in items.Where(i => NoResponse.Revokes(i, stays.Contains(i.System))))
        {
            var settled = new ItemSettled(id, item.Ordinal, Outcome.RevokedByNoResponse);
            if (await SettleStore.Record(tx, settled)) tx.Happened(settled);
        }

        return items.Count < Step ? -1 : items[^1].Ordinal;
    }
}
