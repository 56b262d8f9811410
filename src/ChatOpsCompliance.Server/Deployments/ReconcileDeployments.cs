using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>
/// Once a day the source's own list of deployments is read wherever a policy covers it: what no webhook told of is recorded and classed like everything
/// else, the numbers are tied, and what runs is compared with what was approved last.
/// </summary>
public sealed class ReconcileDeployments(Database database, DailyPlaces places, PolicyBook policies, ChangeSources sources, RecordDeployment record, ILogger<ReconcileDeployments> log)
{
    /// <summary>Clocks differ, and a list may be told a little late: so much of what was read is read again.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    /// <summary>What began in the last minutes may be on one list and not on the other yet; it is counted the next time.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);

    public async Task Run(CancellationToken ct = default)
    {
        foreach (var (place, state) in await places.Due(Reading.Deployments, ct))
        {
            if (sources.Named(place.Source) is not { Deployments: not null } source) continue;
            try
            {
                await Reconcile(source, place, state, ct);
            }
            catch (SourceOutageException e)
            {
                log.LogWarning(e, "The deployments of {Repository} to {Environment} could not be read; asked again within the hour", place.Repository, place.Environment);
                await places.Failed(place, Reading.Deployments, e.Message, ct);
            }
        }
    }

    private async Task Reconcile(ChangeSource source, Place place, ReadingStore.State state, CancellationToken ct)
    {
        var asked = await database.Read(read => Task.FromResult(read.Now), ct);
        var since = state.ReadUntil ?? state.WatchedSince;
        var until = asked - Settling > since ? asked - Settling : since;
        // What runs is asked first, so that the list has whatever was finished by then.
        var running = source.Running is { } ask ? await ask(state.Repository, state.Environment, ct) : null;
        var from = since - Overlap > state.WatchedSince ? since - Overlap : state.WatchedSince;
        var list = (await source.Deployments!(state.Repository, state.Environment, from, ct)).Where(d => d.CreatedAt >= from).ToList();
        await Take(source, place, list, ct);
        await database.Bulk(Actor.Service, tx => Tie(tx, place, list, running, since, until, asked), ct);
    }

    private async Task Take(ChangeSource source, Place place, List<SourceDeployment> list, CancellationToken ct)
    {
        var known = await database.Read(read => Ours(read, place, list), ct);
        foreach (var one in Reconciliation.News(list, run => known.GetValueOrDefault(run)))
        {
            var seen = new DeploymentSeen(source.Name, place.Repository, place.Environment, one.Commit, one.RunUrl!, one.Actor, one.CreatedAt, one.FinishedAt, one.Outcome, SeenBy.DailyRead);
            if ((await record.Run(seen, Actor.Service, ct)).No is { } no) log.LogWarning("Deployment {Deployment} of {Repository} could not be recorded: {Refusal}", one.SourceId, place.Repository, no.Kind);
        }
    }

    private async Task<Done> Tie(Tx tx, Place place, List<SourceDeployment> list, string? running, DateTimeOffset since, DateTimeOffset until, DateTimeOffset asked)
    {
        var ours = (await Ours(tx, place, list)).Values.Concat((await DeploymentStore.Between(tx, since, until)).Where(d => (d.Repository, d.Environment) == (place.Repository, place.Environment)));
        var tie = Reconciliation.Of(list, ours, since, until);
        var approved = await DeploymentStore.LastWithApproval(tx, place.Repository, place.Environment);
        var baseline = policies.For(place.Repository, place.Environment)?.Baselines.GetValueOrDefault(place.Repository);
        var fact = new DeploymentsReconciled(
            place.Source, place.Repository, place.Environment, DailyPlaces.Day(asked), asked, since, until, tie.Listed, tie.Known, tie.Found, tie.Unrecorded, tie.Extra,
            running, approved?.Commit ?? baseline, Reconciliation.RunsWhatWasApproved(running, approved, baseline, asked));
        if (!await DailyPlaces.Answered(tx, place, Reading.Deployments, asked, until) || !await ReconciliationStore.Record(tx, fact)) return Done.It;
        tx.Happened(fact);
        return Done.It;
    }

    /// <summary>What we have of the list's runs.</summary>
    private static async Task<Dictionary<string, Deployment>> Ours(Read read, Place place, IEnumerable<SourceDeployment> list)
    {
        var ours = new Dictionary<string, Deployment>(StringComparer.Ordinal);
        foreach (var run in list.Select(d => ChatOpsCompliance.Deployments.Run.Of(d.RunUrl)).OfType<string>().Distinct(StringComparer.Ordinal))
            if (await DeploymentStore.OfRun(read, place.Repository, place.Environment, run) is { } known) ours[run] = known;
        return ours;
    }
}
