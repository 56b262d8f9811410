using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>The question in the compliance channel and with the campaign's owner: what is asked, by whom, why; the answer once it is there.</summary>
public sealed class RequestCard(Outbox outbox)
{
    public const string Kind = "campaign.request";

    public static async Task<Card?> Draw(Read read, string subject)
    {
        if (await RequestStore.One(read, Id<CampaignRequest>.Parse(subject)) is not { } request || await CampaignStore.ById(read, request.Campaign) is not { } campaign) return null;
        var first = request.Items.Count > 0 ? await ItemStore.One(read, request.Campaign, request.Items[0]) : null;
        return For(request, campaign, first);
    }

    /// <param name="first">The first of the items it is about.</param>
    public static Card For(CampaignRequest request, Campaign campaign, ReviewItem? first)
    {
        var title = $"{campaign.Title}: {What(request)}";
        var blocks = new List<Block> { new Heading(title), new Paragraph($"{request.AskedByName} asks{(request.Why is { } why ? $": “{why.Text}”" : ".")}") };
        if (request.Until is { }) blocks.Add(new Note($"It is due {campaign.DueAt:yyyy-MM-dd HH:mm} UTC now."));
        if (first is not null) blocks.Add(new Note($"{Holder(first)}: {Title(first)}{(request.Items.Count > 1 ? $", and {request.Items.Count - 1} more" : "")}"));
        if (request.Status != RequestStatus.Open) blocks.Add(new Note($"{(request.Status == RequestStatus.Approved ? "Approved" : "Refused")} by {request.AnsweredByName ?? "somebody"}{(request.Answer is { } answer ? $": “{answer}”" : ".")}"));
        else
        {
            var values = new Values { [LifeVerbs.Request] = request.Id.ToString() };
            blocks.Add(new Note("Somebody other than who asked must approve: the review's owner, a compliance officer or an executive."));
            blocks.Add(new Buttons(
                new Button(LifeVerbs.ApproveRequest, request.Until is { } until ? $"Approve: due {until:yyyy-MM-dd}" : $"Approve: leave {Count(request.Items.Count, "item", "items")} out", values, ButtonStyle.Primary),
                new Button(LifeVerbs.RefuseRequest, "Refuse…", values, ButtonStyle.Danger)));
        }

        return new(title, blocks);
    }

    /// <summary>What somebody asked for in a review that is still open, and what waits for their answer.</summary>
    public static async Task<IReadOnlyList<Block>> Of(Read read, Visit visit)
    {
        var blocks = new List<Block>();
        foreach (var campaign in (await CampaignStore.All(read)).Where(c => c.Status is CampaignStatus.Active or CampaignStatus.Remediating))
            foreach (var request in await RequestStore.Of(read, campaign.Id))
            {
                if (request.AskedBy == visit.By.Id) blocks.Add(new Facts(($"{campaign.Title}, {What(request)}", request.Status == RequestStatus.Open ? "waits for an answer" : request.Status == RequestStatus.Approved ? "approved" : "refused")));
                else if (request.Status == RequestStatus.Open && (visit.Roles.Compliance || campaign.Owner == visit.By.Id)) blocks.AddRange(For(request, campaign, request.Items.Count > 0 ? await ItemStore.One(read, campaign.Id, request.Items[0]) : null).Blocks.Skip(1).Prepend(new Paragraph($"{campaign.Title}: {What(request)}")));
            }

        return blocks;
    }

    public static string What(CampaignRequest request) =>
        request.Until is { } until ? $"more time, until {until:yyyy-MM-dd HH:mm} UTC" : $"leave {Count(request.Items.Count, "item", "items")} out";

    public async Task Send(Tx tx, RequestAsked asked)
    {
        await outbox.StandForCompliance(tx, Kind, asked.Request.ToString());
        var campaign = (await CampaignStore.ById(tx, asked.Campaign))!;
        if (campaign.Owner != asked.By) await outbox.Stand(tx, Kind, asked.Request.ToString(), campaign.Owner);
    }

    /// <summary>Everybody's copy shows the answer, and whoever asked is told.</summary>
    public async Task Tell(Tx tx, RequestAnswered answered)
    {
        await outbox.Redraw(tx, Kind, answered.Request.ToString());
        var request = (await RequestStore.One(tx, answered.Request))!;
        var campaign = (await CampaignStore.ById(tx, answered.Campaign))!;
        await outbox.PostTo(tx, request.AskedBy, For(request, campaign, null));
    }
}
