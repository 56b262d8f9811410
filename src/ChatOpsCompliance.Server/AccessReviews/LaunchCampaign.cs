using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>What a launch made, or in a dry run would make.</summary>
/// <param name="Messages">How many messages go out: one digest a reviewer and one card for compliance.</param>
public sealed record LaunchSummary(Id<Campaign>? Campaign, string Definition, DateOnly Period, int Population, IReadOnlyList<(string Reviewer, int Items)> Reviewers, int Messages);

/// <summary>
/// Freezes a population and opens the review: staged in steps between the clicks, under an id that nothing reads; the last step hashes it and
/// publishes. A launch that broke off is gone on with by the next; the period is unique whoever launches.
/// </summary>
public sealed class LaunchCampaign(Database database, ReviewBook reviews, SystemBook systems, TimeProvider clock)
{
    private const int Step = 500;

    /// <param name="replaces">The cancelled campaign of that period, which is launched again only by naming it.</param>
    /// <param name="period">The scheduled date in the definition's time zone; null for today there.</param>
    /// <param name="person">E-mail of the one person whose access is reviewed; null for everybody's.</param>
    /// <param name="stale">Why it goes ahead on extracts that are too old; null refuses them.</param>
    public async Task<Result<LaunchSummary>> Run(
        string definitionName, DateOnly? period, Actor actor, bool dryRun = false, string? person = null, Id<Campaign>? replaces = null, Words? stale = null, CancellationToken ct = default)
    {
        if (reviews.All.FirstOrDefault(d => d.Name == definitionName) is not { } definition) return new ReviewUnknown(definitionName, reviews.Names);
        if (person is null) return definition.WhenSomebodyMoves ? new PersonNeeded(definition.Name) : await Run(definition, new(period, replaces, stale), actor, dryRun, ct);
        return await database.Read(read => PeopleStore.ByEmail(read, person.Trim().ToLowerInvariant()), ct) is { } one
            ? await Run(definition.Of(one), new(period, replaces, stale), actor, dryRun, ct)
            : new NobodyOfThatAddress(person);
    }

    private sealed record Wish(DateOnly? Period, Id<Campaign>? Replaces, Words? Stale);

    private async Task<Result<LaunchSummary>> Run(ReviewDefinition definition, Wish wish, Actor actor, bool dryRun, CancellationToken ct)
    {
        var day = wish.Period ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(definition.TimeZone)).DateTime);
        var existing = await database.Read(read => CampaignStore.ByPeriod(read, definition.Name, day), ct);
        if (existing is { Status: CampaignStatus.Cancelled })
        {
            if (wish.Replaces != existing.Id) return new PeriodWasCancelled(definition.Title, day, existing.Id);
            existing = null;
        }

        if (existing is { Status: not CampaignStatus.Staged }) return new LaunchedAlready(definition.Title, day, existing.Id);

        var (staging, no) = await Prepare(definition, existing?.Id, wish.Stale, ct);
        if (staging is null) return no!;
        var (reviewers, nobody) = await Count(staging, ct);
        if (nobody is not null) return nobody;
        staging.Surveyed();
        if (reviewers.Count == 0) return new NothingInScope(definition.Title);
        var summary = new LaunchSummary(null, definition.Name, day, reviewers.Values.Sum(r => r.Items), [.. reviewers.Values.OrderBy(r => r.Name, StringComparer.Ordinal)], reviewers.Count + 1);
        if (dryRun) return summary;

        var id = existing?.Id ?? new Id<Campaign>(Guid.CreateVersion7(clock.GetUtcNow()));
        if (existing is null)
        {
            var began = await database.Bulk(
                actor,
                async tx =>
                {
                    if (!await CampaignStore.Begin(tx, id, definition, day, staging.Bench.CampaignOwner!.Id, staging.Snapshots, wish.Replaces)) return false;
                    await SignalsStore.Keep(tx, id, definition.Signals);
                    return true;
                },
                ct);
            if (!began) return new LaunchRunsAlready(definition.Title, day);
        }

        if (!await Stage(staging, id, actor, ct)) return new LaunchRunsAlready(definition.Title, day);
        var (_, failed) = await Publish(id, definition, day, staging, wish.Stale, actor, ct);
        return failed is null ? summary with { Campaign = id } : failed;
    }

    private Task<Result<Staging>> Prepare(ReviewDefinition definition, Id<Campaign>? resumed, Words? stale, CancellationToken ct) => database.Read<Result<Staging>>(
        async read =>
        {
            var people = await PeopleStore.Everybody(read);
            var byEmail = people.ToDictionary(p => p.Email, StringComparer.Ordinal);
            if (byEmail.GetValueOrDefault(definition.Owner) is not { Active: true } owner) return new OwnerMissing(definition.Name, "Owner", definition.Owner);
            if (byEmail.GetValueOrDefault(definition.Fallback) is not { Active: true } fallback) return new OwnerMissing(definition.Name, "Fallback", definition.Fallback);

            if (definition.SecondStage is { } second and not ReviewDefinition.SystemOwner && byEmail.GetValueOrDefault(second) is not { Active: true }) return new OwnerMissing(definition.Name, "SecondStage", second);

            var snapshots = new List<(string, long)>();
            if (resumed is { } id)
            {
                snapshots.AddRange(await CampaignStore.Snapshots(read, id));
            }
            else
            {
                foreach (var system in systems.All.Where(s => definition.Scope.CoversSystem(s.Name)).OrderBy(s => s.Name, StringComparer.Ordinal))
                {
                    if (await SnapshotStore.Newest(read, system.Name) is not { } newest) return new NoSnapshot(system.Name, system.Owner);
                    if (stale is null && read.Now - newest.Facts.ExtractedAt > TimeSpan.FromDays(definition.FreshDays)) return new SnapshotStale(system.Name, newest.Facts.ExtractedAt, definition.FreshDays, system.Owner);
                    snapshots.Add((system.Name, newest.Number));
                }
            }

            var seen = await KnownGrants.OfLastReview(read, definition.Name, resumed ?? default);
            return new Staging(definition, people, new Bench(null, fallback, owner), systems, snapshots, seen, read.Now);
        },
        ct);

    /// <summary>Walks the whole population without writing: who reviews how much, and whether anybody is missing.</summary>
    private async Task<(Dictionary<Id<Person>, (string Name, int Items)> Reviewers, Refusal? No)> Count(Staging staging, CancellationToken ct)
    {
        var reviewers = new Dictionary<Id<Person>, (string Name, int Items)>();
        await foreach (var (_, items, no) in staging.Chunks(database, default, Step, ct))
        {
            if (no is not null) return (reviewers, no);
            foreach (var item in items)
                reviewers[item.Reviewer.Id] = (item.Reviewer.Name, reviewers.GetValueOrDefault(item.Reviewer.Id).Items + 1);
        }

        return (reviewers, null);
    }

    private async Task<bool> Stage(Staging staging, Id<Campaign> id, Actor actor, CancellationToken ct)
    {
        var (snapshot, ordinal, count) = await database.Read(read => CampaignStore.StagedTo(read, id), ct);
        var at = (snapshot, ordinal);
        await foreach (var (to, items, _) in staging.Chunks(database, at, Step, ct))
        {
            var (from, first) = (at, count);
            var rows = StagedItem.Json(items, first);
            var moved = await database.Bulk(
                actor,
                async tx =>
                {
                    if (!await CampaignStore.MoveTo(tx, id, items.Count, from, to)) return false;
                    await ItemStore.Stage(tx, id, rows);
                    return true;
                },
                ct);
            if (!moved) return false;
            (at, count) = (to, count + items.Count);
        }

        return true;
    }

    private async Task<Result<Done>> Publish(Id<Campaign> id, ReviewDefinition definition, DateOnly period, Staging staging, Words? stale, Actor actor, CancellationToken ct)
    {
        var (count, hash) = await database.Read(read => FrozenPopulation.Hash(read, id), ct);
        return await database.InTransaction<Done>(
            actor,
            async tx =>
            {
                if (!await CampaignStore.MakeActive(tx, id, count, hash)) return new LaunchRunsAlready(definition.Title, period);
                var campaign = (await CampaignStore.ById(tx, id))!;
                tx.Happened(new CampaignLaunched(id, definition.Name, definition.ContentHash(), period, count, hash, string.Join(' ', staging.Snapshots.Select(s => $"{s.System}={s.Snapshot}")), campaign.DueAt, campaign.Replaces, stale));
                return Done.It;
            },
            queue: Queue.Bulk,
            ct: ct);
    }
}

public sealed record ReviewUnknown(string Name, string Known) : Refusal($"There is no review {Name} in the configuration (Reviews). Known: {Known}.");

public sealed record PersonNeeded(string Review) : Refusal($"{Review} reviews one person's access after a move (Launch: move). Say whose: --person E-MAIL.");

public sealed record NobodyOfThatAddress(string Email) : Refusal($"Nobody in the roster has the address {Email}.");

public sealed record LaunchedAlready(string Title, DateOnly Period, Id<Campaign> Campaign) : Refusal($"{Title} for {Period:yyyy-MM-dd} was launched already: campaign {Campaign}.");

public sealed record PeriodWasCancelled(string Title, DateOnly Period, Id<Campaign> Campaign)
    : Refusal($"{Title} for {Period:yyyy-MM-dd} was launched and cancelled: campaign {Campaign}. To launch the period again, name what it replaces: --replaces {Campaign}.");

public sealed record LaunchRunsAlready(string Title, DateOnly Period) : Refusal($"{Title} for {Period:yyyy-MM-dd} is being launched by another process.");

public sealed record NothingInScope(string Title) : Refusal($"{Title}: no grant is in its scope, so there is nothing to review. Check Scope and the snapshots of its systems.");

public sealed record OwnerMissing(string Review, string Role, string Email) : Refusal($"Reviews:{Review}:{Role} is {Email}, who is not an active person of the roster.");

public sealed record NoSnapshot(string System, string Owner) : Refusal($"There is no snapshot of {System} yet. Ask its owner, {Owner}, for an extract and import it (import access).");

public sealed record SnapshotStale(string System, DateTimeOffset ExtractedAt, int Days, string Owner)
    : Refusal($"The newest snapshot of {System} was extracted {ExtractedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, more than {Days} days ago. Ask its owner, {Owner}, for a fresh extract; to launch without one, say why with --stale.");
