using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>
/// A signature makes the drafts it was shown decisions: all of them, those of a system, or those of a page. What the person saw must be what
/// stands there now, or it is shown again.
/// </summary>
public sealed class SignReview(PassOn passOn)
{
    public async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var (review, no) = await ReviewInHand.Of(tx, visit);
        if (review is null) return no!;
        var scope = visit.Values[ReviewVerbs.Scope];
        var form = SignForm.Of(review, scope);
        var rendering = form.Rendering();
        if (visit.Values[Form.RenderingField] != rendering) return new Show(form with { Banner = "Something changed since you looked: this is how it stands now. Please look again and sign." });

        var chosen = SignForm.Chosen(review, scope);
        if (chosen.Count == 0) return new NothingToSign();
        // Passed on first: with the last decision the review may be over.
        foreach (var item in chosen.OrderByDescending(i => i.Draft!.PassesOn))
        {
            var refused = item.Draft!.PassesOn ? (await passOn.Run(tx, item, item.Draft, visit.By)).No : (await DecideItem.Decide(tx, item, item.Draft, visit.By, rendering)).No;
            if (refused is not null) return refused;
        }

        var decided = chosen.Count(i => !i.Draft!.PassesOn);
        if (decided > 0) tx.Happened(new ReviewSigned(review.Campaign.Id, visit.By.Id, decided, rendering, Signature.Version));
        var open = review.Undecided.Count - chosen.Count;
        if (open == 0) return new Finish($"{Said(chosen)} That was everything, thank you.");
        var left = await review.Again(tx);
        if (scope.Length > 0) return new Show(FillReview.Next(left) with { Banner = Said(chosen) });
        return SignForm.Chosen(left, scope).Count > 0
            ? new Show(SignForm.Of(left, scope) with { Banner = Said(chosen) })
            : new Finish($"{Said(chosen)} {ReviewWords.Count(open, "item still waits", "items still wait")} for you.");
    }

    private static string Said(IReadOnlyList<ReviewItem> chosen)
    {
        int Of(Func<Choice, bool> which) => chosen.Count(i => which(i.Draft!));
        var (changed, passed) = (Of(c => c.Decision == Decision.Modify), Of(c => c.PassesOn));
        return $"Signed: {Of(c => c.Decision == Decision.Keep)} kept, {Of(c => c.Decision == Decision.Revoke)} to be removed{(changed > 0 ? $", {changed} to be changed" : "")}{(passed > 0 ? $"; passed on: {passed}" : "")}.";
    }
}

public sealed record NothingToSign() : Refusal("There is nothing to sign: choose first what should happen with each access.");
