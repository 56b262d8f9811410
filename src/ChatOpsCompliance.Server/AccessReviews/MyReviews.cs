using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>The command <c>my reviews</c>: every open review in which something waits for this person, the first due first, with a way in.</summary>
public static class MyReviews
{
    public static async Task<Result<Reply>> Answer(Read read, Visit visit)
    {
        var blocks = await Waiting(read, visit);
        return new Tell(blocks.Count == 0
            ? new Card("Nothing waits for your decision", new Paragraph("Nothing waits for your decision. When a review needs you, I write to you."))
            : new Card("Your reviews", blocks));
    }

    internal static async Task<IReadOnlyList<Block>> Waiting(Read read, Visit visit)
    {
        var blocks = new List<Block>();
        foreach (var campaign in await Campaigns(read, visit))
        {
            var tally = await ItemCountStore.Of(read, campaign.Id, visit.By.Id);
            var open = tally.Items - tally.Done;
            if (blocks.Count > 0) blocks.Add(new Divider());
            blocks.Add(new Heading($"{campaign.Title}, {campaign.Period:yyyy-MM-dd}"));
            blocks.Add(new Progress(tally.Done, tally.Items, $"decided{(tally.Drafts > 0 ? $", {Count(tally.Drafts, "choice", "choices")} not signed yet" : "")}"));
            blocks.Add(new Note($"{(read.Now > campaign.DueAt ? "Overdue since" : "Due")} {Day(campaign.DueAt, visit.By.TimeZone)}."));
            blocks.Add(new Buttons(new Button(ReviewVerbs.Open, $"Review {Count(open, "item", "items")}", new Values { [ReviewVerbs.Campaign] = campaign.Id.ToString() }, ButtonStyle.Primary)));
        }

        return blocks;
    }

    private static async Task<IReadOnlyList<Campaign>> Campaigns(Read read, Visit visit)
    {
        var campaigns = new List<Campaign>();
        foreach (var id in await ItemCountStore.WaitingFor(read, visit.By.Id))
            if (await CampaignStore.ById(read, id) is { } campaign) campaigns.Add(campaign);
        return [.. campaigns.OrderBy(c => c.DueAt)];
    }
}
