using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Walks the items of a campaign in their order, some at a time, whatever their number.</summary>
public static class FrozenPopulation
{
    private const int Step = 2000;

    public static async IAsyncEnumerable<ReviewItem> Items(Read read, Id<Campaign> campaign)
    {
        for (var after = 0; ;)
        {
            var items = await ItemStore.Page(read, campaign, after, Step);
            foreach (var item in items) yield return item;
            if (items.Count < Step) yield break;
            after = items[^1].Ordinal;
        }
    }

    /// <summary>The population as it stands in the database now: how many, and their hash.</summary>
    public static async Task<(int Count, string Hash)> Hash(Read read, Id<Campaign> campaign)
    {
        using var hash = new PopulationHash();
        await foreach (var i in Items(read, campaign)) hash.Add(i.Ordinal, i.System, i.Grant, i.AccountType, i.Privileged, Flag.Write(i.Flags), i.Kind, i.Statement, i.Covers);
        return (hash.Count, hash.Finish());
    }
}
