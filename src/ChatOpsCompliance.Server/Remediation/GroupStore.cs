using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <param name="Via">The group or role path.</param>
/// <param name="Gives">The entitlements it gives.</param>
/// <param name="Members">Who is in it, by name where the roster knows them.</param>
public sealed record GroupEffect(string System, string Via, IReadOnlyList<string> Gives, IReadOnlyList<(string Account, string Name)> Members);

/// <summary>What else hangs on the groups that inherited access comes through, as the newest extract has it.</summary>
public static class GroupStore
{
    /// <summary>More than anybody reads.</summary>
    private const int Most = 5000;

    private static readonly Sql MembersOf = new("""
        select distinct g.granted_via as via, g.account, coalesce(e.name, g.account) as name
        from access_grant g join roster_current r on r.id = 1 left join roster_entry e on e.roster = r.roster and e.email = g.person_email
        where g.snapshot = @snapshot and g.granted_via in list(@groups) order by g.granted_via, name, g.account page(@count)
        """);

    private static readonly Sql GivenBy = new("""
        select distinct granted_via as via, entitlement from access_grant where snapshot = @snapshot and granted_via in list(@groups) order by granted_via, entitlement page(@count)
        """);

    internal sealed record MemberRow
    {
        public string Via { get; init; } = "";

        public string Account { get; init; } = "";

        public string Name { get; init; } = "";
    }

    internal sealed record GivenRow
    {
        public string Via { get; init; } = "";

        public string Entitlement { get; init; } = "";
    }

    /// <summary>The groups of these removals; nothing is read when none is inherited.</summary>
    public static async Task<IReadOnlyList<GroupEffect>> Of(Read read, IEnumerable<RemediationTask> tasks)
    {
        var effects = new List<GroupEffect>();
        foreach (var system in tasks.Where(t => !string.IsNullOrEmpty(t.Via)).GroupBy(t => t.System))
        {
            if (await SnapshotStore.Newest(read, system.Key) is not { } snapshot) continue;
            var args = new { snapshot = snapshot.Number, groups = read.In(system.Select(t => t.Via).Distinct()), count = Most };
            var members = (await read.List<MemberRow>(MembersOf, args)).ToLookup(m => m.Via, StringComparer.Ordinal);
            var given = (await read.List<GivenRow>(GivenBy, args)).ToLookup(g => g.Via, StringComparer.Ordinal);
            effects.AddRange(system.Select(t => t.Via!).Distinct().Select(via => new GroupEffect(system.Key, via, [.. given[via].Select(g => g.Entitlement)], [.. members[via].Select(m => (m.Account, m.Name))])));
        }

        return effects;
    }
}
