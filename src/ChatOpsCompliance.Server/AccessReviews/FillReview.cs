using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>The screens of a review: opened, their choices saved as drafts, pages turned. A draft decides nothing, except where the rules say that it counts at once.</summary>
public sealed class FillReview(PassOn passOn)
{
    /// <summary>The first screen with something not chosen yet; the signature when nothing is left to choose.</summary>
    public static async Task<Result<Reply>> Open(Read read, Visit visit)
    {
        var (review, no) = await ReviewInHand.Of(read, visit);
        return review is null ? no! : new Show(Next(review));
    }

    /// <summary>One field was changed: saved as a draft, answered quietly unless the screen has to look different now.</summary>
    public async Task<Result<Reply>> SaveDraft(Tx tx, Visit visit)
    {
        var (review, no) = await ReviewInHand.Of(tx, visit);
        if (review is null) return no!;
        var save = new SaveDrafts(tx, visit, passOn, decides: false);
        await save.Run(review);
        if (save.Mistakes.Count > 0) return new Mistakes(save.Mistakes);
        if (!save.Redraws && !save.AsksMore) return new Saved();
        review = await review.Again(tx);
        return review.PageOf(ReviewInHand.Numbers(visit.Values[ReviewVerbs.On])) is { } page ? new Show(ReviewForm.Of(review, page)) : new Saved();
    }

    /// <summary>Saves everything on the screen and goes where the button says. What is incomplete stays on the screen with a sentence beside it.</summary>
    public async Task<Result<Reply>> TurnPage(Tx tx, Visit visit)
    {
        var (review, no) = await ReviewInHand.Of(tx, visit);
        if (review is null) return no!;
        var save = new SaveDrafts(tx, visit, passOn, decides: true);
        await save.Run(review);
        if (save.Mistakes.Count > 0 && save.AtOnce is null) return new Mistakes(save.Mistakes);
        review = await review.Again(tx);
        // What was recorded has left the screen: a form as it was typed would show it still.
        if (save.Mistakes.Count > 0) return new Show(Next(review) with { Banner = $"{save.AtOnce} {string.Join(' ', save.Mistakes.Values.Distinct())}" });
        if (review.Undecided.Count == 0) return new Finish($"{save.AtOnce} Nothing is left for you to decide here. Thank you.".Trim());

        var here = review.PageOf(ReviewInHand.Numbers(visit.Values[ReviewVerbs.On]));
        var (goesOn, signs) = (visit.Values[ReviewVerbs.To] is ReviewForm.ToNext or ReviewForm.ToSignPage, visit.Values[ReviewVerbs.To] == ReviewForm.ToSign);
        if (here is not null && (goesOn || signs))
        {
            if (save.AsksMore) return new Show(ReviewForm.Of(review, here) with { Banner = $"{save.AtOnce} One more thing: say the rest of what you chose below.".Trim() });
            if (goesOn && visit.Values.Has(ReviewVerbs.ByTicks))
            {
                if (await Keep(tx, visit, review, here, save.Redraws) is { } again) return again;
                review = await review.Again(tx);
            }
        }

        return Go(review, visit, save.AtOnce);
    }

    /// <summary>The screen to go on with.</summary>
    internal static Form Next(ReviewInHand review) =>
        review.Pages.FirstOrDefault(p => p.Items.Any(i => i.Draft?.Check(i.Flagged) is not null || i.Draft is null)) is { } page ? ReviewForm.Of(review, page) : SignForm.Of(review, "");

    /// <summary>What the button of a page of ticks says it does, if that is what stands there now: what is not ticked is kept.</summary>
    private static async Task<Result<Reply>?> Keep(Tx tx, Visit visit, ReviewInHand review, ReviewPage page, bool changed)
    {
        var form = ReviewForm.Of(review, page);
        if (changed || !page.ByTicks || visit.Values[Form.RenderingField] != form.Rendering())
            return new Show(form with { Banner = "Please look once more and press again: now the button says what is ticked." });
        if (Together.May(new(Decision.Keep, null, null), page.Items) is { } no) return no;
        if (page.Items.FirstOrDefault(i => i.Draft?.Decision == Decision.Revoke && i.Draft.Check(i.Flagged) is not null) is { } unsaid)
            return new Mistakes(new Dictionary<string, string> { [ReviewVerbs.Why] = unsaid.Draft!.Check(unsaid.Flagged)!.Sentence });
        foreach (var item in page.Items.Where(i => i.Draft is null))
            if (item.MayAct(visit.By) is { } refused) return refused;
            else if (!await ItemStore.Draft(tx, item, new(Decision.Keep, null, null))) return new ReviewerChanged();
        return null;
    }

    private static Result<Reply> Go(ReviewInHand review, Visit visit, string? saved)
    {
        var on = visit.Values[ReviewVerbs.On];
        var who = review.Items.FirstOrDefault(i => i.Ordinal == visit.Values.Int(ReviewVerbs.Item)) is { } one ? ReviewWords.Holder(one) : null;
        var theirs = review.Undecided.Where(i => ReviewWords.Holder(i) == who).ToList();
        var form = visit.Values[ReviewVerbs.To] switch
        {
            ReviewForm.ToSign => SignForm.Of(review, visit.Values[ReviewVerbs.Scope]),
            ReviewForm.ToSignPage => SignForm.Of(review, SignForm.ScopeOfPage(on)),
            ReviewForm.ToRevokeAll when theirs.Count > 0 => ReasonForm.RevokeAll(review, theirs, on),
            ReviewForm.ToApart when theirs.Count > 0 => Apart(review, theirs, ReviewInHand.Numbers(on)),
            ReviewForm.ToNext => review.After(ReviewInHand.Numbers(on)) is { } next ? ReviewForm.Of(review, next) : SignForm.Of(review, ""),
            _ => ReviewForm.Of(review, review.Pages[Math.Clamp(visit.Values.Int(ReviewVerbs.To) ?? 0, 0, review.Pages.Count - 1)]),
        };
        return new Show(form with { Banner = saved });
    }

    private static Form Apart(ReviewInHand review, IReadOnlyList<ReviewItem> theirs, IReadOnlyList<int> on)
    {
        var wanted = theirs.Where(i => on.Contains(i.Ordinal)).Select(i => i.Ordinal).ToList();
        var apart = review.WithApart(wanted);
        return ReviewForm.Of(apart, apart.Pages.First(p => p.Items.Any(i => wanted.Count == 0 || wanted.Contains(i.Ordinal))));
    }
}

public sealed record NothingForYou(string Owner) : Refusal($"Nothing in this review is yours to decide. {Owner}, who owns it, can say whose it is.");

public sealed record AllDecided() : Refusal("You have decided everything in this review already. Thank you.");
