using ChatOpsCompliance.Access;

namespace ChatOpsCompliance.Server.Access;

/// <summary>A system whose access is reviewed, as configured (<c>Systems</c>).</summary>
/// <param name="Owner">E-mail, lower case; supplies extracts and removes access.</param>
public sealed record SystemDefinition(string Name, string Title, string Owner, string Classification)
{
    /// <summary>It can't be exported: what somebody saw there counts when a second person has looked as well.</summary>
    public bool ByInspection { get; init; }

    /// <summary>It is this service, which reads itself each day.</summary>
    public bool IsOwn { get; init; }
}

/// <summary>The systems of the configuration, by name, and which of their entitlements may not go together (<c>Conflicts</c>).</summary>
public sealed class SystemBook(IReadOnlyList<SystemDefinition> systems, IReadOnlyList<Conflict> conflicts)
{
    public IReadOnlyList<Conflict> Conflicts => conflicts;

    public IReadOnlyList<SystemDefinition> All => systems;

    public SystemDefinition? Find(string name) => systems.FirstOrDefault(s => s.Name == name);

    public string Names => string.Join(", ", systems.Select(s => s.Name));
}
