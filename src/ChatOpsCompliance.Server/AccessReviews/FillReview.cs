using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>The paged form: opened, its choices saved as drafts, pages turned. A draft decides nothing, except where the rules say that it counts at once.</summary>
public static class FillReview
{
    public static async Task<Result<Reply>> Open(Read read, Visit visit)
    {
        var (review, no) = await ReviewOf(read, visit);
        return review is null ? no! : new Show(ReviewForm.Page(review.Campaign, review.Undecided, 0));
    }

    /// <summary>One field was changed: saved as a draft, answered quietly.</summary>
    public static async Task<Result<Reply>> SaveDraft(Tx tx, Visit visit)
    {
        var (review, no) = await ReviewOf(tx, visit);
        if (review is null) return no!;
        var save = new SaveDrafts(tx, visit, decides: false);
        await save.Run(review.Items);
        return save.Mistakes.Count > 0 ? new Mistakes(save.Mistakes) : new Saved();
    }

    /// <summary>Saves everything on the page and goes where the button says. What is incomplete stays on the page with a sentence beside it.</summary>
    public static async Task<Result<Reply>> TurnPage(Tx tx, Visit visit)
    {
        var (review, no) = await ReviewOf(tx, visit);
        if (review is null) return no!;
        var save = new SaveDrafts(tx, visit, decides: true);
        await save.Run(review.Items);
        if (save.Mistakes.Count > 0) return new Mistakes(save.Mistakes);
        var items = ReviewForm.Order((await ItemStore.Of(tx, review.Campaign.Id, visit.By.Id)).Where(i => i.Kind == ItemKind.Grant));
        var undecided = items.Where(i => i.Decided is null).ToList();
        if (undecided.Count == 0) return new Finish($"{save.AtOnce} Everything is decided. Thank you.".Trim());
        var form = visit.Values[ReviewVerbs.To] switch
        {
            ReviewForm.ToSign => ReviewForm.Sign(review.Campaign, undecided),
            ReviewForm.ToNext => ReviewForm.Page(review.Campaign, undecided, PageAfter(visit.Values.Int(ReviewVerbs.Last), items, undecided)),
            _ => ReviewForm.Page(review.Campaign, undecided, visit.Values.Int(ReviewVerbs.To) ?? 0),
        };
        return new Show(form with { Banner = save.AtOnce });
    }

    /// <summary>
    /// The page with the first undecided item behind the last one seen. What counted at once has left the list since, so that page numbers have
    /// moved; nothing is turned past unseen.
    /// </summary>
    private static int PageAfter(int? last, IReadOnlyList<ReviewItem> items, List<ReviewItem> undecided)
    {
        var next = items.SkipWhile(i => i.Ordinal != last).Skip(1).FirstOrDefault(i => i.Decided is null);
        return next is null ? ReviewForm.Pages(undecided.Count) - 1 : undecided.IndexOf(next) / ReviewForm.PerPage;
    }

    /// <param name="Items">All of this reviewer's, in the order of the form.</param>
    internal sealed record Review(Campaign Campaign, IReadOnlyList<ReviewItem> Items)
    {
        public IReadOnlyList<ReviewItem> Undecided { get; } = [.. Items.Where(i => i.Decided is null)];
    }

    internal static async Task<Result<Review>> ReviewOf(Read read, Visit visit)
    {
        if (visit.Values.Id<Campaign>(ReviewVerbs.Campaign) is not { } id || await CampaignStore.ById(read, id) is not { } campaign) return new ItemUnknown();
        if (!visit.By.Active) return new NoLongerActive();
        var items = (await ItemStore.Of(read, id, visit.By.Id)).Where(i => i.Kind == ItemKind.Grant).ToList(); // questions have a form of their own
        if (items.Count == 0) return new NothingForYou(campaign.OwnerName);
        var review = new Review(campaign, ReviewForm.Order(items));
        if (campaign.IsOpen && review.Undecided.Count == 0) return new AllDecided();
        return campaign.Status == CampaignStatus.Active ? review : new CampaignNotOpen(campaign.Status);
    }
}

public sealed record NothingForYou(string Owner) : Refusal($"Nothing in this review is yours to decide. {Owner}, who owns it, can say whose it is.");

public sealed record AllDecided() : Refusal("You have decided everything in this review already. Thank you.");
