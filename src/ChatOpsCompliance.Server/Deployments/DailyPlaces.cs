using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>
/// Where the sources are read each day: wherever a policy covers what was heard of, and wherever a policy names repository and environment without a
/// pattern. Of each place once a day, and again each hour while that fails.
/// </summary>
public sealed class DailyPlaces(Database database, PolicyBook policies, ChangeSources sources)
{
    /// <summary>How long a source may fail until compliance is told.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>Every place of which this reading is due today (UTC), watched from now on if it was not.</summary>
    internal async Task<IReadOnlyList<(Place Place, ReadingStore.State State)>> Due(Reading reading, CancellationToken ct)
    {
        var due = new List<(Place, ReadingStore.State)>();
        foreach (var place in await database.Read(All, ct))
        {
            var state = await database.Read(read => ReadingStore.Of(read, place, reading), ct);
            if (state is null)
            {
                await database.Bulk(Actor.Service, tx => ReadingStore.Watch(tx, place, reading), ct);
                state = (await database.Read(read => ReadingStore.Of(read, place, reading), ct))!;
            }

            if (state.ReadAt is not { } at || Day(at) < Day(await database.Read(read => Task.FromResult(read.Now), ct))) due.Add((place, state));
        }

        return due;
    }

    public static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    /// <summary>Failed is not empty: it is tried again, and told when it has failed for a day.</summary>
    internal Task<Done> Failed(Place place, Reading reading, string why, CancellationToken ct) => database.Bulk(
        Actor.Service,
        async tx =>
        {
            await ReadingStore.Failed(tx, place, reading, why.Length > 1000 ? why[..1000] : why);
            var since = (await ReadingStore.Of(tx, place, reading))!.FailingSince!.Value;
            var failed = new ReadingFailed(place.Source, place.Repository, place.Environment, reading, since, new(why));
            if (tx.Now - since >= Patience && await ReadingStore.Record(tx, failed)) tx.Happened(failed);
            return Done.It;
        },
        ct);

    private async Task<IReadOnlyList<Place>> All(Read read)
    {
        var places = new Dictionary<(string, string), DateTimeOffset>();
        foreach (var heard in await ReadingStore.HeardOf(read)) places[(heard.Repository, heard.Environment)] = heard.Since;
        foreach (var policy in policies.All)
            foreach (var repository in policy.Repositories.Concat(policy.Baselines.Keys).Where(r => !r.Contains('*', StringComparison.Ordinal)))
                foreach (var environment in policy.Environments.Where(e => !e.Contains('*', StringComparison.Ordinal)))
                    if (Target.Of(repository) is { } known && Target.Of(environment) is { } where) places.TryAdd((known, where), read.Now);
        var found = new List<Place>();
        foreach (var ((repository, environment), since) in places)
            if (policies.For(repository, environment) is not null && sources.Of(repository) is { } source) found.Add(new(source.Name, repository, environment, since));
        return found;
    }
}
