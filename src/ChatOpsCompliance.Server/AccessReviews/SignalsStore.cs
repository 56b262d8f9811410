using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>What was agreed on quality signals when a campaign was launched; a later change of the configuration changes nothing of it.</summary>
public static class SignalsStore
{
    private static readonly Sql Insert = new("insert into campaign_signals (campaign_id, signals) values (@campaign, @signals)");

    private static readonly Sql All = new("select campaign_id as campaign, signals from campaign_signals");

    private sealed record Row
    {
        public Id<Campaign> Campaign { get; init; }

        public Signals Signals { get; init; }
    }

    public static async Task<IReadOnlyDictionary<Id<Campaign>, Signals>> Agreed(Read read) => (await read.List<Row>(All)).ToDictionary(r => r.Campaign, r => r.Signals);

    internal static async Task Keep(Tx tx, Id<Campaign> campaign, Signals signals)
    {
        if (signals != Signals.Off) await tx.Run(Insert, new { campaign, signals = signals.ToString() });
    }
}
