using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>A signature makes the drafts it was shown decisions. What the person saw must be what stands there now, or it is shown again.</summary>
public static class SignReview
{
    public static async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var (review, no) = await FillReview.ReviewOf(tx, visit);
        if (review is null) return no!;
        var form = ReviewForm.Sign(review.Campaign, review.Ordered);
        var rendering = form.Rendering();
        if (visit.Values[Form.RenderingField] != rendering) return new Show(form with { Banner = "Something changed since you looked: this is how it stands now. Please look again and sign." });

        var drafts = review.Ordered.Where(i => i.Draft is not null).ToList();
        if (drafts.Count == 0) return new NothingToSign();
        foreach (var item in drafts)
        {
            var (decided, refused) = await DecideItem.Decide(tx, item, item.Draft!, visit.By, rendering);
            if (decided is null) return refused!;
        }

        tx.Happened(new ReviewSigned(review.Campaign.Id, visit.By.Id, drafts.Count, rendering, Signature.Version));
        var revoked = drafts.Count(i => i.Draft!.Decision == Decision.Revoke);
        var open = review.Ordered.Count - drafts.Count;
        return new Finish($"Signed: {drafts.Count - revoked} kept, {revoked} to be removed.{(open > 0 ? $" {ReviewWords.Count(open, "item still waits", "items still wait")} for you." : " That was everything, thank you.")}");
    }
}

public sealed record NothingToSign() : Refusal("There is nothing to sign: choose first what should happen with each access.");
