using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>
/// How many items stand how. The database moves the counts itself with each change of an item (a trigger, in the same transaction), so no statement can forget to; pages ask here, and what
/// has to be proven counts the items.
/// </summary>
public static class ItemCountStore
{
    private static readonly Sql OfOutcomes = new("select outcome, sum(items) as items from item_count where campaign_id = @campaign group by outcome");

    private const string Sums = """
        coalesce(sum(n.items), 0) as items, coalesce(sum(case when n.outcome = 'Undecided' then 0 else n.items end), 0) as done, coalesce(sum(case when n.outcome = 'Undecided' then n.drafts else 0 end), 0) as drafts,
            coalesce(sum(case when n.outcome in ('Revoked', 'Modified') then n.items else 0 end), 0) as revoked, coalesce(sum(case when n.outcome = 'Undecided' then n.flagged else 0 end), 0) as flagged,
            coalesce(sum(case when n.outcome = 'Undecided' then n.questions else 0 end), 0) as questions
        """;

    private static readonly Sql OfReviewers = new("select n.reviewer_id as reviewer, coalesce(e.name, 'somebody') as name, " + Sums + """

        from item_count n join roster_current r on r.id = 1 left join roster_entry e on e.roster = r.roster and e.person_id = n.reviewer_id
        where n.campaign_id = @campaign group by n.reviewer_id, e.name having sum(n.items) > 0 order by e.name, n.reviewer_id
        """);

    private static readonly Sql OfOneReviewer = new("select " + Sums + " from item_count n where n.campaign_id = @campaign and n.reviewer_id = @reviewer");

    private static readonly Sql OpenCampaigns = new("""
        select n.campaign_id as id from campaign c join item_count n on n.campaign_id = c.id and n.reviewer_id = @reviewer and n.outcome = 'Undecided' and n.items > 0
        where c.status = 'Active'
        """);

    private static readonly Sql ReviewersWaited = new("select reviewer_id from item_count where campaign_id = @campaign and outcome = 'Undecided' and items > 0");

    private static readonly Sql OfFilter = new("""
        select coalesce(sum(case when @flagged = 1 then flagged else items end), 0) from item_count
        where campaign_id = @campaign and (@outcome is null or outcome = @outcome) and (@reviewer is null or reviewer_id = @reviewer)
        """);

    private const string Overdue = " from campaign c join item_count n on n.campaign_id = c.id and n.outcome = 'Undecided' and n.items > 0 where c.status = 'Active' and c.due_at < @now";

    private static readonly Sql OverdueItems = new("select coalesce(sum(n.items), 0)" + Overdue);

    private static readonly Sql OverdueReviewers = new("select count(distinct n.reviewer_id)" + Overdue);

    private static readonly Sql Differing = new("""
        select campaign_id as campaign, reviewer_id as reviewer, outcome, sum(items) as items, sum(drafts) as drafts, sum(flagged) as flagged, sum(questions) as questions
        from (
            select campaign_id, reviewer_id, outcome, items, drafts, flagged, questions from item_count
            union all
            select campaign_id, reviewer_id, outcome, -count(*), -sum(case when draft is null then 0 else 1 end), -sum(case when flags = '' then 0 else 1 end), -sum(case when kind = 'Grant' then 0 else 1 end)
            from review_item group by campaign_id, reviewer_id, outcome
        ) both
        group by campaign_id, reviewer_id, outcome having sum(items) <> 0 or sum(drafts) <> 0 or sum(flagged) <> 0 or sum(questions) <> 0
        order by campaign_id, reviewer_id, outcome page(@count)
        """);

    /// <summary>How far one reviewer, or a whole campaign, is.</summary>
    public sealed record Tally
    {
        public Id<Person> Reviewer { get; init; }

        public string Name { get; init; } = "";

        public int Items { get; init; }

        public int Done { get; init; }

        public int Drafts { get; init; }

        public int Revoked { get; init; }

        public int Flagged { get; init; }

        /// <summary>Undecided items that are no grants: answered one by one, on a form of their own.</summary>
        public int Questions { get; init; }
    }

    private sealed record DifferenceRow
    {
        public Id<Campaign> Campaign { get; init; }

        public Id<Person> Reviewer { get; init; }

        public Outcome Outcome { get; init; }
    }

    public static async Task<IReadOnlyDictionary<Outcome, int>> Outcomes(Read read, Id<Campaign> campaign) =>
        (await read.List<ItemStore.OutcomeRow>(OfOutcomes, new { campaign })).Where(r => r.Items > 0).ToDictionary(r => r.Outcome, r => r.Items);

    public static Task<IReadOnlyList<Tally>> ByReviewer(Read read, Id<Campaign> campaign) => read.List<Tally>(OfReviewers, new { campaign });

    public static async Task<Tally> Of(Read read, Id<Campaign> campaign, Id<Person> reviewer) => await read.One<Tally>(OfOneReviewer, new { campaign, reviewer }) ?? new();

    /// <summary>The active campaigns in which this person still has something to decide.</summary>
    public static Task<IReadOnlyList<Id<Campaign>>> WaitingFor(Read read, Id<Person> reviewer) => read.List<Id<Campaign>>(OpenCampaigns, new { reviewer });

    /// <summary>Who still has something to decide in a campaign.</summary>
    public static Task<IReadOnlyList<Id<Person>>> WaitedFor(Read read, Id<Campaign> campaign) => read.List<Id<Person>>(ReviewersWaited, new { campaign });

    /// <summary>How many a filter has; its text is not asked.</summary>
    public static Task<int> Matching(Read read, Id<Campaign> campaign, ItemFilter filter) =>
        read.One<int>(OfFilter, new { campaign, outcome = filter.Outcome?.ToString(), reviewer = filter.Reviewer, flagged = filter.Flagged });

    /// <summary>Undecided items of reviews that are past their due day.</summary>
    public static Task<int> ItemsOverdue(Read read) => read.One<int>(OverdueItems, new { now = read.Now });

    public static Task<int> ReviewersOverdue(Read read) => read.One<int>(OverdueReviewers, new { now = read.Now });

    /// <summary>The first count that the items do not bear out, as a sentence, or null. Counts every item there is.</summary>
    internal static async Task<string?> Difference(Read read) => await read.One<DifferenceRow>(Differing, new { count = 1 }) is { } row
        ? $"campaign/{row.Campaign}: the count of items of reviewer {row.Reviewer} that are {row.Outcome} is not what the items are: a table was changed"
        : null;
}
