using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>What time alone does at the gate: runs that waited too long are told no, and pull requests whose checks still run are read again. Asked each minute.</summary>
public sealed class TendGate(Database database, ChangeSources sources, DecideGate decide, Outbox outbox)
{
    public async Task Run(CancellationToken ct = default)
    {
        foreach (var question in await database.Read(GateStore.Pending, ct)) await database.Bulk(Actor.Service, tx => Ask(tx, question), ct);
    }

    private async Task<Done> Ask(Tx tx, GateQuestion question)
    {
        await decide.Again(tx, question.Id);
        if (question.PullRequest?.Checks.Any(c => c.Green is null) == true && sources.Of(question.Repository) is { PullRequest: not null } source)
            await outbox.Errand(tx, source.Name, DecideGate.ReadErrand, question.Id.ToString());
        return Done.It;
    }
}
