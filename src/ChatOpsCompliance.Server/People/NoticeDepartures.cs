using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>Asks whose last day has passed: a contract ends without a newer roster. Asking twice changes nothing.</summary>
public sealed class NoticeDepartures(Database database)
{
    public async Task<int> Run(CancellationToken ct = default)
    {
        if ((await database.Read(DepartureStore.MayHaveEnded, ct)).Count == 0) return 0;
        return await database.Bulk(
            Actor.Service,
            async tx =>
            {
                var noticed = 0;
                foreach (var id in await DepartureStore.MayHaveEnded(tx))
                {
                    if (await PeopleStore.ById(tx, id) is not { Active: false } person || !await DepartureStore.Note(tx, id, Departed.EndDate, person.EndDate)) continue;
                    tx.Happened(new PersonLeft(id, Departed.EndDate, person.EndDate));
                    noticed++;
                }

                return noticed;
            },
            ct);
    }
}
