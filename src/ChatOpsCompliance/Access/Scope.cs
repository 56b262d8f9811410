namespace ChatOpsCompliance.Access;

/// <summary>
/// Which grants a review covers. Terms are separated by spaces: <c>all</c>, <c>none</c>, <c>system:github</c>, <c>environment:production</c>,
/// <c>entitlement:*deploy*</c>, <c>privileged</c>. Terms of one kind widen (or), terms of different kinds narrow (and).
/// </summary>
public sealed record Scope(IReadOnlySet<string> Systems, IReadOnlySet<string> Environments, bool PrivilegedOnly)
{
    public static readonly Scope Nothing = new(new HashSet<string>(), new HashSet<string>(), false) { IsNothing = true };

    /// <summary>Names of entitlements; <c>*</c> stands for anything, upper and lower case are the same.</summary>
    public IReadOnlyList<string> Entitlements { get; init; } = [];

    /// <summary>No grant at all: a review of statements only.</summary>
    public bool IsNothing { get; private init; }

    /// <summary>Reads the setting; returns null and says what is wrong when it can't.</summary>
    public static Scope? Parse(string text, out string? fault)
    {
        fault = null;
        var systems = new HashSet<string>(StringComparer.Ordinal);
        var environments = new HashSet<string>(StringComparer.Ordinal);
        var entitlements = new List<string>();
        var privileged = false;
        string? alone = null;
        foreach (var term in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (term is "all" or "none") alone = term;
            else if (term == "privileged") privileged = true;
            else if (term.StartsWith("system:", StringComparison.Ordinal) && term.Length > 7) systems.Add(term[7..]);
            else if (term.StartsWith("environment:", StringComparison.Ordinal) && term.Length > 12) environments.Add(term[12..]);
            else if (term.StartsWith("entitlement:", StringComparison.Ordinal) && term.Length > 12) entitlements.Add(term[12..]);
            else fault = $"'{term}' is no scope term; use all, none, privileged, system:NAME, environment:NAME or entitlement:PATTERN";
        }

        var narrowed = privileged || systems.Count + environments.Count + entitlements.Count > 0;
        if (fault is null && alone is null && !narrowed) fault = "a scope is needed; 'all' reviews everything";
        if (fault is null && alone is not null && narrowed) fault = $"'{alone}' stands alone";
        if (fault is not null) return null;
        return alone == "none" ? Nothing : new(systems, environments, privileged) { Entitlements = entitlements };
    }

    /// <summary>Production, privileged and pipeline access are looked at more often than the rest.</summary>
    public bool IsSensitive => PrivilegedOnly || Environments.Contains("production") || Entitlements.Count > 0;

    public bool CoversSystem(string system) => !IsNothing && (Systems.Count == 0 || Systems.Contains(system));

    public bool Covers(string system, Grant grant) =>
        CoversSystem(system)
        && (Environments.Count == 0 || Environments.Contains(grant.Environment))
        && (Entitlements.Count == 0 || Entitlements.Any(pattern => Pattern.Matches(grant.Entitlement, pattern)))
        && (!PrivilegedOnly || grant.Privileged != false); // unknown is never counted as not privileged

    /// <summary>As the setting says it, whatever its order was.</summary>
    public override string ToString() => IsNothing ? "none" : string.Join(' ', (string[])
    [
        .. Systems.Order(StringComparer.Ordinal).Select(s => $"system:{s}"),
        .. Environments.Order(StringComparer.Ordinal).Select(e => $"environment:{e}"),
        .. Entitlements.Order(StringComparer.Ordinal).Select(e => $"entitlement:{e}"),
        .. PrivilegedOnly ? (string[])["privileged"] : [],
    ]) is { Length: > 0 } terms ? terms : "all";
}
