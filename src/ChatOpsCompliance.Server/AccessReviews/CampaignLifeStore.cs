using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>What changes in a campaign's row between its launch and its end. Each write is guarded by the state it leaves.</summary>
public static class CampaignLifeStore
{
    private static readonly Sql ExtendIt = new("""
        update campaign set due_at = @until, original_due_at = coalesce(original_due_at, due_at) where id = @campaign and status = 'Active' and due_at = @before
        """);

    private static readonly Sql CancelIt = new("""
        update campaign set status = 'Cancelled', cancelled_at = @now, cancelled_by = @by, reason = @reason where id = @campaign and status in ('Active', 'Remediating')
        """);

    private static readonly Sql ApproveIt = new("""
        update campaign set status = 'Approved', approved_at = @now, approved_by = @by, approval = @note where id = @campaign and status = 'Closed'
        """);

    private static readonly Sql OpenAgain = new("update campaign set status = 'Active', review_completed_at = null where id = @campaign and status = 'Remediating'");

    private static readonly Sql Follow = new("update campaign set roster_followed = @roster where id = @campaign and (roster_followed is null or roster_followed < @roster)");

    private static readonly Sql Followed = new("select coalesce(roster_followed, 0) from campaign where id = @campaign");

    private static readonly Sql CancelledBefore = new("""
        select id from campaign where definition = @definition and period = @period and status = 'Cancelled' order by attempt desc page(@count)
        """);

    internal static async Task<bool> Record(Tx tx, CampaignExtended fact) => await tx.Run(ExtendIt, new { campaign = fact.Campaign, until = fact.Until, before = fact.From }) > 0;

    internal static async Task<bool> Record(Tx tx, CampaignCancelled fact) =>
        await tx.Run(CancelIt, new { campaign = fact.Campaign, now = tx.Now, by = fact.By, reason = fact.Why.Text }) > 0;

    internal static async Task<bool> Record(Tx tx, CampaignApproved fact) =>
        await tx.Run(ApproveIt, new { campaign = fact.Campaign, now = tx.Now, by = fact.By, note = fact.Note?.Text }) > 0;

    /// <summary>A campaign whose every item had its outcome is open for decisions again.</summary>
    internal static Task<int> Reopen(Tx tx, Id<Campaign> campaign) => tx.Run(OpenAgain, new { campaign });

    /// <summary>The roster up to which moves were followed in this campaign.</summary>
    internal static Task<long> RosterOf(Read read, Id<Campaign> campaign) => read.One<long>(Followed, new { campaign });

    internal static Task<int> HasFollowed(Tx tx, Id<Campaign> campaign, long roster) => tx.Run(Follow, new { campaign, roster });

    /// <summary>The newest campaign of this period that was cancelled, or null.</summary>
    public static Task<Id<Campaign>?> LastCancelled(Read read, string definition, DateOnly period) => read.One<Id<Campaign>?>(CancelledBefore, new { definition, period, count = 1 });
}
