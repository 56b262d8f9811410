using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Controls;

/// <summary>When the service starts, what the settings say of controls is held against what they said last; a change is a new version and a fact.</summary>
public sealed class RecordControls(Database database, Settings settings) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Controls.Count == 0 && (await database.Read(ControlStore.All, cancellationToken)).Count == 0) return;
        await database.Bulk(Actor.Service, Run, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<Done> Run(Tx tx)
    {
        var known = (await ControlStore.All(tx)).GroupBy(c => c.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        foreach (var control in settings.Controls)
        {
            var last = known.GetValueOrDefault(control.Name);
            if (last is { EndedAt: null } && last.ContentHash() == control.ContentHash()) continue;
            if (last is { EndedAt: null }) await ControlStore.End(tx, last);
            var next = control with { Version = (last?.Version ?? 0) + 1 };
            if (await ControlStore.Define(tx, next)) tx.Happened(new ControlDefined(next.Name, next.Version, next.CriteriaText, next.Frequency, next.SystemsText, next.EvidenceText, next.ContentHash()));
        }

        foreach (var gone in known.Values.Where(k => k.EndedAt is null && settings.Controls.All(c => c.Name != k.Name)))
            if (await ControlStore.End(tx, gone)) tx.Happened(new ControlWithdrawn(gone.Name, gone.Version));
        return Done.It;
    }
}
