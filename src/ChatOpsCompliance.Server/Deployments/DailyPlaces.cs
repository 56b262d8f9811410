using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>
/// Where the sources are read each day: wherever a policy covers what a source tells of itself, what was heard of, and what the policy names without a
/// pattern. Of each place once a day, and again each hour while that fails.
/// </summary>
public sealed class DailyPlaces(Database database, PolicyBook policies, ChangeSources sources, ILogger<DailyPlaces> log)
{
    /// <summary>How long a source may fail until compliance is told.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>Once a day each source is asked which repositories and environments there are: where no webhook was ever set up, nothing is heard of.</summary>
    public async Task Find(CancellationToken ct = default)
    {
        foreach (var source in sources.All)
        {
            var whole = new Place(source.Name, $"{source.Name}:*", "*", await Now(ct));
            if (source.Places is not { } ask || await Due(whole, Reading.Places, ct) is null) continue;
            try
            {
                var asked = await Now(ct);
                var found = await ask(repository => policies.All.Any(p => p.Repositories.Any(r => Pattern.Matches(repository, r))), ct);
                foreach (var (repository, environment) in found)
                    if (Target.Of(repository) is { } known && Target.Of(environment) is { } where && policies.For(known, where) is not null) await Watch(new(source.Name, known, where, asked), repository, environment, ct);
                await database.Bulk(Actor.Service, tx => Answered(tx, whole, Reading.Places, asked, asked), ct);
            }
            catch (SourceOutageException e)
            {
                log.LogWarning(e, "The repositories of {Source} could not be read; asked again within the hour", source.Name);
                await Failed(whole, Reading.Places, e.Message, ct);
            }
        }
    }

    /// <summary>Every place of which this reading is due today (UTC), watched from now on if it was not.</summary>
    internal async Task<IReadOnlyList<(Place Place, ReadingStore.State State)>> Due(Reading reading, CancellationToken ct)
    {
        var due = new List<(Place, ReadingStore.State)>();
        foreach (var place in await database.Read(read => All(read, reading), ct))
            if (await Due(place, reading, ct) is { } state) due.Add((place, state));
        return due;
    }

    /// <summary>Null when it was read today.</summary>
    private async Task<ReadingStore.State?> Due(Place place, Reading reading, CancellationToken ct)
    {
        var state = await database.Read(read => ReadingStore.Of(read, place, reading), ct);
        if (state is null)
        {
            await database.Bulk(Actor.Service, tx => ReadingStore.Watch(tx, place, reading), ct);
            state = (await database.Read(read => ReadingStore.Of(read, place, reading), ct))!;
        }

        return state.ReadAt is not { } at || Day(at) < Day(await Now(ct)) ? state : null;
    }

    private Task<Done> Watch(Place place, string repository, string environment, CancellationToken ct) => database.Bulk(
        Actor.Service,
        async tx =>
        {
            await ReadingStore.Watch(tx, place, Reading.Deployments);
            await ReadingStore.Watch(tx, place, Reading.Protection);
            await ReadingStore.Spell(tx, place, repository, environment);
            return Done.It;
        },
        ct);

    private Task<DateTimeOffset> Now(CancellationToken ct) => database.Read(read => Task.FromResult(read.Now), ct);

    public static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    /// <summary>The source answered. False when a newer reading was faster.</summary>
    internal static async Task<bool> Answered(Tx tx, Place place, Reading reading, DateTimeOffset asked, DateTimeOffset until)
    {
        var before = await ReadingStore.Of(tx, place, reading);
        if (!await ReadingStore.Read(tx, place, reading, asked, until)) return false;
        if (before?.ToldAt is not null) tx.Happened(new ReadingAnswered(place.Source, place.Repository, place.Environment, reading, asked));
        return true;
    }

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

    private async Task<IReadOnlyList<Place>> All(Read read, Reading reading)
    {
        var places = new Dictionary<(string, string), DateTimeOffset>();
        foreach (var watched in await ReadingStore.All(read, reading)) places[(Target.Of(watched.Repository)!, Target.Of(watched.Environment)!)] = watched.WatchedSince;
        foreach (var heard in await ReadingStore.HeardOf(read)) places.TryAdd((heard.Repository, heard.Environment), heard.Since);
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
