using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Every decision there ever was on an item, in order: corrections and a second stage add rows, nothing takes one away. The item itself has the one that counts.</summary>
public static class DecisionStore
{
    // A select from the table that it inserts into makes SQLite keep the rows in a table of its own first.
    private static readonly Sql Insert = new(
        sqlite: """
            insert into review_decision (campaign_id, ordinal, number, stage, decision, words, modify_to, by_person, at)
            values (@campaign, @ordinal, coalesce((select max(d.number) from review_decision d where d.campaign_id = @campaign and d.ordinal = @ordinal), 0) + 1,
                (select i.stage from review_item i where i.campaign_id = @campaign and i.ordinal = @ordinal), @decision, @words, @to, @by, @at)
            """,
        sqlServer: """
            insert into review_decision (campaign_id, ordinal, number, stage, decision, words, modify_to, by_person, at)
            select i.campaign_id, i.ordinal, coalesce((select max(d.number) from review_decision d where d.campaign_id = @campaign and d.ordinal = @ordinal), 0) + 1, i.stage, @decision, @words, @to, @by, @at
            from review_item i where i.campaign_id = @campaign and i.ordinal = @ordinal
            """);

    private static readonly Sql OfCampaign = new("""
        select d.ordinal, d.number, d.stage, d.decision as [option], d.words, d.modify_to, d.by_person as [by], e.name as by_name, d.at
        from review_decision d join roster_current r on r.id = 1 left join roster_entry e on e.roster = r.roster and e.person_id = d.by_person
        where d.campaign_id = @campaign and d.ordinal > @after and d.ordinal <= @upTo order by d.ordinal, d.number
        """);

    private static readonly Sql First = new("select by_person from review_decision where campaign_id = @campaign and ordinal = @ordinal and stage = 1 order by number desc page(@count)");

    private static readonly Sql Erase = new("update review_decision set words = null where by_person = @person");

    /// <summary>One decision of an item's history.</summary>
    public sealed record Entry
    {
        public int Ordinal { get; init; }

        /// <summary>From 1, in the order they were made.</summary>
        public int Number { get; init; }

        /// <summary>1, or 2 for a second reviewer's.</summary>
        public int Stage { get; init; }

        /// <summary>As <see cref="Choice.Option"/> writes it.</summary>
        public string Option { get; init; } = "";

        public string? Words { get; init; }

        public string? ModifyTo { get; init; }

        public Id<Person> By { get; init; }

        public string? ByName { get; init; }

        public DateTimeOffset At { get; init; }

        public Choice? Choice => Choice.Parse(Option, Words, ModifyTo);
    }

    /// <summary>All, or those on the items after one and up to another; item by item, oldest first.</summary>
    public static Task<IReadOnlyList<Entry>> Of(Read read, Id<Campaign> campaign, int after = 0, int upTo = int.MaxValue) => read.List<Entry>(OfCampaign, new { campaign, after, upTo });

    /// <summary>Who decided in the first stage, last; null when nobody has.</summary>
    internal static Task<Id<Person>?> FirstBy(Read read, Id<Campaign> campaign, int ordinal) => read.One<Id<Person>?>(First, new { campaign, ordinal, count = 1 });

    internal static Task<int> Add(Tx tx, ItemDecided decided) => tx.Run(Insert, new
    {
        campaign = decided.Campaign,
        ordinal = decided.Ordinal,
        decision = new Choice(decided.Decision, decided.Reason, decided.Words).Option,
        words = decided.Words?.Text,
        to = decided.To,
        by = decided.By,
        at = decided.At,
    });

    internal static Task<int> EraseWords(Tx tx, Id<Person> person) => tx.Run(Erase, new { person });
}
