using ChatOpsCompliance.EmergencyChanges;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>The policies of the configuration. The first that covers a deployment holds.</summary>
public sealed class PolicyBook(IReadOnlyList<EmergencyPolicy> policies)
{
    public IReadOnlyList<EmergencyPolicy> All => policies;

    public EmergencyPolicy? For(string repository, string environment) => policies.FirstOrDefault(p => p.Covers(repository, environment));

    public EmergencyPolicy? Named(string name) => policies.FirstOrDefault(p => p.Name == name);

    /// <summary>Whom to ask when none covers it.</summary>
    public string Owners => policies.Count == 0
        ? "None is configured yet (EmergencyChanges:Policies); ask the compliance team."
        : $"Policies are owned by {string.Join(", ", policies.Select(p => p.Owner).Distinct(StringComparer.Ordinal))}; ask there.";

    /// <summary>What a request keeps of its policy, and what a change of the configuration may still take away: the right to approve.</summary>
    public EmergencyPolicy AsOfNow(EmergencyPolicy recorded) => Named(recorded.Name) is { } now ? recorded with { Approvers = now.Approvers } : recorded;
}
