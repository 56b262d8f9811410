using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>The campaign in the compliance channel: how far it is, and whether it ties out. Drawn anew as it moves.</summary>
public sealed class CampaignCard(Outbox outbox)
{
    public const string Kind = "campaign.progress";

    public static async Task<Card?> Draw(Read read, string subject) =>
        await CampaignStore.ById(read, Id<Campaign>.Parse(subject)) is { } campaign ? For(campaign, await CloseCampaign.Recount(read, campaign.Id)) : null;

    public static Card For(Campaign c, TieOut t)
    {
        var decided = t.Population - t.Undecided;
        var title = $"{c.Title}, {c.Period:yyyy-MM-dd}";
        return new(
            $"{title}: {decided} of {t.Population} decided",
            new Heading(title),
            new Progress(decided, t.Population, "decided"),
            new Facts(
                ("Kept", $"{t.Kept}"),
                ("To be removed or changed", $"{t.Revoked + t.Modified + t.RevokedByNoResponse}"),
                ("Removal verified", $"{t.Verified}"),
                ("Removal open", $"{t.Open}"),
                ("State", StateOf(c.Status)),
                ("Owner", c.OwnerName)),
            new Note(c.Status == CampaignStatus.Closed ? $"Closed {c.ClosedAt:yyyy-MM-dd HH:mm} UTC." : $"Due {c.DueAt:yyyy-MM-dd HH:mm} UTC. It is closed in the console, by its owner or a compliance officer."));
    }

    public static string StateOf(CampaignStatus status) => status switch
    {
        CampaignStatus.Staged => "being prepared",
        CampaignStatus.Active => "open for decisions",
        CampaignStatus.Remediating => "all decided, removals under way",
        _ => "closed",
    };

    public Task Send(Tx tx, CampaignLaunched launched) => outbox.StandForCompliance(tx, Kind, launched.Campaign.ToString());

    public Task Redraw(Tx tx, Id<Campaign> campaign) => outbox.Redraw(tx, Kind, campaign.ToString());
}
