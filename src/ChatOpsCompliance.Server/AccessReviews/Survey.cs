using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>
/// What the first walk over the whole population finds of its entitlements, and what is asked of each beside its grants: one item for a birthright,
/// one for a role, one for a statement. The walk that writes items finds it complete.
/// </summary>
internal sealed class Survey(ReviewDefinition definition, Bench bench, IReadOnlyDictionary<string, Person> byEmail, KnownGrants? lastReview)
{
    private readonly SortedDictionary<(string System, string Entitlement, string Environment), (int Fitting, int Others)> rules = [];
    private readonly SortedDictionary<(string System, string Entitlement), (int Holders, bool? Privileged)> roles = [];
    private readonly Dictionary<Id<Person>, SortedSet<ulong>> picked = [];
    private bool complete;

    /// <summary>Nothing more is counted: the walk is done again, to write.</summary>
    public void Complete() => complete = true;

    /// <summary>Counts a grant; true when a rule stands for it, so that it is no item of its own.</summary>
    public bool Saw(string system, Grant grant, Entitlement? entitlement, Person? holder)
    {
        var fits = Birthright.Fits(grant, entitlement, holder) && definition.OnlyOf is null;
        if (complete || definition.OnlyOf is not null) return fits;
        if (entitlement?.Birthright == true)
        {
            var key = (system, grant.Entitlement, grant.Environment);
            var (fitting, others) = rules.GetValueOrDefault(key);
            rules[key] = fits ? (fitting + 1, others) : (fitting, others + 1);
        }

        if (definition.Roles == RoleDefinitions.All || (definition.Roles == RoleDefinitions.Privileged && grant.Privileged == true))
        {
            var (holders, privileged) = roles.GetValueOrDefault((system, grant.Entitlement));
            roles[(system, grant.Entitlement)] = (holders + 1, privileged == true ? true : grant.Privileged);
        }

        return fits;
    }

    /// <summary>Whether this is one of the few of its reviewer that are picked at random. Asked of each unflagged item on both walks; the second knows the answer.</summary>
    public bool Picks(Id<Person> reviewer, long snapshot, string system, GrantKey grant)
    {
        if (definition.Signals == Signals.Off) return false;
        if (!picked.TryGetValue(reviewer, out var smallest)) picked[reviewer] = smallest = [];
        var rank = RandomKeeps.Rank(snapshot, system, grant);
        if (complete) return smallest.Contains(rank);
        smallest.Add(rank);
        if (smallest.Count > RandomKeeps.Each) smallest.Remove(smallest.Max);
        return false;
    }

    /// <summary>The items of a system that are not grants.</summary>
    public IReadOnlyList<StagedItem> Of(string system, long snapshot, Catalogue catalogue, Person? systemOwner)
    {
        var items = new List<StagedItem>();
        foreach (var ((_, name, environment), (fitting, others)) in rules.Where(r => r.Key.System == system && r.Value.Fitting > 0))
            items.Add(Item(ItemKind.Rule, system, snapshot, name, environment, null, [], Birthright.Statement(fitting, others), fitting, OwnerOf(name)));
        foreach (var ((_, name), (holders, privileged)) in roles.Where(r => r.Key.System == system))
            items.Add(Item(ItemKind.RoleDefinition, system, snapshot, name, "", privileged, RoleDefinition.Flags(catalogue.Find(name), privileged), RoleDefinition.Statement(name, catalogue.Find(name), holders), 0, OwnerOf(name)));
        return items;

        Person OwnerOf(string entitlement) => Routing.Answering(
            catalogue.Find(entitlement)?.OwnerEmail is { } email ? byEmail.GetValueOrDefault(email) : null,
            bench with { SystemOwner = systemOwner });
    }

    /// <summary>The statements somebody answers for.</summary>
    public IReadOnlyList<StagedItem> Statements() => definition.OnlyOf is not null ? [] :
        [.. definition.Attestations.Select(a => Item(ItemKind.Attestation, "", 0, a.Name, "", null, [], a.Statement, 0, Routing.Answering(byEmail.GetValueOrDefault(a.By), bench)))];

    private StagedItem Item(ItemKind kind, string system, long snapshot, string name, string environment, bool? privileged, IReadOnlyList<Flag> flags, string statement, int covers, Person reviewer)
    {
        var about = new Grant { Account = ReviewWords.Holder(kind), AccountType = AccountType.Shared, Entitlement = name, Environment = environment, Privileged = privileged };
        return new(0, snapshot, system, about, null, reviewer, Flag.Write(flags)) { Kind = kind, Covers = covers, Statement = statement, LastSaid = lastReview?.Said(system, about.Key) };
    }
}
