using System.IO.Hashing;
using System.Runtime.InteropServices;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Which grants the last review of a definition had, 128 bits each, so that a million fit in memory.</summary>
internal sealed class KnownGrants
{
    private readonly HashSet<UInt128> grants = [];

    private KnownGrants()
    {
    }

    /// <summary>Null when there was none: a first review is the baseline, and nothing in it is new.</summary>
    public static async Task<KnownGrants?> OfLastReview(Read read, string definition, Id<Campaign> current)
    {
        if (await CampaignStore.Before(read, definition, current) is not { } last) return null;
        var known = new KnownGrants();
        await foreach (var item in FrozenPopulation.Items(read, last)) known.grants.Add(Hash(item.System, item.Grant));
        return known;
    }

    public bool Has(string system, GrantKey grant) => grants.Contains(Hash(system, grant));

    private static UInt128 Hash(string system, GrantKey grant) =>
        XxHash128.HashToUInt128(MemoryMarshal.AsBytes($"{system}\0{grant.Account}\0{grant.Entitlement}\0{grant.Environment}".AsSpan()));
}
