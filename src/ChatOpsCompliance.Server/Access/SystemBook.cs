namespace ChatOpsCompliance.Server.Access;

/// <summary>A system whose access is reviewed, as configured (<c>Systems</c>).</summary>
/// <param name="Owner">E-mail, lower case; supplies extracts and removes access.</param>
public sealed record SystemDefinition(string Name, string Title, string Owner, string Classification);

/// <summary>The systems of the configuration, by name.</summary>
public sealed class SystemBook(IReadOnlyList<SystemDefinition> systems)
{
    public IReadOnlyList<SystemDefinition> All => systems;

    public SystemDefinition? Find(string name) => systems.FirstOrDefault(s => s.Name == name);

    public string Names => string.Join(", ", systems.Select(s => s.Name));
}
