using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Demo;

/// <summary>Writes what nobody may: a decision changed in its table, as somebody with the database's password could. For the demo's tour alone.</summary>
internal static class AlteredRowStore
{
    private static readonly Sql Overwrite = new("update review_item set outcome = @outcome, decision = @decision where campaign_id = @campaign and ordinal = @ordinal");

    public static Task<int> Write(Tx tx, Id<Campaign> campaign, int ordinal, string outcome, string decision) => tx.Run(Overwrite, new { campaign, ordinal, outcome, decision });
}
