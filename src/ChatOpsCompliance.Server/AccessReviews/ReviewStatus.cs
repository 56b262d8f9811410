using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>
/// The command <c>status</c>: how the open reviews stand. Compliance, executives and auditors see all of them, an owner their own, everybody
/// else those they have a part in, and of these only their part.
/// </summary>
/// <param name="publicAddress">Where people reach the console.</param>
public sealed class ReviewStatus(Uri publicAddress)
{
    /// <summary>So many reviewers who still have something to decide are named; the rest are counted.</summary>
    private const int Named = 8;

    public async Task<Result<Reply>> Answer(Read read, Visit visit)
    {
        var blocks = await All(read, visit);
        return new Tell(blocks.Count == 0
            ? new Card("No review is open", new Paragraph("No review is open in which you have a part."))
            : new Card("How the reviews stand", blocks));
    }

    internal async Task<IReadOnlyList<Block>> ForWhoSeesAll(Read read, Visit visit) => visit.Roles.SeesAll ? await All(read, visit) : [];

    private async Task<IReadOnlyList<Block>> All(Read read, Visit visit)
    {
        var blocks = new List<Block>();
        foreach (var campaign in (await CampaignStore.All(read)).Where(c => c.Status is CampaignStatus.Active or CampaignStatus.Remediating).OrderBy(c => c.DueAt))
        {
            var part = await Part(read, visit, campaign);
            if (blocks.Count > 0 && part.Count > 0) blocks.Add(new Divider());
            blocks.AddRange(part);
        }

        return blocks;
    }

    private async Task<IReadOnlyList<Block>> Part(Read read, Visit visit, Campaign campaign)
    {
        var heading = new Heading($"{campaign.Title}, {campaign.Period:yyyy-MM-dd}");
        var due = new Note($"{(read.Now > campaign.DueAt ? "Was due" : "Due")} {Day(campaign.DueAt, visit.By.TimeZone)}. Owner: {campaign.OwnerName}.");
        if (campaign.Owner == visit.By.Id || visit.Roles.SeesAll)
        {
            var t = await CloseCampaign.Standing(read, campaign.Id);
            var facts = new Facts(
                ("Kept", $"{t.Kept}"),
                ("To be removed or changed", $"{t.Revoked + t.Modified + t.RevokedByNoResponse}"),
                ("Proven gone", $"{t.Verified + t.ConfirmedByInspection}"),
                ("Still open", $"{t.Open}"));
            return [heading, new Progress(t.Population - t.Undecided, t.Population, "decided"), facts, .. Missing(await ItemCountStore.ByReviewer(read, campaign.Id)), due, new Links([new("Open it in the console", new(publicAddress, $"console/campaigns/{campaign.Id}")), new("Reports", new(publicAddress, "console/reports"))])];
        }

        var tally = await ItemCountStore.Of(read, campaign.Id, visit.By.Id);
        return tally.Items == 0 ? [] : [heading, new Progress(tally.Done, tally.Items, "of yours decided"), due];
    }

    private static IEnumerable<Block> Missing(IReadOnlyList<ItemCountStore.Tally> reviewers)
    {
        var waiting = reviewers.Where(r => r.Done < r.Items).OrderByDescending(r => r.Items - r.Done).ToList();
        if (waiting.Count == 0) yield break;
        var more = waiting.Count > Named ? $" and {waiting.Count - Named} more people" : "";
        yield return new Paragraph($"Waiting for {string.Join(", ", waiting.Take(Named).Select(r => $"{r.Name} ({r.Items - r.Done})"))}{more}.");
    }
}
