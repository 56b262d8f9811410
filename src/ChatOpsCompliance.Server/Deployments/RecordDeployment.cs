using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>A deployment, as a pipeline, a webhook or the source's own list tells of it.</summary>
/// <param name="RunUrl">With or without its attempt.</param>
/// <param name="Actor">The source's account that started it; may be empty.</param>
public sealed record DeploymentSeen(string Source, string Repository, string Environment, string Commit, string RunUrl, string Actor, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, Outcome Outcome, SeenBy By)
{
    internal Result<DeploymentSeen> Plain()
    {
        if (FinishedAt < StartedAt) return new FinishedBeforeStart();
        return RunTarget.Of(Repository, Environment, Commit, RunUrl).Then<DeploymentSeen>(at =>
            this with { Repository = at.Repository, Environment = at.Environment, Commit = at.Commit, RunUrl = at.RunUrl, Actor = RunTarget.Account(Actor) });
    }
}

/// <summary>
/// Takes a deployment in and classes it in the same transaction: who had approved it is told from what is recorded, never from what the message says. The
/// same run in the same environment is the same deployment; what is told of it later can make its class worse and never better.
/// </summary>
public sealed class RecordDeployment(Database database, PolicyBook policies, ChangeSources sources, TimeProvider clock)
{
    /// <returns>The deployment as it stands, and whether it was new.</returns>
    public Task<Result<(Deployment Deployment, bool New)>> Run(DeploymentSeen seen, Actor by, CancellationToken ct = default)
    {
        var (plain, no) = seen.Plain();
        return plain is null
            ? Task.FromResult<Result<(Deployment, bool)>>(no!)
            : database.InTransaction<(Deployment, bool)>(by, async tx => await DeploymentStore.OfRun(tx, plain.Repository, plain.Environment, plain.RunUrl) is { } known ? (await Tell(tx, plain, known), false) : (await Take(tx, plain), true), ct: ct);
    }

    private async Task<Deployment> Take(Tx tx, DeploymentSeen seen)
    {
        var id = new Id<Deployment>(Guid.CreateVersion7(clock.GetUtcNow()));
        var (verdict, question) = await Class(tx, seen, id);
        var person = sources.Of(seen.Repository) is { } source ? (await AccountMapStore.Behind(tx, source.System, [seen.Actor])).GetValueOrDefault(seen.Actor) : null;
        var recorded = new DeploymentRecorded(id, seen.Source, seen.Repository, seen.Environment, seen.Commit, seen.RunUrl, Words.Of(seen.Actor), person, seen.StartedAt, seen.Outcome, verdict.Class, verdict.Reference, verdict.Change?.Id, seen.By);
        if (!await DeploymentStore.Record(tx, recorded, seen.FinishedAt, verdict.Reason, question?.Id)) return await Tell(tx, seen, (await DeploymentStore.OfRun(tx, seen.Repository, seen.Environment, seen.RunUrl))!);
        tx.Happened(recorded);
        if (verdict.Class == DeploymentClass.Unauthorised) tx.Happened(new DeploymentUnauthorised(id, seen.Repository, seen.Environment, seen.Commit, person));
        return (await DeploymentStore.One(tx, id))!;
    }

    /// <summary>It is known: how it ended, or that the run has been at it again.</summary>
    private async Task<Deployment> Tell(Tx tx, DeploymentSeen seen, Deployment known)
    {
        var again = known.FinishedAt is { } end && seen.StartedAt > end;
        var sameCommit = seen.Commit == known.Commit;
        if (sameCommit && !again && (seen.Outcome == known.Outcome || seen.Outcome == Outcome.Running || known.Outcome is Outcome.Success or Outcome.RolledBack && seen.Outcome != Outcome.RolledBack)) return known;
        var (verdict, _) = await Class(tx, sameCommit ? seen with { StartedAt = again ? seen.StartedAt : known.StartedAt } : seen, known.Id);
        if (known.Class is DeploymentClass.Unauthorised or DeploymentClass.Unknown || verdict.Class != DeploymentClass.Unauthorised) verdict = new(known.Class, known.Reason, known.Reference, verdict.Change);
        var ended = new DeploymentEnded(known.Id, known.Repository, known.Environment, seen.Commit, seen.Outcome, seen.FinishedAt, verdict.Class, known.Change);
        if (!await DeploymentStore.Record(tx, ended, known, verdict.Reason)) return (await DeploymentStore.One(tx, known.Id))!;
        tx.Happened(ended);
        if (verdict.Class == DeploymentClass.Unauthorised && known.Class != DeploymentClass.Unauthorised) tx.Happened(new DeploymentUnauthorised(known.Id, known.Repository, known.Environment, seen.Commit, known.ActorPerson));
        return (await DeploymentStore.One(tx, known.Id))!;
    }

    /// <summary>Classes it and, where an emergency change pays, books that: the guarded update settles whether it still could.</summary>
    private async Task<(DeploymentVerdict Verdict, GateQuestion? Question)> Class(Tx tx, DeploymentSeen seen, Id<Deployment> id)
    {
        var question = await GateStore.OfRun(tx, seen.Repository, seen.Environment, seen.RunUrl);
        var there = await ChangeStore.Of(tx, seen.Repository, seen.Environment, seen.Commit, policies);
        // When it began is a pipeline's own word; only the source may speak of what is over by now.
        if (seen.By == SeenBy.Api) there = [.. there.Where(c => c.Status != ChangeStatus.ExpiredUnused && tx.Now < c.WindowUntil)];
        // A run that asked once more after its time was told no; that it had been let through is still so.
        var paidBy = question?.Change is { } change ? await ChangeStore.One(tx, change, policies) : question is null ? null : there.FirstOrDefault(c => c.Run == seen.RunUrl);
        var open = question is null ? there : [];
        var verdict = Classing.Of(policies.For(seen.Repository, seen.Environment), seen.Commit, seen.RunUrl, seen.StartedAt, seen.FinishedAt, question, paidBy, open);
        return verdict.Change is { } paying && !await Pay(tx, seen, id, paying)
            ? (new(DeploymentClass.Unauthorised, $"{paying.Reference} had paid for another run's deployment already."), question)
            : (verdict, question);
    }

    private static async Task<bool> Pay(Tx tx, DeploymentSeen seen, Id<Deployment> id, EmergencyChange change)
    {
        if (change.UsedAt is not null) return change.Run == seen.RunUrl;
        if (change.Run != seen.RunUrl || change.RunFailed)
        {
            var claimed = new ChangeClaimed(change.Id, null, seen.RunUrl, seen.Commit);
            if (await ChangeLifeStore.Record(tx, claimed)) tx.Happened(claimed);
            else if (change.Status != ChangeStatus.ExpiredUnused) return false;
        }

        switch (seen.Outcome)
        {
            case Outcome.Success or Outcome.RolledBack:
                var at = seen.FinishedAt ?? tx.Now;
                var used = new ChangeUsed(change.Id, id, seen.RunUrl, at, change.Policy.ReviewDue(at, change.BrokeGlass));
                if (!await ChangeLifeStore.Record(tx, used)) return false;
                tx.Happened(used);
                break;
            case Outcome.Failure:
                var failed = new ChangeRunFailed(change.Id, id, seen.RunUrl);
                if (await ChangeLifeStore.Record(tx, failed)) tx.Happened(failed);
                break;
        }

        return true;
    }
}

public sealed record FinishedBeforeStart() : Refusal("It can't have finished before it started.");
