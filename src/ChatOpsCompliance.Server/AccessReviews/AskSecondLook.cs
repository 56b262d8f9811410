using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>What follows from keeping what is flagged, in a review of two stages: in the same transaction the item goes to its second reviewer.</summary>
public sealed class AskSecondLook(ReviewBook reviews, SystemBook systems)
{
    public async Task From(Tx tx, ItemDecided decided)
    {
        if (decided.Decision != Decision.Keep || reviews.All.All(r => r.SecondStage is null)) return;
        var campaign = (await CampaignStore.ById(tx, decided.Campaign))!;
        if (reviews.Find(campaign.Definition) is not { SecondStage: { } stage } definition) return;
        var item = (await ItemStore.One(tx, decided.Campaign, decided.Ordinal))!;
        if (!SecondLook.Wanted(item, decided.Decision, stage)) return;

        var people = await PeopleStore.Everybody(tx);
        var lines = new ReportingLines(people);
        Person? Named(string? email) => people.FirstOrDefault(p => p.Email == email);
        var bench = new Bench(Named(systems.Find(item.System)?.Owner), Named(definition.Fallback), lines.Find(campaign.Owner));
        if (Routing.SecondReviewerOf(item, decided.By, stage == ReviewDefinition.SystemOwner ? bench.SystemOwner : Named(stage), bench, lines) is not { } second)
        {
            tx.Happened(new SecondLookMissing(item.Campaign, item.Ordinal, decided.By));
            return;
        }

        if (!await SecondStageStore.Open(tx, item)) throw new InvalidOperationException($"No second look could be asked for {decided.Subject}.");
        tx.Happened(new SecondLookAsked(item.Campaign, item.Ordinal, decided.By, second.Id));
        var (_, no) = await GiveItem.Run(tx, (await ItemStore.One(tx, item.Campaign, item.Ordinal))!, second, ReassignCause.SecondStage, null, null, lines);
        if (no is not null) throw new InvalidOperationException($"{decided.Subject} could not be given to its second reviewer: {no.Kind}.");
    }
}

/// <summary>Opens an item again for its second stage.</summary>
public static class SecondStageStore
{
    private static readonly Sql OpenAgain = new("""
        update review_item set stage = 2, first_by = decided_by, outcome = 'Undecided', statement = @statement, decision = null, words = null, decided_by = null, decided_at = null
        where campaign_id = @campaign and ordinal = @ordinal and stage = 1 and outcome = 'Kept'
        """);

    internal static async Task<bool> Open(Tx tx, ReviewItem kept) =>
        await tx.Run(OpenAgain, new { campaign = kept.Campaign, ordinal = kept.Ordinal, statement = SecondLook.Statement(kept) }) > 0;
}
