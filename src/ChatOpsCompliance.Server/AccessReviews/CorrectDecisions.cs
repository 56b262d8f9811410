using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>A reviewer takes decisions back to decide anew: the items are open again, with their signature void. Until they are signed anew they count as undecided.</summary>
public static class CorrectDecisions
{
    /// <summary>No platform shows more boxes in one group (Slack: 10).</summary>
    public const int PerPage = 10;

    public static async Task<Result<Reply>> Ask(Read read, Visit visit)
    {
        var (campaign, no) = await visit.Campaign(read);
        if (campaign is null) return no!;
        if (!visit.By.Active) return new NoLongerActive();
        if (!campaign.IsOpen) return new CampaignNotOpen(campaign.Status);
        var mine = (await ItemStore.Of(read, campaign.Id, visit.By.Id)).Where(i => i.Decided is not null && i.DecidedBy == visit.By.Id).ToList();
        if (mine.Count == 0) return new NothingToCorrect();
        var pages = (mine.Count + PerPage - 1) / PerPage;
        var page = Math.Clamp(visit.Values.Int(LifeVerbs.At) ?? 0, 0, pages - 1);
        var others = new List<Button>();
        if (page > 0) others.Add(Go(campaign, "Back", page - 1));
        if (page < pages - 1) others.Add(Go(campaign, "Next page", page + 1));
        return new Show(new(
            $"{campaign.Title}: change a decision{(pages > 1 ? $", page {page + 1} of {pages}" : "")}",
            [
                new Paragraph("Tick what you want to decide anew. It is open again until you sign it again; both decisions stay in the record. What somebody has removed already can't be changed here."),
                new Tick(LifeVerbs.Items, "Decide anew", [.. mine.Skip(page * PerPage).Take(PerPage).Select(i => new Option(i.Ordinal.ToString(CultureInfo.InvariantCulture), $"{Holder(i)}: {Title(i)} — {i.Decided!.Text}"))]),
                new Write(LifeVerbs.Why, "Why (optional)"),
            ],
            new Button(LifeVerbs.Reopen, "Open what is ticked again", Values.None, ButtonStyle.Primary),
            others,
            new Values { [LifeVerbs.Campaign] = campaign.Id.ToString() }));
    }

    public static async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var (campaign, no) = await visit.Campaign(tx);
        if (campaign is null) return no!;
        var ordinals = visit.Values[LifeVerbs.Items].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (ordinals.Length == 0) return new NothingTickedToCorrect { Field = LifeVerbs.Items };
        foreach (var text in ordinals)
        {
            if (!int.TryParse(text, CultureInfo.InvariantCulture, out var ordinal) || await ItemStore.One(tx, campaign.Id, ordinal) is not { } item) return new ItemUnknown();
            var removal = (await RemediationStore.OfItem(tx, campaign.Id, ordinal))?.Status;
            var (reopened, refused) = item.Reopen(visit.By, Words.Of(visit.Values[LifeVerbs.Why]), removal);
            if (reopened is null) return refused!;
            // The guarded update, not the read above, settles a race.
            if (!await SettleStore.Record(tx, reopened)) return (await ItemStore.One(tx, campaign.Id, ordinal))!.Reopen(visit.By, null, removal).No ?? new NothingToCorrect();
            tx.Happened(reopened);
        }

        await CampaignLifeStore.Reopen(tx, campaign.Id);
        return new Finish($"{Count(ordinals.Length, "item is", "items are")} open again. Decide and sign anew with the button in the review's message.");
    }

    private static Button Go(Campaign campaign, string label, int page) =>
        new(LifeVerbs.Correct, label, new Values { [LifeVerbs.Campaign] = campaign.Id.ToString(), [LifeVerbs.At] = page.ToString(CultureInfo.InvariantCulture) });
}

public sealed record NothingTickedToCorrect() : Refusal("Tick what you want to decide anew.");
