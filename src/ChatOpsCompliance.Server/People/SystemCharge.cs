using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>Who answers for a system now: its owner; when that one is gone, a compliance officer, so that it is never nobody.</summary>
/// <param name="Person">Null when neither is active; then the compliance channel is all there is.</param>
public sealed record SystemCharge(Person? Person)
{
    public string Name => Person?.Name ?? "The compliance team";

    public static async Task<SystemCharge> Of(Read read, SystemDefinition? system, RoleBook roles)
    {
        foreach (var email in (system is null ? [] : new[] { system.Owner }).Concat(roles.Emails("compliance").Order(StringComparer.Ordinal)))
            if (await PeopleStore.ByEmail(read, email) is { Active: true } person) return new(person);
        return new((Person?)null);
    }
}
