namespace ChatOpsCompliance.Access;

/// <summary>
/// Which grants a review covers. Terms are separated by spaces: <c>all</c>, <c>system:github</c>, <c>environment:production</c>,
/// <c>privileged</c>. Terms of one kind widen (or), terms of different kinds narrow (and).
/// </summary>
public sealed record Scope(IReadOnlySet<string> Systems, IReadOnlySet<string> Environments, bool PrivilegedOnly)
{
    /// <summary>Reads the setting; returns null and says what is wrong when it can't.</summary>
    public static Scope? Parse(string text, out string? fault)
    {
        fault = null;
        var systems = new HashSet<string>(StringComparer.Ordinal);
        var environments = new HashSet<string>(StringComparer.Ordinal);
        var privileged = false;
        var all = false;
        foreach (var term in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (term == "all") all = true;
            else if (term == "privileged") privileged = true;
            else if (term.StartsWith("system:", StringComparison.Ordinal) && term.Length > 7) systems.Add(term[7..]);
            else if (term.StartsWith("environment:", StringComparison.Ordinal) && term.Length > 12) environments.Add(term[12..]);
            else fault = $"'{term}' is no scope term; use all, privileged, system:NAME or environment:NAME";
        }

        if (fault is null && !all && !privileged && systems.Count + environments.Count == 0) fault = "a scope is needed; 'all' reviews everything";
        if (fault is null && all && (privileged || systems.Count + environments.Count > 0)) fault = "'all' stands alone";
        return fault is null ? new(systems, environments, privileged) : null;
    }

    public bool CoversSystem(string system) => Systems.Count == 0 || Systems.Contains(system);

    public bool Covers(string system, Grant grant) =>
        CoversSystem(system)
        && (Environments.Count == 0 || Environments.Contains(grant.Environment))
        && (!PrivilegedOnly || grant.Privileged != false); // unknown is never counted as not privileged
}
