using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Access;

/// <summary>One side of a conflict: an entitlement, of one system or of any.</summary>
public sealed record ConflictTerm(string? System, string Entitlement)
{
    public bool Matches(string system, string entitlement) => Entitlement == entitlement && (System is null || System == system);
}

/// <summary>Entitlements that one person may not have together (segregation of duties), such as approving a payment and making one.</summary>
public sealed record Conflict(string Name, IReadOnlyList<ConflictTerm> Terms)
{
    /// <summary>Reads the setting: entitlements separated by commas, each as <c>entitlement</c> or <c>system/entitlement</c>.</summary>
    public static Conflict? Parse(string name, string text, IReadOnlyCollection<string> systems, out string? fault)
    {
        var terms = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(t => Term(t, systems)).Distinct().ToList();
        fault = terms.Count < 2 ? "at least two different entitlements are needed, separated by a comma: 'system/entitlement, system/entitlement'" : terms.Exists(t => t.Entitlement.Length == 0) ? "an entitlement's name is missing after the system" : null;
        return fault is null ? new(name, terms) : null;
    }

    // The part before the first slash is a system only when there is such a system: entitlements have slashes too.
    private static ConflictTerm Term(string text, IReadOnlyCollection<string> systems)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && systems.Contains(text[..slash].Trim()) ? new(text[..slash].Trim(), text[(slash + 1)..].Trim()) : new(null, text);
    }
}

/// <summary>What each person has of the entitlements that conflict, over all systems and accounts: one person behind several accounts is one person.</summary>
public sealed class HeldTogether(IReadOnlyList<Conflict> conflicts)
{
    private readonly Dictionary<Id<Person>, HashSet<(string System, string Entitlement)>> held = [];

    public bool Any => conflicts.Count > 0;

    /// <summary>The names to look for in a system.</summary>
    public IReadOnlyList<string> NamesIn(string system) => [.. conflicts.SelectMany(c => c.Terms).Where(t => t.System is null || t.System == system).Select(t => t.Entitlement).Distinct(StringComparer.Ordinal)];

    public void Add(Id<Person> person, string system, string entitlement)
    {
        if (!held.TryGetValue(person, out var all)) held[person] = all = [];
        all.Add((system, entitlement));
    }

    /// <summary>With what else this person's grant conflicts, as a reviewer reads it.</summary>
    public IReadOnlyList<string> With(Id<Person>? person, string system, string entitlement)
    {
        if (person is not { } id || !held.TryGetValue(id, out var all)) return [];
        var reasons = from conflict in conflicts
                      from mine in conflict.Terms
                      where mine.Matches(system, entitlement)
                      from other in conflict.Terms
                      where other != mine
                      from had in all
                      where other.Matches(had.System, had.Entitlement) && had != (system, entitlement)
                      select $"conflicts with {had.Entitlement} on {had.System} ({conflict.Name})";
        return [.. reasons.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
