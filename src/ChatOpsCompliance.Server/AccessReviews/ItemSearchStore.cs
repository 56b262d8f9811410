using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>
/// Finds items of a campaign, a page at a time in their order. Each page starts after an ordinal, so the last of a million items costs what the
/// first does; a filter by outcome or reviewer walks that index; what no index knows (a text, flags, both filters at once) is looked for among so many items a page, and
/// then the page ends where the next can go on.
/// </summary>
public static class ItemSearchStore
{
    /// <summary>So many items one page looks at.</summary>
    public const int MostLooked = 5000;

    /// <summary>For a page that looks at whatever there is.</summary>
    public const int Whole = int.MaxValue;

    private const string ByOutcome = " where i.campaign_id = @campaign and i.outcome = @outcome";

    private const string ByReviewer = " where i.campaign_id = @campaign and i.reviewer_id = @reviewer";

    private const string ByNothing = " where i.campaign_id = @campaign";

    private const string Rest = """
         and i.ordinal > @after and i.ordinal <= @end
          and (@outcome is null or i.outcome = @outcome) and (@reviewer is null or i.reviewer_id = @reviewer) and (@flagged = 0 or i.flags <> '')
          and (@text is null or lower(i.account) like lower(@text) escape '\' or lower(i.entitlement) like lower(@text) escape '\' or lower(s.name) like lower(@text) escape '\')
        """;

    private const string Page = Rest + " order by i.ordinal page(@count)";

    private const string Counting = """
        select count(*) from review_item i
        join roster_current r on r.id = 1
        left join roster_entry s on s.roster = r.roster and s.person_id = i.subject_id
        """;

    private const string Looking = "select count(*) as items, coalesce(max(ordinal), 0) as last from (select i.ordinal from review_item i";

    private const string SoMany = " and i.ordinal > @after order by i.ordinal page(@looked)) looked";

    private static readonly Sql Find = new(ItemStore.Columns + ByNothing + Page);

    private static readonly Sql FindByOutcome = new(ItemStore.Columns + ByOutcome + Page);

    private static readonly Sql FindByReviewer = new(ItemStore.Columns + ByReviewer + Page);

    private static readonly Sql Count = new(Counting + ByNothing + Rest);

    private static readonly Sql CountByOutcome = new(Counting + ByOutcome + Rest);

    private static readonly Sql CountByReviewer = new(Counting + ByReviewer + Rest);

    private static readonly Sql Look = new(Looking + ByNothing + SoMany);

    private static readonly Sql LookByOutcome = new(Looking + ByOutcome + SoMany);

    private static readonly Sql LookByReviewer = new(Looking + ByReviewer + SoMany);

    private sealed record LookedRow
    {
        public int Items { get; init; }

        public int Last { get; init; }
    }

    /// <summary>At most this many items after an ordinal, however many have to be looked at for them: for acts on all that a filter has.</summary>
    public static Task<IReadOnlyList<ReviewItem>> Items(Read read, Id<Campaign> campaign, ItemFilter filter, int after, int count) => Items(read, campaign, filter, after, int.MaxValue, count);

    /// <summary>At most this many items after an ordinal, out of the next <paramref name="looked"/>.</summary>
    public static async Task<ItemsFound> Found(Read read, Id<Campaign> campaign, ItemFilter filter, int after, int count, int looked = MostLooked)
    {
        var end = await End(read, campaign, filter, after, looked);
        var items = await Items(read, campaign, filter, after, end ?? int.MaxValue, count + 1);
        return items.Count > count ? new([.. items.Take(count)], items[count - 1].Ordinal, null) : new(items, end, end is null ? null : looked);
    }

    /// <summary>How many a filter has: all of them, or with a text those among the first <paramref name="looked"/>, and whether these were all.</summary>
    public static async Task<(int Items, bool All)> Matches(Read read, Id<Campaign> campaign, ItemFilter filter, int looked = MostLooked)
    {
        if (string.IsNullOrWhiteSpace(filter.Text)) return (await ItemCountStore.Matching(read, campaign, filter), true);
        var end = await End(read, campaign, filter, 0, looked);
        return (await read.One<int>(Pick(filter, Count, CountByOutcome, CountByReviewer), Arguments(campaign, filter, 0, end ?? int.MaxValue, 0)), end is null);
    }

    private static async Task<IReadOnlyList<ReviewItem>> Items(Read read, Id<Campaign> campaign, ItemFilter filter, int after, int end, int count) =>
        [.. (await read.List<ItemRow>(Pick(filter, Find, FindByOutcome, FindByReviewer), Arguments(campaign, filter, after, end, count))).Select(r => r.Value)];

    /// <summary>The last of so many items after an ordinal; null when there are no more, or an index finds them.</summary>
    private static async Task<int?> End(Read read, Id<Campaign> campaign, ItemFilter filter, int after, int looked)
    {
        if (looked == Whole || (string.IsNullOrWhiteSpace(filter.Text) && !filter.Flagged && (filter.Outcome is null || filter.Reviewer is null))) return null;
        var row = await read.One<LookedRow>(Pick(filter, Look, LookByOutcome, LookByReviewer), new { campaign, outcome = filter.Outcome?.ToString(), reviewer = filter.Reviewer, after, looked });
        return row is { } seen && seen.Items == looked ? seen.Last : null;
    }

    private static Sql Pick(ItemFilter filter, Sql any, Sql byOutcome, Sql byReviewer) =>
        filter.Reviewer is not null ? byReviewer : filter.Outcome is not null ? byOutcome : any;

    private static object Arguments(Id<Campaign> campaign, ItemFilter filter, int after, int end, int count) => new
    {
        campaign,
        outcome = filter.Outcome?.ToString(),
        reviewer = filter.Reviewer,
        flagged = filter.Flagged,
        text = Like.Part(filter.Text),
        after,
        end,
        count,
    };
}
