using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Access;

/// <summary>Who has what of the entitlements that conflict: over the snapshots a review is made from, and the newest of every other system.</summary>
public static class HoldingStore
{
    public static async Task<HeldTogether> Of(Read read, SystemBook systems, IReadOnlyList<(string System, long Snapshot)> frozen, IReadOnlyList<Person> people)
    {
        var held = new HeldTogether(systems.Conflicts);
        if (!held.Any) return held;
        foreach (var system in systems.All.Select(s => s.Name))
        {
            var names = held.NamesIn(system);
            if (names.Count == 0) continue;
            var at = frozen.Where(f => f.System == system).Select(f => (long?)f.Snapshot).FirstOrDefault() ?? (await SnapshotStore.Newest(read, system))?.Number;
            if (at is not { } snapshot) continue;
            var accounts = await AccountMapStore.Of(read, system, people);
            foreach (var grant in await SnapshotStore.Named(read, snapshot, names))
                if (grant.AccountType == AccountType.Human && accounts.Behind(grant) is { } person) held.Add(person.Id, system, grant.Entitlement);
        }

        return held;
    }
}
