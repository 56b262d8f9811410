using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Api;

/// <summary>Reviews and their items. For whoever sees all; an auditor, those that were open in their period.</summary>
internal static class CampaignReads
{
    public const string WhoSees = "Reviews are for a key that reads as compliance, executive or auditor: keys create NAME --reads ROLE.";

    public static readonly QueryField Campaign = new("campaign", QueryForm.Id, "the id of a review; /api/v1/campaigns has them");

    /// <summary>So many items one request looks at for a text or for flags: its page takes as long as any other, and the caller goes on by itself.</summary>
    private const int MostLooked = 2000;

    private static readonly QueryField Needed = Campaign with { Required = true };

    private static readonly QueryField Definition = new("definition", QueryForm.Text, "only those of this review of the configuration");

    private static readonly QueryField Status = QueryField.Of<CampaignStatus>("status", "only those that stand so");

    private static readonly QueryField Outcome = QueryField.Of<Outcome>("outcome", "only those with this outcome");

    private static readonly QueryField Reviewer = new("reviewer", QueryForm.Id, "only those of this reviewer, by their id");

    private static readonly QueryField Flagged = new("flagged", QueryForm.Flag, "true for flagged ones only");

    private static readonly QueryField Text = new("q", QueryForm.Text, "a part of the account, the entitlement or the holder's name");

    public static IReadOnlyList<ApiRead> All { get; } =
    [
        new("/campaigns", "Access reviews, the newest first.", [Definition, Status, ApiQuery.Limit, ApiQuery.Cursor], typeof(Page<CampaignShape>), Campaigns),
        new("/campaigns/{id}", "One review: how its numbers tie out and how far each reviewer is.", [], typeof(CampaignDetailShape), OneCampaign),
        new("/items", "The items of a review, in their order. A page may be short and still have a next.", [Needed, Outcome, Reviewer, Flagged, Text, ApiQuery.Limit, ApiQuery.Cursor], typeof(Page<ItemShape>), Items),
    ];

    /// <summary>Null when there is none that the caller may see: who may not, does not learn whether it is there.</summary>
    public static async Task<Campaign?> Find(Read read, ReadCaller caller, Id<Campaign>? id) =>
        id is { } known && await CampaignStore.ById(read, known) is { } campaign && caller.Sees(campaign) ? campaign : null;

    public static async Task<CampaignDetailShape> Detail(Read read, Campaign campaign) =>
        CampaignDetailShape.Of(campaign, await CloseCampaign.Standing(read, campaign.Id), await ItemCountStore.ByReviewer(read, campaign.Id));

    private static async Task<ReadAnswer> Campaigns(Read read, ReadCaller caller, ApiQuery query, string one)
    {
        if (!caller.SeesAll) return ReadAnswer.NotYours(WhoSees);
        var all = await CampaignStore.All(read);
        var begin = 0;
        if (query.Text(ApiQuery.Cursor) is { } cursor)
        {
            begin = all.TakeWhile(c => Cursor.Of(c.Id) != cursor).Count() + 1;
            if (begin > all.Count) return ReadAnswer.Unreadable(ApiQuery.Cursor.Name, "is no 'next' of this list");
        }

        var (definition, status) = (query.Text(Definition), query.Of<CampaignStatus>(Status));
        var found = all.Skip(begin).Where(c => caller.Sees(c) && (definition is null || c.Definition == definition) && (status is null || c.Status == status)).Take(query.Most + 1).ToList();
        return ReadAnswer.Of(new Page<CampaignShape>([.. found.Take(query.Most).Select(CampaignShape.Of)], found.Count > query.Most ? Cursor.Of(found[query.Most - 1].Id) : null));
    }

    private static async Task<ReadAnswer> OneCampaign(Read read, ReadCaller caller, ApiQuery query, string one)
    {
        if (!caller.SeesAll) return ReadAnswer.NotYours(WhoSees);
        return await Find(read, caller, Id<Campaign>.TryParse(one, out var id) ? id : null) is { } campaign ? ReadAnswer.Of(await Detail(read, campaign)) : ReadAnswer.NotThere("review");
    }

    private static async Task<ReadAnswer> Items(Read read, ReadCaller caller, ApiQuery query, string one)
    {
        if (!caller.SeesAll) return ReadAnswer.NotYours(WhoSees);
        if (await Find(read, caller, query.Id<Campaign>(Needed)) is not { } campaign) return ReadAnswer.NotThere("review");
        var after = Cursor.Whole(query.Text(ApiQuery.Cursor)) ?? 0;
        if (after < 0) return ReadAnswer.Unreadable(ApiQuery.Cursor.Name, "is no 'next' of this list");
        var filter = new ItemFilter(query.Of<Outcome>(Outcome), query.Flag(Flagged) == true, query.Id<Person>(Reviewer), query.Text(Text));
        var found = await ItemSearchStore.Found(read, campaign.Id, filter, after, query.Most, MostLooked);
        return ReadAnswer.Of(new Page<ItemShape>([.. found.Items.Select(ItemShape.Of)], found.Next is { } next ? Cursor.Of(next) : null));
    }
}
