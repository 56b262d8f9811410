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
        await CampaignStore.ById(read, Id<Campaign>.Parse(subject)) is { } campaign ? For(campaign, await CloseCampaign.Standing(read, campaign.Id)) : null;

    public static Card For(Campaign c, TieOut t)
    {
        var decided = t.Population - t.Undecided;
        var title = $"{c.Title}, {c.Period:yyyy-MM-dd}";
        return new(
            $"{title}: {(c.Status is CampaignStatus.Active ? $"{decided} of {t.Population} decided" : StateOf(c.Status))}",
            [
                new Heading(title),
                new Progress(decided, t.Population, "decided"),
                new Facts(
                    ("Kept", $"{t.Kept}"),
                    ("To be removed", $"{t.Revoked + t.Modified + t.RevokedByNoResponse}"),
                    ("Removal verified", $"{t.Verified}"),
                    ("Removal open", $"{t.Open}"),
                    ("State", StateOf(c.Status)),
                    ("Owner", c.OwnerName)),
                new Note(When(c)),
                .. ButtonsFor(c),
            ]);
    }

    private static string When(Campaign c) => c.Status switch
    {
        CampaignStatus.Cancelled => $"Cancelled {c.CancelledAt:yyyy-MM-dd HH:mm} UTC: {c.Reason}",
        CampaignStatus.Approved => $"Closed {c.ClosedAt:yyyy-MM-dd HH:mm} UTC, approved by {c.ApprovedByName ?? "somebody"} {c.ApprovedAt:yyyy-MM-dd HH:mm} UTC.",
        CampaignStatus.Closed => $"Closed {c.ClosedAt:yyyy-MM-dd HH:mm} UTC. It waits for an executive's approval.",
        _ => $"Due {c.DueAt:yyyy-MM-dd HH:mm} UTC{(c.OriginalDueAt is { } first ? $", extended from {first:yyyy-MM-dd HH:mm} UTC" : "")}.{(c.Replaces is null ? "" : " It takes the place of a cancelled one.")} Its owner or a compliance officer leads it.",
    };

    /// <summary>Whoever presses must lead the review; that is looked up then.</summary>
    private static IEnumerable<Block> ButtonsFor(Campaign c)
    {
        var values = new Values { [LifeVerbs.Campaign] = c.Id.ToString() };
        if (c.Status == CampaignStatus.Active) yield return new Buttons(new Button(LifeVerbs.Reassign, "Reassign…", values), new Button(LifeVerbs.Extend, "More time…", values), new Button(LifeVerbs.Exclude, "Leave items out…", values));
        if (c.IsOpen) yield return new Buttons(new Button(LifeVerbs.CloseForm, "Close…", values), new Button(LifeVerbs.Cancel, "Cancel…", values, ButtonStyle.Danger));
        if (c.Status == CampaignStatus.Closed) yield return new Buttons(new Button(LifeVerbs.ApproveForm, "Approve…", values, ButtonStyle.Primary));
    }

    public static string StateOf(CampaignStatus status) => status switch
    {
        CampaignStatus.Staged => "being prepared",
        CampaignStatus.Active => "open for decisions",
        CampaignStatus.Remediating => "all decided, removals under way",
        CampaignStatus.Closed => "closed",
        CampaignStatus.Approved => "closed and approved",
        CampaignStatus.Cancelled => "cancelled",
        _ => throw new InvalidOperationException($"No words for {status}."),
    };

    public Task Send(Tx tx, CampaignLaunched launched) => outbox.StandForCompliance(tx, Kind, launched.Campaign.ToString());

    public Task Redraw(Tx tx, Id<Campaign> campaign) => outbox.Redraw(tx, Kind, campaign.ToString());
}
