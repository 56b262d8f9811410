using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>The screens of one reviewer's items. Pure functions of state: the same items and drafts give the same rendering.</summary>
public static class ReviewForm
{
    /// <summary>What <see cref="ReviewVerbs.To"/> says besides a page's number: go on, or to the signature (of all, of this page), or to something of one person.</summary>
    public const string ToNext = "next", ToSign = "sign", ToSignPage = "sign-page", ToApart = "apart", ToRevokeAll = "revoke-all";

    /// <summary>No platform shows more boxes in one group (Slack: 10).</summary>
    private const int BoxesTogether = 10;

    /// <summary>No platform shows more options in one field (Slack: 100).</summary>
    private const int MostTargets = 99;

    /// <summary>And so many in all fields of a screen together (Teams: 80 KB).</summary>
    private const int MostTargetsOfScreen = 300;

    /// <summary>No platform carries longer values of options (Slack: 75).</summary>
    private const int LongestValue = 75;

    /// <summary>The order of the screens: flagged first, then by person.</summary>
    public static IReadOnlyList<ReviewItem> Order(IEnumerable<ReviewItem> items) => ReviewPage.Order(items, System.Collections.Immutable.ImmutableHashSet<int>.Empty);

    internal static Form Of(ReviewInHand review, ReviewPage page)
    {
        var (at, pages) = (review.NumberOf(page), review.Pages.Count);
        var blocks = new List<Block> { new Progress(review.Undecided.Count(i => i.Draft is not null), review.Undecided.Count, "chosen, not signed yet") };
        if (page.ByTicks) AddTicks(blocks, page);
        else AddChoices(blocks, page, review);
        blocks.Add(new Note(page.ByTicks
            ? "Nothing here is flagged. What you tick is to be removed, what you don't tick stays. It counts when you sign."
            : "A choice counts when you sign, not before. Revoking privileged access, or access of somebody who left, and passing something on count as soon as you save the page."));

        return new(
            $"{review.Campaign.Title}: page {at + 1} of {Math.Max(pages, at + 1)}",
            blocks,
            page.ByTicks ? Go(Statement(page), ToNext, ButtonStyle.Primary) : at < pages - 1 ? Go("Save, next page", ToNext, ButtonStyle.Primary) : Go("Save, and look at what to sign", ToSign, ButtonStyle.Primary),
            [.. Others(review, page, at, pages)],
            Where(review, page));
    }

    /// <summary>What the button of a page of ticks says it does: how many go, how many stay, and of how many something is not known.</summary>
    internal static string Statement(ReviewPage page)
    {
        var kept = page.Items.Where(i => !Goes(i)).ToList();
        var (gone, unknown) = (page.Items.Count - kept.Count, kept.Count(SomethingUnknown));
        var stays = kept.Count == 0 ? "" : gone == 0 ? $"Keep {(kept.Count == 1 ? "the 1" : $"all {kept.Count}")} shown" : $", keep {kept.Count} shown";
        return $"{(gone > 0 ? $"Revoke {gone} ticked" : "")}{stays}{(unknown > 0 ? $" ({unknown} with facts unknown)" : "")}";
    }

    /// <summary>Which screen this is, to come back with whatever is sent from it.</summary>
    private static Values Where(ReviewInHand review, ReviewPage page)
    {
        var values = new Values { [ReviewVerbs.Campaign] = review.Campaign.Id.ToString(), [ReviewVerbs.On] = Join(page.Items.Select(i => i.Ordinal)) };
        if (page.ByTicks) values = values.With(ReviewVerbs.ByTicks, "1");
        return review.Apart.Count == 0 ? values : values.With(ReviewVerbs.Apart, Join(review.Apart.Order()));
    }

    private static bool Goes(ReviewItem item) => item.Draft?.Decision == Decision.Revoke;

    private static IEnumerable<Button> Others(ReviewInHand review, ReviewPage page, int at, int pages)
    {
        if (pages > 1) yield return Go(page.ByTicks ? $"{Statement(page)}, and sign this page" : "Sign this page", ToSignPage);
        if (page.ByTicks && review.Undecided.Except(page.Items).Any(i => i.Draft is not null)) yield return Go("Sign what I chose before", ToSign);
        if (!page.ByTicks && at < pages - 1) yield return Go("Save, and sign what I chose", ToSign);
        if (at > 0) yield return Go("Back", (at - 1).ToString(CultureInfo.InvariantCulture));
    }

    private static void AddChoices(List<Block> blocks, ReviewPage page, ReviewInHand review)
    {
        var groups = page.Groups(review.Apart).ToList();
        var targets = Math.Min(MostTargets, MostTargetsOfScreen / Math.Max(1, groups.Count(g => g[0].Draft?.Decision == Decision.Modify)));
        foreach (var person in groups.GroupBy(g => Holder(g[0])))
        {
            blocks.Add(new Heading(person.Key));
            foreach (var group in person) blocks.AddRange(Choice(group, review, targets));
            var all = review.Undecided.Where(i => Holder(i) == person.Key).ToList();
            blocks.Add(new Buttons([.. OfPerson(person.Key, all, person.Any(g => g.Count > 1), person.First()[0])]));
            if (((Buttons)blocks[^1]).All.Count == 0) blocks.RemoveAt(blocks.Count - 1);
        }
    }

    private static IEnumerable<Block> Choice(IReadOnlyList<ReviewItem> group, ReviewInHand review, int mostTargets)
    {
        var first = group[0];
        var label = group.Count == 1 ? Title(first) : $"{group.Count} with the same flags on {first.System}";
        yield return new Choose(
            ReviewVerbs.ChoiceOf(group),
            $"{label} — {Holder(first)}",
            Options(first),
            first.Draft?.Option,
            ReviewVerbs.Draft,
            group.Count == 1 ? About(first) : string.Join('\n', group.Select(i => $"{Title(i)}. {About(i)}")));
        if (first.Draft is { Decision: Decision.Modify } modify)
            yield return new Choose(ReviewVerbs.TargetOf(group), "Change it to", Targets(first, review.Targets.GetValueOrDefault(first.System, []), mostTargets, modify.To), modify.To is { } to ? KeyOf(to) : null, ReviewVerbs.Draft);
        if (first.Draft is { } draft && AsksWords(draft) is { } asks)
            yield return new Write(ReviewVerbs.WordsOf(group), asks, draft.Words?.Text ?? "", OnChange: ReviewVerbs.Draft);
    }

    /// <summary>What else there is on the system: what was chosen before, then what is named most alike.</summary>
    internal static IReadOnlyList<Option> Targets(ReviewItem item, IEnumerable<string> known, int most = MostTargets, string? chosen = null) =>
    [
        .. known.Where(t => t != item.Grant.Entitlement)
            .OrderByDescending(t => t == chosen).ThenByDescending(t => t.Zip(item.Grant.Entitlement).TakeWhile(p => p.First == p.Second).Count()).ThenBy(t => t, StringComparer.Ordinal)
            .Take(most).Select(t => new Option(KeyOf(t), t)),
    ];

    /// <summary>What stands for an entitlement in a field: its name, or a hash of it where a platform would not carry the name.</summary>
    internal static string KeyOf(string target) => target.Length <= LongestValue ? target : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target)));

    /// <summary>The choice with the name of what its target's key stands for; null when it stands for nothing that is there.</summary>
    internal static Choice? Named(Choice choice, IEnumerable<string> known) =>
        choice.To is not { } key ? choice : known.FirstOrDefault(t => KeyOf(t) == key) is { } target ? choice with { To = target } : null;

    private static void AddTicks(List<Block> blocks, ReviewPage page)
    {
        foreach (var person in page.Items.GroupBy(Holder))
        {
            blocks.Add(new Heading(person.Key));
            foreach (var some in person.Chunk(BoxesTogether))
            {
                blocks.Add(new Tick(
                    ReviewVerbs.TicksOf(some),
                    $"Tick what {person.Key} should lose",
                    [.. some.Select(i => new Option(i.Ordinal.ToString(CultureInfo.InvariantCulture), Title(i), About(i)))],
                    [.. some.Where(Goes).Select(i => i.Ordinal.ToString(CultureInfo.InvariantCulture))],
                    ReviewVerbs.Draft));
            }

            blocks.Add(new Buttons([.. OfPerson(person.Key, [.. person], true, person.First())]));
        }

        if (!page.Items.Any(Goes)) return;
        var reasons = page.Items.Where(Goes).Select(i => i.Draft!.Reason is null ? null : i.Draft.Option).Distinct().ToList();
        blocks.Add(new Choose(ReviewVerbs.Why, "Why do the ticked ones go?", ReasonsTo(Decision.Revoke, other: false), reasons.Count == 1 ? reasons[0] : null, ReviewVerbs.Draft));
    }

    private static IEnumerable<Button> OfPerson(string holder, IReadOnlyList<ReviewItem> all, bool together, ReviewItem one)
    {
        var who = new Values { [ReviewVerbs.Item] = one.Ordinal.ToString(CultureInfo.InvariantCulture) };
        if (all.Count > 1) yield return new(ReviewVerbs.Page, $"Revoke everything of {Short(holder)}…", who.With(ReviewVerbs.To, ToRevokeAll));
        if (together) yield return new(ReviewVerbs.Page, $"{Short(holder)}, one by one…", who.With(ReviewVerbs.To, ToApart));
    }

    /// <summary>Never half of a pair of surrogates.</summary>
    private static string Short(string holder) => holder.Length > 40 ? $"{holder[..(char.IsHighSurrogate(holder[38]) ? 38 : 39)]}…" : holder;

    private static string Join(IEnumerable<int> ordinals) => string.Join(',', ordinals.Select(o => o.ToString(CultureInfo.InvariantCulture)));

    private static Button Go(string label, string to, ButtonStyle style = ButtonStyle.Plain) => new(ReviewVerbs.Page, label, new Values { [ReviewVerbs.To] = to }, style);
}
