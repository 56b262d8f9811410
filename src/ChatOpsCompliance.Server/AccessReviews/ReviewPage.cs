using ChatOpsCompliance.AccessReviews;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>
/// One screen of a reviewer's items: choices for what deserves a look of its own, ticks for what may be kept together. Flagged first, then by
/// person; what one person holds with the same flags is chosen for together.
/// </summary>
/// <param name="ByTicks">Ticked is what goes; what is not ticked stays, by the button that says so.</param>
internal sealed record ReviewPage(bool ByTicks, IReadOnlyList<ReviewItem> Items)
{
    /// <summary>So many choices on a screen, and so many items in one of them.</summary>
    public const int MostChoices = 8, MostTogether = 10;

    /// <summary>So many people on a screen of ticks, each with a heading, a list and buttons of their own.</summary>
    private const int MostPeople = 15;

    /// <summary>And so many characters, on a screen and in one choice: what every platform still shows at once (Teams: 80 KB with all that is around them; Slack: 100 blocks).</summary>
    private const int MostText = 24_000, MostTextTogether = 8_000;

    /// <summary>What is about to be signed is text alone, of which more goes on a screen.</summary>
    private const int MostSigned = 60_000;

    /// <summary>As many of these, in this order, as one screen can say in full; at least one.</summary>
    public static IReadOnlyList<ReviewItem> Fitting(IEnumerable<ReviewItem> items) => Parts(items, int.MaxValue, MostSigned, TextOf).FirstOrDefault([]);

    /// <param name="apart">The ordinals of items that the reviewer wants to see one by one.</param>
    public static IReadOnlyList<ReviewItem> Order(IEnumerable<ReviewItem> items, IReadOnlySet<int> apart) =>
    [
        .. items.OrderByDescending(i => i.Flagged).ThenByDescending(i => Alone(i, apart))
            .ThenBy(ReviewWords.Holder, StringComparer.Ordinal).ThenBy(Kinds, StringComparer.Ordinal).ThenBy(i => i.Grant.Account, StringComparer.Ordinal).ThenBy(i => i.Ordinal),
    ];

    /// <param name="ordered">The undecided ones.</param>
    public static IReadOnlyList<ReviewPage> All(IReadOnlyList<ReviewItem> ordered, IReadOnlySet<int> apart) =>
    [
        .. Parts(Grouped(ordered.Where(i => Alone(i, apart)), apart), MostChoices, MostText, g => g.Sum(TextOf)).Select(groups => new ReviewPage(false, [.. groups.SelectMany(g => g)])),
        .. Ticked(ordered.Where(i => !Alone(i, apart))),
    ];

    /// <summary>Of a page of choices: each list is one choice.</summary>
    public IEnumerable<IReadOnlyList<ReviewItem>> Groups(IReadOnlySet<int> apart) => Grouped(Items, apart);

    /// <summary>What can't be one of many: flagged, no grant, wanted one by one, or chosen to be neither kept nor revoked.</summary>
    public static bool Alone(ReviewItem item, IReadOnlySet<int> apart) =>
        !Together.NeedsNoLook(item) || apart.Contains(item.Ordinal) || item.Draft is { Decision: not (Decision.Keep or Decision.Revoke) };

    private static IEnumerable<List<ReviewItem>> Grouped(IEnumerable<ReviewItem> items, IReadOnlySet<int> apart)
    {
        List<ReviewItem> group = [];
        foreach (var item in items)
        {
            if (group.Count > 0 && (group.Count == MostTogether || group.Sum(TextOf) + TextOf(item) > MostTextTogether || !Alike(group[0], item) || apart.Contains(item.Ordinal) || apart.Contains(group[0].Ordinal)))
            {
                yield return group;
                group = [];
            }

            group.Add(item);
        }

        if (group.Count > 0) yield return group;
    }

    private static int TextOf(ReviewItem item) => ReviewWords.Holder(item).Length + ReviewWords.Title(item).Length + ReviewWords.About(item).Length;

    /// <summary>In order, each part as long as it may be.</summary>
    private static IEnumerable<List<T>> Parts<T>(IEnumerable<T> all, int most, int mostText, Func<T, int> textOf)
    {
        var (part, text) = (new List<T>(), 0);
        foreach (var one in all)
        {
            var more = textOf(one);
            if (part.Count > 0 && (part.Count == most || text + more > mostText))
            {
                yield return part;
                (part, text) = ([], 0);
            }

            part.Add(one);
            text += more;
        }

        if (part.Count > 0) yield return part;
    }

    /// <summary>One person's, flagged for the same things, and nothing different chosen for them yet.</summary>
    private static bool Alike(ReviewItem one, ReviewItem other) =>
        one is { Flagged: true, Kind: ItemKind.Grant, Stage: 1 } && other is { Kind: ItemKind.Grant, Stage: 1 } && ReviewWords.Holder(one) == ReviewWords.Holder(other) && Kinds(one) == Kinds(other) && one.Draft == other.Draft
        && one.System == other.System;

    private static string Kinds(ReviewItem item) => string.Join(',', item.Flags.Select(f => f.Kind).Order()) + "/" + item.System;

    /// <summary>People stay together on a screen where they fit.</summary>
    private static IEnumerable<ReviewPage> Ticked(IEnumerable<ReviewItem> items)
    {
        List<ReviewItem> page = [];
        var people = 0;
        foreach (var part in items.GroupBy(ReviewWords.Holder).SelectMany(person => Parts(person, Together.Most, MostText, TextOf)))
        {
            if (page.Count > 0 && (people == MostPeople || page.Count + part.Count > Together.Most || page.Sum(TextOf) + part.Sum(TextOf) > MostText))
            {
                yield return new(true, page);
                (page, people) = ([], 0);
            }

            page.AddRange(part);
            people++;
        }

        if (page.Count > 0) yield return new(true, page);
    }
}
