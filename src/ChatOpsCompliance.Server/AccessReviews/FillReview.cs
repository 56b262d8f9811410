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
        return review is null ? no! : new Show(ReviewForm.Page(review.Campaign, review.Ordered, 0));
    }

    /// <summary>One field was changed: saved at once, answered quietly.</summary>
    public static async Task<Result<Reply>> SaveDraft(Tx tx, Visit visit)
    {
        var (review, no) = await ReviewOf(tx, visit);
        if (review is null) return no!;
        await Save(tx, visit, review);
        return new Saved();
    }

    /// <summary>Saves everything on the page and goes where the button says. What is incomplete stays on the page with a sentence beside it.</summary>
    public static async Task<Result<Reply>> TurnPage(Tx tx, Visit visit)
    {
        var (review, no) = await ReviewOf(tx, visit);
        if (review is null) return no!;
        var (mistakes, atOnce) = await Save(tx, visit, review);
        if (mistakes.Count > 0) return new Mistakes(mistakes);
        var ordered = ReviewForm.Order(await ItemStore.Of(tx, review.Campaign.Id, visit.By.Id));
        if (ordered.Count == 0) return new Finish("Everything is decided. Thank you.");
        var to = visit.Values[ReviewVerbs.To];
        var form = to == ReviewForm.ToSign
            ? ReviewForm.Sign(review.Campaign, ordered)
            : ReviewForm.Page(review.Campaign, ordered, PageAfter(visit, atOnce, ReviewForm.Pages(ordered.Count)));
        return new Show(atOnce == 0 ? form : form with { Banner = $"Recorded at once: {ReviewWords.Count(atOnce, "removal", "removals")}." });
    }

    /// <summary>What was decided at once has left the list, so what was on the next page has moved up: nothing is turned past unseen.</summary>
    private static int PageAfter(Visit visit, int atOnce, int pages)
    {
        var (from, to) = (visit.Values.Int(ReviewVerbs.At) ?? 0, visit.Values.Int(ReviewVerbs.To) ?? 0);
        if (to > from) to = Math.Max(0, (to * ReviewForm.PerPage) - atOnce) / ReviewForm.PerPage;
        return Math.Clamp(to, 0, pages - 1);
    }

    internal sealed record Review(Campaign Campaign, IReadOnlyList<ReviewItem> Ordered);

    internal static async Task<Result<Review>> ReviewOf(Read read, Visit visit)
    {
        if (visit.Values.Id<Campaign>(ReviewVerbs.Campaign) is not { } id || await CampaignStore.ById(read, id) is not { } campaign) return new ItemUnknown();
        if (!visit.By.Active) return new NoLongerActive();
        if (campaign.Status != CampaignStatus.Active) return new CampaignNotOpen(campaign.Status);
        var items = await ItemStore.Of(read, id, visit.By.Id);
        if (items.Count == 0) return new NothingForYou(campaign.OwnerName);
        var ordered = ReviewForm.Order(items);
        return ordered.Count == 0 ? new AllDecided() : new Review(campaign, ordered);
    }

    /// <summary>Fields of items that are not this person's any more are passed over: their form was of another time.</summary>
    private static async Task<(Dictionary<string, string> Mistakes, int AtOnce)> Save(Tx tx, Visit visit, Review review)
    {
        var mistakes = new Dictionary<string, string>(StringComparer.Ordinal);
        var atOnce = 0;
        foreach (var item in review.Ordered)
        {
            if (Choice.Parse(visit.Values[ReviewVerbs.ChoiceOf(item.Ordinal)], visit.Values[ReviewVerbs.WordsOf(item.Ordinal)]) is not { } choice) continue;
            if (choice.Check(item.Flagged) is { } incomplete)
            {
                mistakes[incomplete is WordsNeeded ? ReviewVerbs.WordsOf(item.Ordinal) : ReviewVerbs.ChoiceOf(item.Ordinal)] = incomplete.Sentence;
                continue;
            }

            if (item.CountsAtOnce(choice.Decision))
            {
                if ((await DecideItem.Decide(tx, item, choice, visit.By, ReviewForm.Why(item, choice.Decision).Rendering())).Done) atOnce++;
            }
            else if (item.Draft != choice && item.MayAct(visit.By) is null)
            {
                await ItemStore.Draft(tx, item, choice);
            }
        }

        return (mistakes, atOnce);
    }
}

public sealed record NothingForYou(string Owner) : Refusal($"Nothing in this review is yours to decide. {Owner}, who owns it, can say whose it is.");

public sealed record AllDecided() : Refusal("You have decided everything in this review already. Thank you.");
