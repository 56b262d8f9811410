using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>
/// The paged form of one reviewer's items, flagged first, grouped by person; and the form that signs the drafts. Pure functions of state:
/// the same items give the same rendering.
/// </summary>
public static class ReviewForm
{
    public const int PerPage = 8;

    /// <summary>What <see cref="ReviewVerbs.To"/> says besides a page's number.</summary>
    public const string ToSign = "sign";

    public const string ToNext = "next";

    /// <summary>The order of the form: flagged first, then by person.</summary>
    public static IReadOnlyList<ReviewItem> Order(IEnumerable<ReviewItem> items) =>
        [.. items.OrderByDescending(i => i.Flagged).ThenBy(i => i.SubjectName, StringComparer.Ordinal).ThenBy(i => i.Grant.Account, StringComparer.Ordinal).ThenBy(i => i.Ordinal)];

    public static int Pages(int items) => Math.Max(1, (items + PerPage - 1) / PerPage);

    /// <summary>The items that a page shows.</summary>
    public static IReadOnlyList<ReviewItem> On(IReadOnlyList<ReviewItem> ordered, int page) => [.. ordered.Skip(page * PerPage).Take(PerPage)];

    /// <param name="ordered">The undecided items.</param>
    /// <param name="wanted">From 0; one that is not there becomes the nearest.</param>
    public static Form Page(Campaign campaign, IReadOnlyList<ReviewItem> ordered, int wanted)
    {
        var pages = Pages(ordered.Count);
        var page = Math.Clamp(wanted, 0, pages - 1);
        var shown = On(ordered, page);
        var blocks = new List<Block>();
        string? holder = null;
        foreach (var item in shown)
        {
            if (Holder(item) != holder) blocks.Add(new Heading(holder = Holder(item)));
            blocks.Add(new Choose(ReviewVerbs.ChoiceOf(item.Ordinal), $"{Title(item)} — {holder}", Options(item), item.Draft?.Option, ReviewVerbs.Draft, About(item)));
            blocks.Add(new Write(ReviewVerbs.WordsOf(item.Ordinal), $"In your own words, if no reason fits: {Title(item)}", item.Draft?.Words?.Text ?? "", OnChange: ReviewVerbs.Draft));
        }

        var drafts = ordered.Count(i => i.Draft is not null);
        var last = page >= pages - 1;
        var others = new List<Button>();
        if (page > 0) others.Add(Go("Back", page - 1));
        if (!last) others.Add(Go("Save, and sign what I chose", ToSign));
        blocks.Insert(0, new Progress(drafts, ordered.Count, $"chosen. A choice is saved as a draft; it counts when you sign. Revoking privileged access, or access of somebody who left, counts as soon as you save the page."));
        return new(
            $"{campaign.Title}: page {page + 1} of {pages}",
            blocks,
            last ? Go("Save, and look at what to sign", ToSign) with { Style = ButtonStyle.Primary } : Go("Save, next page", ToNext) with { Style = ButtonStyle.Primary },
            others,
            Hidden(campaign).With(ReviewVerbs.Last, shown[^1].Ordinal.ToString(CultureInfo.InvariantCulture)));
    }

    public static Form Sign(Campaign campaign, IReadOnlyList<ReviewItem> ordered)
    {
        var drafts = ordered.Where(i => i.Draft is not null).ToList();
        var blocks = new List<Block>();
        foreach (var group in drafts.GroupBy(i => i.Draft!.Decision).OrderByDescending(g => g.Key))
        {
            blocks.Add(new Heading(group.Key == Decision.Revoke ? $"To be removed ({group.Count()})" : $"To be kept ({group.Count()})"));
            blocks.AddRange(group.Select(i => new Paragraph($"{Holder(i)}: {Title(i)} — {i.Draft!.Text}{(i.Flagged ? $". Flagged: {Flags(i)}" : "")}")));
        }

        blocks.Add(new Divider());
        blocks.Add(new Paragraph($"By signing I say: “{Signature.Text}”"));
        if (ordered.Count > drafts.Count) blocks.Add(new Note($"{Count(ordered.Count - drafts.Count, "item is", "items are")} not chosen yet and stay open."));
        var back = new Button(ReviewVerbs.Page, "Back to the list", new Values { [ReviewVerbs.To] = "0" });
        return drafts.Count == 0
            ? new(
                $"{campaign.Title}: nothing to sign yet",
                [new Paragraph("You have not chosen anything yet. Go back and choose for each access whether it stays.")],
                back,
                [],
                Hidden(campaign))
            : new($"{campaign.Title}: sign", blocks, new Button(ReviewVerbs.Sign, $"Sign {Count(drafts.Count, "decision", "decisions")}", Values.None, ButtonStyle.Primary), [back], Hidden(campaign));
    }

    /// <summary>Asks for the reason of one decision made by a button on a message.</summary>
    public static Form Why(ReviewItem item, Decision decision)
    {
        var verb = decision == Decision.Keep ? "Keep" : "Revoke";
        var prefix = verb.ToLowerInvariant() + ":";
        var options = Reason.All.Where(r => r.For == decision).Select(r => new Option(prefix + r.Code, r.Text)).Append(new Option(prefix + Reason.Other, "Another reason, written below")).ToList();
        return new(
            $"{verb} this access",
            [
                new Heading($"{verb} {Title(item)}"),
                new Paragraph(Holder(item)),
                new Note(About(item)),
                new Choose(ReviewVerbs.Option, "Why?", options, null),
                new Write(ReviewVerbs.Words, "Reason in your own words"),
                new Paragraph($"By pressing the button I say: “{Signature.Text}”"),
            ],
            new Button(ReviewVerbs.Decide, $"{verb} it", Values.None, decision == Decision.Revoke ? ButtonStyle.Danger : ButtonStyle.Primary),
            [],
            new Values { [ReviewVerbs.Campaign] = item.Campaign.ToString(), [ReviewVerbs.Item] = item.Ordinal.ToString(CultureInfo.InvariantCulture) });
    }

    private static Values Hidden(Campaign campaign) => new() { [ReviewVerbs.Campaign] = campaign.Id.ToString() };

    private static Button Go(string label, int page) => Go(label, page.ToString(CultureInfo.InvariantCulture));

    private static Button Go(string label, string to) => new(ReviewVerbs.Page, label, new Values { [ReviewVerbs.To] = to });
}
