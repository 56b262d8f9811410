using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Schedule;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>
/// Asks of each definition: was it due since we know it, and is that period launched? Asking twice, late, or from two replicas launches once.
/// What keeps a due review from launching is told to compliance once a day at most.
/// </summary>
public sealed class LaunchDue(Database database, ReviewBook reviews, LaunchCampaign launch, Outbox outbox, TimeProvider clock, ILogger<LaunchDue> log)
{
    public async Task Run(CancellationToken ct = default)
    {
        foreach (var definition in reviews.All.Where(d => !d.WhenSomebodyMoves)) await Run(definition, ct);
        foreach (var move in await database.Read(MoveStore.Waiting, ct)) await Run(move, ct);
    }

    /// <summary>The access of whoever moved. Somebody who has none, or has left meanwhile, needs no review: leavers are followed elsewhere.</summary>
    private async Task Run(MoveStore.Move move, CancellationToken ct)
    {
        var waits = false;
        var mover = await database.Read(read => PeopleStore.ById(read, move.Person), ct);
        foreach (var definition in reviews.All.Where(d => d.WhenSomebodyMoves && mover is { Active: true }))
        {
            var (launched, no) = await launch.Run(definition.Name, move.Day, Actor.Service, person: mover!.Email, ct: ct);
            if (launched is not null) log.LogInformation("Launched {Definition} for a move on {Period}: {Items} items", definition.Name, move.Day, launched.Population);
            else if (no is not (LaunchedAlready or NothingInScope)) waits = true;
            if (no is not (null or LaunchedAlready or LaunchRunsAlready or NothingInScope)) await Tell(definition, move.Day, clock.GetUtcNow(), no, ct);
        }

        if (!waits) await database.Bulk(Actor.Service, tx => MoveStore.Settle(tx, move), ct);
    }

    private async Task Run(ReviewDefinition definition, CancellationToken ct)
    {
        var (due, now) = await database.Bulk(
            Actor.Service,
            async tx =>
            {
                var all = ReviewSchedule.Due(definition, await CampaignStore.FirstSeen(tx, definition.Name), tx.Now);
                await MissedStore.Record(tx, definition, all, outbox);
                return (all, tx.Now);
            },
            ct);
        if (due.Count == 0) return;
        var period = ReviewSchedule.PeriodOf(definition, due[^1]);
        var (launched, no) = await launch.Run(definition.Name, period, Actor.Service, ct: ct);
        if (launched is not null) log.LogInformation("Launched {Definition} for {Period}: {Items} items", definition.Name, period, launched.Population);
        else if (no is not (LaunchedAlready or LaunchRunsAlready or PeriodWasCancelled)) await Tell(definition, period, now, no!, ct);
    }

    private Task<Done> Tell(ReviewDefinition definition, DateOnly period, DateTimeOffset now, Refusal no, CancellationToken ct) => database.Bulk(
        Actor.Service,
        async tx =>
        {
            log.LogWarning("{Definition} for {Period} is due and could not be launched: {Reason}", definition.Name, period, no.Kind);
            if (await CampaignStore.ToldToday(tx, definition.Name, DateOnly.FromDateTime(now.UtcDateTime))) return Done.It;
            var title = $"{definition.Title} for {period:yyyy-MM-dd} is due and could not be launched";
            await outbox.PostToCompliance(tx, new(title, new Heading(title), new Paragraph(no.Sentence), new Note("It launches by itself within the hour once this is mended.")));
            return Done.It;
        },
        ct);
}
