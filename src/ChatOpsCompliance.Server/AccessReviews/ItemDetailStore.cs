using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>What a reviewer is shown beside the item itself: the grant as its source told it, the entitlement as its catalogue has it, and who passed the item on.</summary>
public static class ItemDetailStore
{
    private const string Columns = "select " + ItemStore.Fields + """
        , nullif(e.title, '') as title, nullif(e.allows, '') as allows, g.granted_at, g.expires_at, g.granted_via, g.request_ref,
            p.name as given_by, i.given_cause as given_because, i.given_words
        """ + ItemStore.Tables + """

        left join access_grant g on g.snapshot = i.snapshot and g.ordinal = i.grant_ordinal
        left join entitlement e on e.system = i.system and e.name = i.entitlement
        left join roster_entry p on p.roster = r.roster and p.person_id = i.given_from
        """;

    private static readonly Sql OfReviewer = new(Columns + " where i.campaign_id = @campaign and i.reviewer_id = @reviewer order by i.ordinal");

    private static readonly Sql OfItem = new(Columns + " where i.campaign_id = @campaign and i.ordinal = @ordinal");

    private static readonly Sql Entitlements = new("""
        select entitlement from review_item where campaign_id = @campaign and system = @system and kind = 'Grant'
        union select name from entitlement where system = @system
        """);

    private sealed record Row : ItemRow
    {
        public string? Title { get; init; }

        public string? Allows { get; init; }

        public DateTimeOffset? GrantedAt { get; init; }

        public DateTimeOffset? ExpiresAt { get; init; }

        public string? GrantedVia { get; init; }

        public string? RequestRef { get; init; }

        public string? GivenBy { get; init; }

        public ReassignCause? GivenBecause { get; init; }

        public string? GivenWords { get; init; }

        public ReviewItem WithDetails => Value with
        {
            Details = new()
            {
                Title = Title,
                Allows = Allows,
                GrantedAt = GrantedAt,
                ExpiresAt = ExpiresAt,
                GrantedVia = GrantedVia,
                RequestRef = RequestRef,
                GivenBy = GivenBy,
                GivenBecause = GivenBecause,
                GivenWords = GivenWords,
            },
        };
    }

    /// <summary>One reviewer's items with all that is shown of them.</summary>
    public static async Task<IReadOnlyList<ReviewItem>> Of(Read read, Id<Campaign> campaign, Id<Person> reviewer) =>
        [.. (await read.List<Row>(OfReviewer, new { campaign, reviewer })).Select(r => r.WithDetails)];

    public static async Task<ReviewItem?> One(Read read, Id<Campaign> campaign, int ordinal) => (await read.One<Row>(OfItem, new { campaign, ordinal }))?.WithDetails;

    /// <summary>What one could have on a system, as far as this review or the catalogue knows.</summary>
    public static Task<IReadOnlyList<string>> EntitlementsOf(Read read, Id<Campaign> campaign, string system) => read.List<string>(Entitlements, new { campaign, system });
}
