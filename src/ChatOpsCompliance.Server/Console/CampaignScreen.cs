using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>All that a campaign's page shows, read at one instant.</summary>
public sealed record CampaignScreen
{
    public const int ItemsAPage = 50, MostRemovals = 100;

    public required Visitor Visitor { get; init; }

    public required Campaign Campaign { get; init; }

    public required TieOut TieOut { get; init; }

    public required IReadOnlyList<AccessSnapshot> Snapshots { get; init; }

    public required IReadOnlyList<ItemCountStore.Tally> Reviewers { get; init; }

    public required ItemQuery Query { get; init; }

    public required ItemsFound Found { get; init; }

    /// <summary>How many the filter has: all of them, or of the first so many items.</summary>
    public required (int Items, bool All) Matches { get; init; }

    /// <summary>By the ordinal of their items; of the items of this page.</summary>
    public required IReadOnlyDictionary<int, RemediationTask> RemovalOf { get; init; }

    public required IReadOnlyList<OfferedRemoval> Removals { get; init; }

    /// <summary>What was handed in with answers and inspections of the items of this page, by the subject the log has.</summary>
    public required ILookup<string, Attachment> Files { get; init; }

    /// <summary>What this visitor can do here now.</summary>
    public required IReadOnlyList<Offer> Offers { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>An act on one item, or on what the filter shows, when the visitor is offered it for the review.</summary>
    public string? OfferOn(Verb verb, Values values) => Offers.Any(o => o.Verb == verb.Name)
        ? VerbPages.Address(verb, values.With(ReviewVerbs.Campaign, Campaign.Id.ToString()), CampaignPages.Address(Campaign.Id))
        : null;

    public static string SubjectOf(ReviewItem item) => $"campaign/{item.Campaign}/{item.Ordinal}";

    public static string SubjectOf(RemediationTask task) => $"removal/{task.Id}";

    internal static async Task<CampaignScreen> Of(Read read, Visitor visitor, Campaign campaign, ItemQuery query, Offers offers)
    {
        var found = await ItemSearchStore.Found(read, campaign.Id, query.Filter, query.After, ItemsAPage, query.Looks);
        var shown = found.Items;
        var removals = (await RemediationStore.Of(read, campaign.Id, shown.Select(i => i.Ordinal))).ToDictionary(t => t.Ordinal);
        return new()
        {
            Visitor = visitor,
            Campaign = campaign,
            TieOut = await CloseCampaign.Standing(read, campaign.Id),
            Snapshots = await ReportLines.MadeFrom(read, campaign),
            Reviewers = await ItemCountStore.ByReviewer(read, campaign.Id),
            Query = query,
            Found = found,
            Matches = await ItemSearchStore.Matches(read, campaign.Id, query.Filter, query.Looks),
            RemovalOf = removals,
            Files = await AttachmentStore.OfEach(read, [.. shown.Select(SubjectOf), .. removals.Values.Select(SubjectOf)]),
            Removals = await OfferedRemoval.Of(read, visitor, await RemovalBoardStore.First(read, campaign.Id, MostRemovals), offers, CampaignPages.Address(campaign.Id)),
            Offers = await offers.Of(read, visitor, Console.Offers.OfCampaign, new() { [ReviewVerbs.Campaign] = campaign.Id.ToString() }, CampaignPages.Address(campaign.Id)),
            Now = read.Now,
        };
    }
}
