using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>Once a day each environment's protection is read from the source: whether our gate is still there, and who may go around it.</summary>
public sealed class ReadProtection(Database database, DailyPlaces places, ChangeSources sources, ILogger<ReadProtection> log)
{
    public async Task Run(CancellationToken ct = default)
    {
        foreach (var (place, state) in await places.Due(Reading.Protection, ct))
        {
            if (sources.Named(place.Source) is not { Protection: { } ask }) continue;
            try
            {
                // Asked before the answer: what was changed in between may or may not be in it, so it proves nothing that is newer.
                var asked = await database.Read(read => Task.FromResult(read.Now), ct);
                var told = await ask(state.Repository, state.Environment, ct);
                await database.Bulk(Actor.Service, tx => Keep(tx, place, told, asked), ct);
            }
            catch (SourceOutageException e)
            {
                log.LogWarning(e, "The protection of {Environment} of {Repository} could not be read; asked again within the hour", place.Environment, place.Repository);
                await places.Failed(place, Reading.Protection, e.Message, ct);
            }
        }
    }

    private static async Task<Done> Keep(Tx tx, Place place, EnvironmentProtection told, DateTimeOffset asked)
    {
        var fact = new ProtectionRead(place.Source, place.Repository, place.Environment, DailyPlaces.Day(asked), asked, told.AdminsCanBypass, told.SelfReviewPrevented, told.GateIsOn);
        if (!await DailyPlaces.Answered(tx, place, Reading.Protection, asked, asked) || !await ReconciliationStore.Record(tx, fact)) return Done.It;
        tx.Happened(fact);
        return Done.It;
    }
}
