namespace ChatOpsCompliance.Access;

/// <summary>What an entitlement of a system means, as its catalogue says. What the catalogue leaves empty is null: unknown, never false.</summary>
/// <param name="Name">As the grants name it.</param>
public sealed record Entitlement(string System, string Name)
{
    /// <summary>What a reviewer reads in place of the name.</summary>
    public required string Title { get; init; }

    /// <summary>What somebody who has it can do, in plain words; empty when nobody wrote it down.</summary>
    public string Allows { get; init; } = "";

    /// <summary>Who answers for the role itself. Lower case.</summary>
    public string? OwnerEmail { get; init; }

    public bool? Privileged { get; init; }

    /// <summary>Whether everybody of the roster has it by being there.</summary>
    public bool? Birthright { get; init; }
}

/// <summary>The catalogue of one system, by the name of the entitlement.</summary>
public sealed class Catalogue(IEnumerable<Entitlement> entitlements)
{
    public static readonly Catalogue None = new([]);

    private readonly Dictionary<string, Entitlement> all = entitlements.ToDictionary(e => e.Name, StringComparer.Ordinal);

    public Entitlement? Find(string name) => all.GetValueOrDefault(name);

    /// <summary>The grant with what the catalogue knows of it: privileged when either says so, and unknown only when neither says.</summary>
    public Grant Complete(Grant grant) =>
        Find(grant.Entitlement)?.Privileged is { } privileged && grant.Privileged != true && grant.Privileged != privileged ? grant with { Privileged = privileged } : grant;
}

/// <summary>The catalogue of a system was taken in whole: what it means to have each of its entitlements.</summary>
public sealed record EntitlementsImported(string System, string FileHash, int Count, int Added, int Changed, int Removed) : Fact
{
    public override string Kind => "entitlements.imported";

    public override string Subject => $"system/{System}";
}
