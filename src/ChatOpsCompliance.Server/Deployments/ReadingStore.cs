using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>How far each place's readings are, and since when they fail.</summary>
public static class ReadingStore
{
    private static readonly Sql Find = new("""
        select source, repository, environment, watched_since, read_until, read_at, failing_since, told_at from reading_state where place = @place and reading = @reading
        """);

    // Places of which something was heard, with when: what happened there before is nobody's to explain.
    private static readonly Sql Heard = new("""
        select repository, environment, min(at) as since
        from (select repository, environment, started_at as at from deployment union all select repository, environment, asked_at as at from gate_question) heard
        group by repository, environment order by repository, environment
        """);

    private static readonly Sql Watched = new("select source, repository, environment, watched_since, read_until, read_at, failing_since, told_at from reading_state where reading = @reading order by repository, environment");

    private static readonly Sql Every = new("select reading, source, repository, environment, watched_since, read_until, read_at, failing_since, fault, told_at from reading_state where reading <> @without order by repository, environment, reading");

    private static readonly Sql Respell = new("update reading_state set repository = @repository, environment = @environment where place = @place and (repository <> @repository or environment <> @environment)");

    private static readonly Sql Insert = new("""
        insert into reading_state (place, reading, source, repository, environment, watched_since)
        select @place, @reading, @source, @repository, @environment, @since where not exists (select 1 from reading_state where place = @place and reading = @reading)
        """);

    private static readonly Sql Done = new("""
        update reading_state set read_until = @until, read_at = @at, source = @source, failing_since = null, fault = null, told_at = null where place = @place and reading = @reading and (read_at is null or read_at < @at)
        """);

    private static readonly Sql Fail = new("""
        update reading_state set failing_since = coalesce(failing_since, @now), fault = @why where place = @place and reading = @reading
        """);

    private static readonly Sql Told = new("update reading_state set told_at = @now where place = @place and reading = @reading and told_at is null and failing_since is not null");

    internal sealed record HeardRow
    {
        public string Repository { get; init; } = "";

        public string Environment { get; init; } = "";

        public DateTimeOffset Since { get; init; }
    }

    /// <summary>Repository and environment in the source's own spelling.</summary>
    public sealed record State
    {
        /// <summary>Only <see cref="Everything"/> says it, and the fault.</summary>
        public Reading Reading { get; init; }

        public string? Fault { get; init; }

        public string Source { get; init; } = "";

        public string Repository { get; init; } = "";

        public string Environment { get; init; } = "";

        public DateTimeOffset WatchedSince { get; init; }

        public DateTimeOffset? ReadUntil { get; init; }

        public DateTimeOffset? ReadAt { get; init; }

        public DateTimeOffset? FailingSince { get; init; }

        public DateTimeOffset? ToldAt { get; init; }
    }

    /// <summary>The key of a place.</summary>
    public static string PlaceOf(string repository, string environment) => GateStore.KeyOf(repository, environment, "");

    internal static Task<State?> Of(Read read, Place place, Reading reading) => read.One<State>(Find, new { place = place.Key, reading = reading.ToString() });

    internal static Task<IReadOnlyList<HeardRow>> HeardOf(Read read) => read.List<HeardRow>(Heard);

    /// <summary>Every place of which this is read.</summary>
    internal static Task<IReadOnlyList<State>> All(Read read, Reading reading) => read.List<State>(Watched, new { reading = reading.ToString() });

    /// <summary>What is read of every place, for people to look at.</summary>
    public static Task<IReadOnlyList<State>> Everything(Read read) => read.List<State>(Every, new { without = nameof(Reading.Places) });

    /// <summary>The source told how it spells a place; it is asked in its own spelling from now on.</summary>
    internal static Task<int> Spell(Tx tx, Place place, string repository, string environment) => tx.Run(Respell, new { place = place.Key, repository, environment });

    internal static Task<int> Watch(Tx tx, Place place, Reading reading) =>
        tx.Run(Insert, new { place = place.Key, reading = reading.ToString(), source = place.Source, repository = place.Repository, environment = place.Environment, since = place.Since });

    /// <summary>False when a newer reading was faster.</summary>
    internal static async Task<bool> Read(Tx tx, Place place, Reading reading, DateTimeOffset at, DateTimeOffset until) =>
        await tx.Run(Done, new { place = place.Key, reading = reading.ToString(), source = place.Source, at, until }) > 0;

    internal static Task<int> Failed(Tx tx, Place place, Reading reading, string why) => tx.Run(Fail, new { place = place.Key, reading = reading.ToString(), now = tx.Now, why });

    /// <summary>False when it was said before.</summary>
    internal static async Task<bool> Record(Tx tx, ReadingFailed failed) =>
        await tx.Run(Told, new { place = PlaceOf(failed.Repository, failed.Environment), reading = failed.Reading.ToString(), now = tx.Now }) > 0;
}

/// <summary>An environment of a repository that a policy covers and a source can be asked about.</summary>
/// <param name="Since">From when on deployments there are this service's to know.</param>
public sealed record Place(string Source, string Repository, string Environment, DateTimeOffset Since)
{
    public string Key => ReadingStore.PlaceOf(Repository, Environment);

    public override string ToString() => $"{Repository} to {Environment}";
}
