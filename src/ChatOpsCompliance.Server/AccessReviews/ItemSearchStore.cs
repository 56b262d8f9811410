using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>
/// Finds items of a campaign, a page at a time in their order. Each page starts after an ordinal, so the last of a million items costs what the
/// first does; a filter by outcome or reviewer walks that index.
/// </summary>
public static class ItemSearchStore
{
    /// <summary>Counting stops here: past it, a page says "more than".</summary>
    public const int MostCounted = 1000;

    private const string ByOutcome = " where i.campaign_id = @campaign and i.outcome = @outcome";

    private const string ByReviewer = " where i.campaign_id = @campaign and i.reviewer_id = @reviewer";

    private const string ByNothing = " where i.campaign_id = @campaign";

    private const string Rest = """
         and (@outcome is null or i.outcome = @outcome) and (@reviewer is null or i.reviewer_id = @reviewer) and (@flagged = 0 or i.flags <> '')
          and (@text is null or lower(i.account) like lower(@text) escape '\' or lower(i.entitlement) like lower(@text) escape '\' or lower(s.name) like lower(@text) escape '\')
        """;

    private const string Counting = """
        select count(*) from (
            select i.ordinal from review_item i
            join roster_current r on r.id = 1
            left join roster_entry s on s.roster = r.roster and s.person_id = i.subject_id
        """;

    private const string Page = Rest + " and i.ordinal > @after order by i.ordinal page(@count)";

    private const string UpTo = Rest + " order by i.ordinal page(@most)) found";

    private static readonly Sql Find = new(ItemStore.Columns + ByNothing + Page);

    private static readonly Sql FindByOutcome = new(ItemStore.Columns + ByOutcome + Page);

    private static readonly Sql FindByReviewer = new(ItemStore.Columns + ByReviewer + Page);

    private static readonly Sql Count = new(Counting + ByNothing + UpTo);

    private static readonly Sql CountByOutcome = new(Counting + ByOutcome + UpTo);

    private static readonly Sql CountByReviewer = new(Counting + ByReviewer + UpTo);

    /// <summary>At most this many items after an ordinal.</summary>
    public static async Task<IReadOnlyList<ReviewItem>> Items(Read read, Id<Campaign> campaign, ItemFilter filter, int after, int count) =>
        [.. (await read.List<ItemRow>(Pick(filter, Find, FindByOutcome, FindByReviewer), Arguments(campaign, filter, after, count))).Select(r => r.Value)];

    /// <summary>How many there are, or one more than <see cref="MostCounted"/>.</summary>
    public static Task<int> Matches(Read read, Id<Campaign> campaign, ItemFilter filter) =>
        read.One<int>(Pick(filter, Count, CountByOutcome, CountByReviewer), Arguments(campaign, filter, 0, 0));

    private static Sql Pick(ItemFilter filter, Sql any, Sql byOutcome, Sql byReviewer) =>
        filter.Reviewer is not null ? byReviewer : filter.Outcome is not null ? byOutcome : any;

    private static object Arguments(Id<Campaign> campaign, ItemFilter filter, int after, int count) => new
    {
        campaign,
        outcome = filter.Outcome?.ToString(),
        reviewer = filter.Reviewer,
        flagged = filter.Flagged,
        text = string.IsNullOrWhiteSpace(filter.Text) ? null : $"%{Literal(filter.Text.Trim())}%",
        after,
        count,
        most = MostCounted + 1,
    };

    /// <summary>What LIKE takes for a pattern, in either engine, stands for itself.</summary>
    private static string Literal(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal);
}
