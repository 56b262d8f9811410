using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>The errands of a question that waits: its pull request is read, and its answer told. Running twice changes nothing.</summary>
public sealed class ReadForGate(Database database, ChangeSources sources, AnswerGate gate, DecideGate decide)
{
    /// <summary>Reads the pull request of a question that waits; asked for again, by <see cref="TendGate"/>, while its checks run.</summary>
    public async Task<Delivery> Read(string subject, CancellationToken ct)
    {
        var id = Id<GateQuestion>.Parse(subject);
        if (await database.Read(read => GateStore.One(read, id), ct) is not { Answer: Answer.Pending } question) return new Delivery.Sent("");
        if (sources.Of(question.Repository) is not { PullRequest: { } ask }) return new Delivery.Sent("");
        PullRequestFacts facts;
        try
        {
            facts = await ask(question.Repository, question.Commit, ct);
        }
        catch (SourceOutageException e)
        {
            return new Delivery.Later(e.Message, e.After);
        }

        await database.InTransaction<Done>(
            Actor.Service,
            async tx =>
            {
                await GateStore.Keep(tx, id, facts);
                await decide.Again(tx, id);
                return Done.It;
            },
            ct: ct);
        return new Delivery.Sent("");
    }

    public async Task<Delivery> Tell(string subject, CancellationToken ct)
    {
        var id = Id<GateQuestion>.Parse(subject);
        // It may have waited for its source for long: what it was told then may hold no more.
        if (await gate.Of(id, ct) is not { Callback: not null } question || question.Answer == Answer.Pending) return new Delivery.Sent("");
        if (sources.Named(question.Source)?.Answer is not { } tell) return new Delivery.Dead($"{question.Source} is not configured", "Configure it, then: outbox retry.");
        var delivery = await tell(question, ct);
        if (delivery is Delivery.Sent) await database.Bulk(Actor.Service, tx => GateStore.DropCallback(tx, id), ct);
        return delivery;
    }
}
