using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>Decides at the gate, in the transaction of whatever makes it decide: a question, or something that happened that may open the gate to what waits.</summary>
public sealed class DecideGate(PolicyBook policies, ChangeSources sources, Outbox outbox, TimeProvider clock)
{
    /// <summary>The errand that tells a waiting run its answer.</summary>
    public const string TellErrand = "gate.answer";

    /// <summary>The errand that reads the pull request of what waits.</summary>
    public const string ReadErrand = "gate.read";

    /// <summary>Everything that waits for this commit there.</summary>
    public async Task Again(Tx tx, string repository, string environment, string? commit)
    {
        if (commit is null) return;
        foreach (var question in await GateStore.Pending(tx, repository, environment, commit)) await Decide(tx, question);
    }

    public async Task Again(Tx tx, Id<EmergencyChange> id)
    {
        if (await ChangeStore.One(tx, id, policies) is { } change) await Again(tx, change.Repository, change.Environment, change.Commit);
    }

    /// <summary>One that waits.</summary>
    public async Task Again(Tx tx, Id<GateQuestion> id)
    {
        if (await GateStore.One(tx, id) is { Answer: Answer.Pending } question) await Decide(tx, question);
    }

    /// <summary>False when it was approved, and would not be now.</summary>
    internal async Task<bool> StillStands(Read read, GateQuestion question) =>
        question.Answer != Answer.Approved || Gate.Answer(question, await See(read, question), read.Now).Answer == Answer.Approved;

    /// <summary>One that was answered, as it would be answered now.</summary>
    internal async Task<GateQuestion> Anew(Tx tx, Id<GateQuestion> id) => await Decide(tx, (await GateStore.One(tx, id))!);

    internal async Task<Result<GateQuestion>> Ask(Tx tx, GateAsked asked)
    {
        var id = new Id<GateQuestion>(Guid.CreateVersion7(clock.GetUtcNow()));
        if (await GateStore.Ask(tx, id, asked)) tx.Happened(new GateAskedAt(id, asked.Source, asked.Repository, asked.Environment, asked.Commit, asked.RunUrl, Words.Of(asked.RequestedBy)));
        var question = (await GateStore.OfRun(tx, asked.Repository, asked.Environment, asked.RunUrl))!;
        if (question.Source != asked.Source) return new AskedElsewhere(question.Source);
        if (question.Commit != asked.Commit) return new RunAskedForAnother(question.Commit);
        if (question.Answer == Answer.Rejected)
        {
            await GateStore.AskAgain(tx, question.Id);
            tx.Happened(new GateAskedAgain(question.Id));
            question = (await GateStore.One(tx, question.Id))!;
        }

        return await Decide(tx, question);
    }

    private async Task<GateQuestion> Decide(Tx tx, GateQuestion question)
    {
        var verdict = Gate.Answer(question, await See(tx, question), tx.Now);
        if (verdict.Change is { } change && verdict.Answer == Answer.Approved)
        {
            var claimed = new ChangeClaimed(change.Id, question.Id, question.RunUrl, question.Commit);
            // The guarded update, not what was seen above, settles who gets it.
            if (!await ChangeLifeStore.Record(tx, claimed)) verdict = new(question.Answer == Answer.Approved ? Answer.Rejected : Answer.Pending, $"{change.Reference} was given to another run just now.", Reference: change.Reference);
            else if (change.Run != question.RunUrl || change.RunFailed) tx.Happened(claimed);
        }

        if (verdict.Answer == Answer.Pending)
        {
            await GateStore.Pend(tx, question.Id, verdict);
            if (verdict.Reason != question.Reason) await outbox.Redraw(tx, WaitingCard.Kind, question.Id.ToString());
            if (question.Reason.Length == 0) await Begin(tx, question);
        }
        else if (verdict.Answer != question.Answer || verdict.Reason != question.Reason)
        {
            var answered = new GateAnswered(question.Id, question.Repository, question.Environment, question.Commit, verdict.Answer, verdict.Rule, verdict.Reference, verdict.Change?.Id ?? (verdict.Answer == Answer.Approved ? question.Change : null), verdict.ExpiresAt);
            await GateStore.Record(tx, answered, verdict.Reason);
            tx.Happened(answered);
            if (question.Callback is not null) await outbox.Errand(tx, question.Source, TellErrand, question.Id.ToString());
        }
        else if (question.Callback is not null)
        {
            await outbox.Errand(tx, question.Source, TellErrand, question.Id.ToString()); // it asked again, so it waits again
        }

        return (await GateStore.One(tx, question.Id))!;
    }

    /// <summary>The first time that it has to wait: people are shown it, and the source is asked what it knows.</summary>
    private async Task Begin(Tx tx, GateQuestion question)
    {
        await outbox.StandInEmergency(tx, WaitingCard.Kind, question.Id.ToString());
        if (policies.For(question.Repository, question.Environment) is { PullRequestsPass: true } && question.PullRequest is null && sources.Of(question.Repository) is { PullRequest: not null } source)
            await outbox.Errand(tx, source.Name, ReadErrand, question.Id.ToString());
    }

    private async Task<GateSight> See(Read read, GateQuestion question)
    {
        var policy = policies.For(question.Repository, question.Environment);
        var running = await DeploymentStore.Running(read, question.Repository, question.Environment);
        var before = running is null ? null : await DeploymentStore.BeforeRunning(read, question.Repository, question.Environment, running.Commit);
        return new()
        {
            Policy = policy,
            Changes = await ChangeStore.Of(read, question.Repository, question.Environment, question.Commit, policies),
            Paying = question.Change is { } paying ? await ChangeStore.One(read, paying, policies) : null,
            Running = running?.Commit,
            Before = before?.Commit,
            Standing = policy is { PullRequestsPass: true } ? await Standing(read, policy, question) : null,
        };
    }

    private async Task<StandingVerdict?> Standing(Read read, EmergencyPolicy policy, GateQuestion question)
    {
        if (sources.Of(question.Repository) is not { PullRequest: not null } source) return null;
        var accounts = question.PullRequest is { } facts ? facts.Authors.Concat(facts.Reviews.Select(r => r.Account)) : [];
        var people = await AccountMapStore.Behind(read, source.System, accounts);
        return StandingRule.Judge(policy, question.PullRequest, account => people.GetValueOrDefault(account));
    }
}
