using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Who reviews an item changes here and nowhere else. A draft is its writer's: the next reviewer starts anew.</summary>
public static class ReassignStore
{
    // What was delegated remembers whose it is until somebody else is chosen for it.
    private static readonly Sql GiveIt = new("""
        update review_item set reviewer_id = @to, delegated_from = case when @cause = 'Delegated' then coalesce(delegated_from, @from) end, draft = null, draft_words = null, draft_to = null, drafted_at = null,
            given_from = @from, given_cause = @cause, given_words = @words
        where campaign_id = @campaign and ordinal = @ordinal and reviewer_id = @from and outcome = 'Undecided'
          and exists (select 1 from campaign c where c.id = @campaign and c.status = 'Active')
        """);

    /// <summary>False when the item was decided or given away meanwhile.</summary>
    internal static async Task<bool> Record(Tx tx, ItemReassigned fact) =>
        await tx.Run(GiveIt, new { campaign = fact.Campaign, ordinal = fact.Ordinal, from = fact.From, to = fact.To, cause = fact.Cause.ToString(), words = fact.Words?.Text }) > 0;
}
