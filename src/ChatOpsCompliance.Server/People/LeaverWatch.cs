using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>
/// Asks of each system: who of those who left still has access there, by its newest extract? Opens what is new, settles what is gone, opens again what came
/// back. The extract is walked outside any transaction; asking twice changes nothing.
/// </summary>
public sealed class LeaverWatch(Database database, SystemBook systems, Outbox outbox, RoleBook roles, TimeProvider clock)
{
    private const int MostNamed = 5;

    /// <param name="only">One system, or null for all.</param>
    /// <returns>How many incidents were opened.</returns>
    public async Task<int> Run(string? only, CancellationToken ct = default)
    {
        var opened = 0;
        foreach (var system in systems.All.Where(s => only is null || s.Name == only)) opened += await Ask(system, ct);
        return opened;
    }

    private async Task<int> Ask(SystemDefinition system, CancellationToken ct)
    {
        var (snapshot, left, held, concerned) = await database.Read(
            async read =>
            {
                var gone = await PeopleStore.WhoLeft(read);
                if (await SnapshotStore.Newest(read, system.Name) is not { } newest) return ((AccessSnapshot?)null, gone, (ILookup<Id<Person>, SnapshotStore.Held>?)null, false);
                var grants = gone.Count == 0 ? null : await SnapshotStore.HeldBy(read, newest.Number, system.Name, gone);
                return ((AccessSnapshot?)newest, gone, grants, grants is { Count: > 0 } || (await LeaverStore.Of(read, system.Name)).Count > 0);
            },
            ct);
        if (snapshot is null || !concerned) return 0;
        return await database.Bulk(Actor.Service, tx => Judge(tx, system, snapshot, left, held), ct);
    }

    private async Task<int> Judge(Tx tx, SystemDefinition system, AccessSnapshot snapshot, IReadOnlyList<Person> left, ILookup<Id<Person>, SnapshotStore.Held>? held)
    {
        // A newer extract is asked by whoever published it.
        if ((await SnapshotStore.Newest(tx, system.Name))?.Number != snapshot.Number) return 0;
        var told = new LeaverNews();
        var known = (await LeaverStore.Of(tx, system.Name)).ToDictionary(i => i.Person);
        var gone = left.ToDictionary(p => p.Id);
        foreach (var incident in known.Values)
        {
            var grants = held?[incident.Person].ToList() ?? [];
            if (!gone.ContainsKey(incident.Person)) await Withdraw(tx, incident);
            else await Settle(tx, incident, snapshot, grants, told);
        }

        foreach (var person in left.Where(p => !known.ContainsKey(p.Id) && held?.Contains(p.Id) == true))
            if (await PeopleStore.ById(tx, person.Id) is { Active: false }) await Open(tx, system, snapshot, person, [.. held![person.Id]], told);
        await Tell(tx, system, told);
        return told.Opened.Count;
    }

    private async Task Open(Tx tx, SystemDefinition system, AccessSnapshot snapshot, Person person, IReadOnlyList<SnapshotStore.Held> grants, LeaverNews told)
    {
        var id = new Id<LeaverIncident>(Guid.CreateVersion7(clock.GetUtcNow()));
        var opened = new IncidentOpened(id, person.Id, system.Name, snapshot.Number, grants.Count, Privileged(grants), tx.Now + LeaverIncident.Deadline);
        if (!await LeaverStore.Open(tx, opened, What(grants), snapshot.Facts.Method, snapshot.Facts.ExtractedAt)) return;
        tx.Happened(opened);
        told.Opened.Add((await LeaverStore.One(tx, id))!);
    }

    private static async Task Settle(Tx tx, LeaverIncident incident, AccessSnapshot snapshot, IReadOnlyList<SnapshotStore.Held> grants, LeaverNews told)
    {
        var fact = incident.Judge(snapshot, grants.Count);
        var recorded = fact switch
        {
            IncidentVerified verified => await LeaverStore.Record(tx, verified),
            IncidentReopened reopened => await LeaverStore.Record(tx, reopened),
            _ => false,
        };
        if (grants.Count > 0) await LeaverStore.NoteSeen(tx, incident.Id, grants.Count, Privileged(grants), What(grants), snapshot.Facts.Method, snapshot.Facts.ExtractedAt);
        if (!recorded) return;
        tx.Happened(fact!);
        (fact is IncidentVerified ? told.Gone : told.Back).Add((await LeaverStore.One(tx, incident.Id))!);
    }

    private static async Task Withdraw(Tx tx, LeaverIncident incident)
    {
        if (await PeopleStore.ById(tx, incident.Person) is not { Active: true }) return;
        var withdrawn = new IncidentWithdrawn(incident.Id, incident.Person, incident.System);
        if (await LeaverStore.Record(tx, withdrawn)) tx.Happened(withdrawn);
    }

    private async Task Tell(Tx tx, SystemDefinition system, LeaverNews told)
    {
        if (told.Nothing) return;
        var inCharge = await SystemCharge.Of(tx, system, roles);
        if (inCharge.Person is { } owner && told.ForOwner) await outbox.PostTo(tx, owner.Id, told.Card(system, owner.TimeZone, inCharge.Name, forOwner: true));
        await outbox.PostToCompliance(tx, told.Card(system, "UTC", inCharge.Name, forOwner: false));
    }

    /// <summary>Privileged ones first; cut where the table ends.</summary>
    private static string What(IReadOnlyList<SnapshotStore.Held> grants)
    {
        var named = grants.OrderByDescending(g => g.Privileged == true).Take(MostNamed).Select(g => $"{g.Entitlement}{(g.Environment.Length > 0 ? $" ({g.Environment})" : "")}");
        var text = $"{string.Join(", ", named)}{(grants.Count > MostNamed ? $" and {grants.Count - MostNamed} more" : "")}; account {string.Join(", ", grants.Select(g => g.Account).Distinct(StringComparer.Ordinal))}";
        return text.Length > 1000 ? text[..999] + "…" : text;
    }

    private static int Privileged(IEnumerable<SnapshotStore.Held> grants) => grants.Count(g => g.Privileged == true);
}
