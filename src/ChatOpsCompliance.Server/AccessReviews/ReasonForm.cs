using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Asks for what is missing of a decision that a button began. Pure functions of state.</summary>
internal static class ReasonForm
{
    /// <summary>The reason of one decision made by a button on a message.</summary>
    public static Form Why(ReviewItem item, Decision decision)
    {
        var verb = decision == Decision.Keep ? "Keep" : "Revoke";
        return Asking(item, $"{verb} this access", $"{verb} {Title(item)}", new Choose(ReviewVerbs.Option, "Why?", ReasonsTo(decision, other: true), null) { Required = true }, $"{verb} it", decision == Decision.Revoke ? ButtonStyle.Danger : ButtonStyle.Primary, $"By pressing the button I say: “{Signature.Text}”");
    }

    /// <summary>Everything that can be said of one item.</summary>
    /// <param name="targets">What else there is on the system.</param>
    public static Form Any(ReviewItem item, IReadOnlyList<Option> targets)
    {
        var form = Asking(item, "Decide on this access", Title(item), new Choose(ReviewVerbs.Option, "What should happen?", Options(item), null) { Required = true }, "Record it", ButtonStyle.Primary, $"By deciding I say: “{Signature.Text}” Passing it on decides nothing.");
        if (targets.Count == 0) return form;
        var change = new Choose(ReviewVerbs.Target, "If it should change: to what?", targets, null);
        return form with { Blocks = [.. form.Blocks.Take(4), change, .. form.Blocks.Skip(4)] };
    }

    /// <summary>Everything that one person has in a review, to be revoked together: all of it is shown.</summary>
    public static Form RevokeAll(ReviewInHand review, IReadOnlyList<ReviewItem> items, string on)
    {
        var holder = Holder(items[0]);
        return new(
            $"Revoke everything of {holder}",
            [
                new Heading(holder),
                .. items.Select(i => new Paragraph($"{Title(i)}{(i.Flagged ? $". Flagged: {Flags(i)}" : "")}")),
                new Choose(ReviewVerbs.Option, "Why?", ReasonsTo(Decision.Revoke, other: true), null) { Required = true },
                new Write(ReviewVerbs.Words, "Reason in your own words"),
                new Note("It counts when you sign; privileged access, and access of somebody who left, at once."),
            ],
            new Button(ReviewVerbs.RevokeAll, $"Revoke all {items.Count}", Values.None, ButtonStyle.Danger),
            [new Button(ReviewVerbs.Page, "Back to the list", new Values { [ReviewVerbs.To] = "0" })],
            new Values
            {
                [ReviewVerbs.Campaign] = review.Campaign.Id.ToString(),
                [ReviewVerbs.Item] = items[0].Ordinal.ToString(CultureInfo.InvariantCulture),
                [ReviewVerbs.On] = on,
                [ReviewVerbs.Apart] = string.Join(',', review.Apart.Order()),
            });
    }

    private static Form Asking(ReviewItem item, string title, string heading, Choose choose, string submit, ButtonStyle style, string says) => new(
        title,
        [
            new Heading(heading),
            new Paragraph(Holder(item)),
            new Note(About(item)),
            choose,
            new Write(ReviewVerbs.Words, "In your own words"),
            new Paragraph(says),
        ],
        new Button(ReviewVerbs.Decide, submit, Values.None, style),
        [],
        new Values { [ReviewVerbs.Campaign] = item.Campaign.ToString(), [ReviewVerbs.Item] = item.Ordinal.ToString(CultureInfo.InvariantCulture) });
}
