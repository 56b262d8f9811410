using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>What happened to a campaign, a line each, in the thread under its card: the card says how it stands, the thread how it came to that.</summary>
public sealed class CampaignHistory(Outbox outbox)
{
    public async Task Note(Tx tx, ReviewSigned signed) => await Say(tx, signed.Campaign, $"{await Name(tx, signed.By)} signed {Count(signed.Items, "decision", "decisions")}.");

    public Task Note(Tx tx, ReviewCompleted completed) => Say(tx, completed.Campaign, "Everything is decided.");

    public async Task Note(Tx tx, RequestAnswered answered)
    {
        var request = (await RequestStore.One(tx, answered.Request))!;
        await Say(tx, answered.Campaign, $"{await Name(tx, answered.By)} {(answered.Approved ? "approved" : "refused")} what {request.AskedByName} asked for: {RequestCard.What(request)}.");
    }

    public async Task Note(Tx tx, CampaignClosed closed) => await Say(tx, closed.Campaign, $"{await Name(tx, closed.By)} closed it{(closed.Response is { } words ? $": “{words.Text}”" : ".")}");

    public async Task Note(Tx tx, CampaignApproved approved) => await Say(tx, approved.Campaign, $"{await Name(tx, approved.By)} approved it{(approved.Open > 0 ? $", with {Count(approved.Open, "removal", "removals")} open" : "")}{(approved.Note is { } words ? $": “{words.Text}”" : ".")}");

    public async Task Note(Tx tx, CampaignCancelled cancelled) => await Say(tx, cancelled.Campaign, $"{await Name(tx, cancelled.By)} cancelled it: “{cancelled.Why.Text}”");

    private Task Say(Tx tx, Id<Campaign> campaign, string what) => outbox.PostUnder(tx, CampaignCard.Kind, campaign.ToString(), new Card(what, new Paragraph(what)));

    private static async Task<string> Name(Read read, Id<Person> person) => (await PeopleStore.ById(read, person))?.Name ?? "Somebody";
}
