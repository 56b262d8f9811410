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

    /// <param name="apart">The ordinals of items that the reviewer wants to see one by one.</param>
    public static IReadOnlyList<ReviewItem> Order(IEnumerable<ReviewItem> items, IReadOnlySet<int> apart) =>
    [
        .. items.OrderByDescending(i => i.Flagged).ThenByDescending(i => Alone(i, apart))
            .ThenBy(ReviewWords.Holder, StringComparer.Ordinal).ThenBy(Kinds, StringComparer.Ordinal).ThenBy(i => i.Grant.Account, StringComparer.Ordinal).ThenBy(i => i.Ordinal),
    ];

    /// <param name="ordered">The undecided ones.</param>
    public static IReadOnlyList<ReviewPage> All(IReadOnlyList<ReviewItem> ordered, IReadOnlySet<int> apart) =>
    [
        .. Grouped(ordered.Where(i => Alone(i, apart)), apart).Chunk(MostChoices).Select(groups => new ReviewPage(false, [.. groups.SelectMany(g => g)])),
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
            if (group.Count > 0 && (group.Count == MostTogether || !Alike(group[0], item) || apart.Contains(item.Ordinal) || apart.Contains(group[0].Ordinal)))
            {
                yield return group;
                group = [];
            }

            group.Add(item);
        }

        if (group.Count > 0) yield return group;
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
        foreach (var part in items.GroupBy(ReviewWords.Holder).SelectMany(person => person.Chunk(Together.Most)))
        {
            if (page.Count + part.Length > Together.Most)
            {
                yield return new(true, page);
                page = [];
            }

            page.AddRange(part);
        }

        if (page.Count > 0) yield return new(true, page);
    }
}
