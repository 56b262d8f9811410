using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>All that one person has in a reviewer's part goes, for one reason: chosen as drafts, except for what counts at once.</summary>
public static class RevokeEverything
{
    public static async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var (review, no) = await ReviewInHand.Of(tx, visit);
        if (review is null) return no!;
        if (review.Items.FirstOrDefault(i => i.Ordinal == visit.Values.Int(ReviewVerbs.Item)) is not { } one) return new ItemUnknown();
        var on = visit.Values[ReviewVerbs.On];
        var items = review.Undecided.Where(i => ReviewWords.Holder(i) == ReviewWords.Holder(one)).ToList();
        if (items.Count == 0) return one.MayAct(visit.By) ?? new NothingToSign() as Refusal;
        if (Choice.Parse(visit.Values[ReviewVerbs.Option], visit.Values[ReviewVerbs.Words]) is not { Decision: Decision.Revoke } choice) return new ReasonNeeded(Decision.Revoke) { Field = ReviewVerbs.Option };
        if (choice.Check(flagged: false) is { } incomplete) return incomplete with { Field = incomplete is WordsNeeded ? ReviewVerbs.Words : ReviewVerbs.Option };
        var form = ReasonForm.RevokeAll(review, items, on);
        var rendering = form.Rendering();
        if (visit.Values[Form.RenderingField] != rendering) return new Show(form with { Banner = "Something changed since you looked: this is how it stands now." });

        var atOnce = 0;
        foreach (var item in items)
        {
            if (item.CountsAtOnce(Decision.Revoke))
            {
                var (decided, refused) = await DecideItem.Decide(tx, item, choice, visit.By, rendering);
                if (decided is null) return refused!;
                atOnce++;
            }
            else if (item.MayAct(visit.By) is { } refused)
            {
                return refused;
            }
            else if (!await ItemStore.Draft(tx, item, choice))
            {
                return new ReviewerChanged();
            }
        }

        return Said(await review.Again(tx), ReviewWords.Holder(one), items.Count, atOnce, ReviewInHand.Numbers(on));
    }

    private static Result<Reply> Said(ReviewInHand review, string holder, int all, int atOnce, IReadOnlyList<int> on)
    {
        var said = $"Chosen for {holder}: all {all} to be removed{(atOnce == all ? ", recorded at once" : atOnce > 0 ? $", {atOnce} of them recorded at once; the rest counts when you sign" : "; it counts when you sign")}.";
        if (review.Undecided.Count == 0) return new Finish($"{said} That was everything, thank you.");
        var form = review.PageOf(on) is { } page ? ReviewForm.Of(review, page) : FillReview.Next(review);
        return new Show(form with { Banner = said });
    }
}
