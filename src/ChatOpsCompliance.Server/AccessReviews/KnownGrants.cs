using System.IO.Hashing;
using System.Runtime.InteropServices;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Which grants the last review of a definition had, and what was decided on each: 128 bits a grant and one text for all that read the same, so that a million fit in memory.</summary>
internal sealed class KnownGrants
{
    private const int Step = 2000;

    private readonly Dictionary<UInt128, LastSaid?> grants = [];
    private readonly Dictionary<LastSaid, LastSaid> texts = [];

    private KnownGrants()
    {
    }

    /// <summary>Null when there was none: a first review is the baseline, and nothing in it is new.</summary>
    public static async Task<KnownGrants?> OfLastReview(Read read, string definition, Id<Campaign> current)
    {
        if (await CampaignStore.Before(read, definition, current) is not { } last) return null;
        var known = new KnownGrants();
        var rules = new HashSet<(string System, string Entitlement, string Environment)>();
        await foreach (var item in FrozenPopulation.Items(read, last))
        {
            known.grants[Hash(item.System, item.Grant)] = known.Once(LastSaid.Of(item));
            if (item.Kind == ItemKind.Rule) rules.Add((item.System, item.Grant.Entitlement, item.Grant.Environment));
        }

        if (rules.Count > 0) await known.AddCovered(read, last, rules);
        return known;
    }

    /// <summary>Whoever a rule stood for had the access at the last review, and has no item there.</summary>
    private async Task AddCovered(Read read, Id<Campaign> last, HashSet<(string System, string Entitlement, string Environment)> rules)
    {
        foreach (var (system, snapshot) in (await CampaignStore.Snapshots(read, last)).Where(s => rules.Any(r => r.System == s.System)))
        {
            for (var after = 0; await SnapshotStore.Grants(read, snapshot, after, Step) is { Count: > 0 } some; after += some.Count)
                foreach (var grant in some.Where(g => rules.Contains((system, g.Entitlement, g.Environment)))) grants.TryAdd(Hash(system, grant.Key), null);
        }
    }

    public bool Has(string system, GrantKey grant) => grants.ContainsKey(Hash(system, grant));

    public LastSaid? Said(string system, GrantKey grant) => grants.GetValueOrDefault(Hash(system, grant));

    private LastSaid? Once(LastSaid? said)
    {
        if (said is null) return null;
        if (texts.TryGetValue(said, out var same)) return same;
        texts.Add(said, said);
        return said;
    }

    private static UInt128 Hash(string system, GrantKey grant) =>
        XxHash128.HashToUInt128(MemoryMarshal.AsBytes($"{system}\0{grant.Account}\0{grant.Entitlement}\0{grant.Environment}".AsSpan()));
}
