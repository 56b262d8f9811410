using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Cancelling a campaign with a reason, and an executive's approval of one that is closed. The form to close stands here too; closing is <see cref="CloseCampaign"/>.</summary>
public static class EndCampaign
{
    public static async Task<Result<Reply>> AskCancel(Read read, Visit visit)
    {
        var (campaign, no) = await visit.Led(read, "cancel it");
        if (campaign is null) return no!;
        var tally = await CloseCampaign.Standing(read, campaign.Id);
        return new Show(new(
            $"{campaign.Title}: cancel",
            [
                new Paragraph($"{tally.Population - tally.Undecided} of {Count(tally.Population, "item is", "items are")} decided. Nothing more can be decided in a cancelled review; what was revoked is still removed. Its period can be launched again, naming this one."),
                new Write(LifeVerbs.Why, "Why it is cancelled") { Required = true },
            ],
            new Button(LifeVerbs.CancelBecause, "Cancel the review", Values.None, ButtonStyle.Danger),
            [],
            Of(campaign)));
    }

    public static async Task<Result<Reply>> Cancel(Tx tx, Visit visit)
    {
        var (campaign, no) = await visit.Campaign(tx);
        if (campaign is null) return no!;
        var (cancelled, refused) = campaign.Cancel(visit.By, visit.Roles.Compliance, Words.Of(visit.Values[LifeVerbs.Why]));
        if (cancelled is null) return refused is WhyMissing ? refused with { Field = LifeVerbs.Why } : refused!;
        if (!await CampaignLifeStore.Record(tx, cancelled)) return new CampaignNotOpen(CampaignStatus.Cancelled);
        tx.Happened(cancelled);
        return new Finish($"Cancelled. To launch {campaign.Period:yyyy-MM-dd} again: campaign launch {campaign.Definition} --period {campaign.Period:yyyy-MM-dd} --replaces {campaign.Id}");
    }

    public static async Task<Result<Reply>> AskClose(Read read, Visit visit)
    {
        var (campaign, no) = await visit.Led(read, "close it");
        if (campaign is null) return no!;
        var tally = await CloseCampaign.Standing(read, campaign.Id);
        return new Show(new(
            $"{campaign.Title}: close",
            [
                .. Counted(tally),
                .. tally.Undecided > 0
                    ? new Block[]
                    {
                        new Paragraph($"{Count(tally.Undecided, "item is", "items are")} undecided. After {campaign.DueAt:yyyy-MM-dd HH:mm} UTC it can be closed so, as a deviation, to which management responds."),
                        new Write(ReviewVerbs.Response, "Management's response", Long: true, Most: 3000) { Required = true },
                    }
                    : [],
            ],
            new Button(ReviewVerbs.Close, "Close the review", Values.None, ButtonStyle.Primary),
            [],
            Of(campaign)));
    }

    public static async Task<Result<Reply>> AskApprove(Read read, Visit visit)
    {
        var (campaign, no) = await visit.Campaign(read);
        if (campaign is null) return no!;
        var tally = await CloseCampaign.Standing(read, campaign.Id);
        if (campaign.Approve(visit.By, visit.Roles.Executive, tally.Open, null).No is { } refused) return refused;
        return new Show(new(
            $"{campaign.Title}: approve",
            [
                .. Counted(tally),
                .. tally.Open > 0 ? new Block[] { new Paragraph($"{Count(tally.Open, "removal is", "removals are")} not proven yet. Approving says that you know.") } : [],
                new Write(LifeVerbs.Why, "Remark (optional)", Long: true, Most: 3000),
            ],
            new Button(LifeVerbs.Approve, tally.Open > 0 ? $"Approve, with {Count(tally.Open, "removal", "removals")} open" : "Approve", Values.None, ButtonStyle.Primary),
            [],
            Of(campaign)));
    }

    public static async Task<Result<Reply>> Approve(Tx tx, Visit visit)
    {
        var (campaign, no) = await visit.Campaign(tx);
        if (campaign is null) return no!;
        var open = (await CloseCampaign.Standing(tx, campaign.Id)).Open;
        var (approved, refused) = campaign.Approve(visit.By, visit.Roles.Executive, open, Words.Of(visit.Values[LifeVerbs.Why]));
        if (approved is null) return refused!;
        if (!await CampaignLifeStore.Record(tx, approved)) return new ApprovedAlready("Somebody", null);
        tx.Happened(approved);
        return new Finish($"Approved{(open > 0 ? $", with {Count(open, "removal", "removals")} still open" : "")}. Thank you.");
    }

    private static Values Of(Campaign campaign) => new() { [LifeVerbs.Campaign] = campaign.Id.ToString() };

    private static IEnumerable<Block> Counted(TieOut tally) => [.. tally.Equations().Select(line => new Paragraph($"{line}.")), new Note(tally.Difference is { } difference ? $"This does not tie out: {difference}." : "Everything is accounted for.")];
}
