using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Reports;

/// <summary>What the reports of deployments are made of.</summary>
internal static class DeploymentLines
{
    public static async Task<IReadOnlyList<DeploymentLine>> Of(Read read, ReportScope scope)
    {
        var names = (await PeopleStore.Everybody(read)).ToDictionary(p => p.Id, p => p.Name);
        var actions = (await ActionStore.All(read)).Where(a => a.Kind == ActionKind.Unauthorised).ToDictionary(a => a.Subject, StringComparer.Ordinal);
        var notes = await NoteStore.Between(read, scope.Start, scope.End);
        return [.. (await DeploymentStore.Between(read, scope.Start, scope.End)).Select(d => new DeploymentLine(d, d.ActorPerson is { } person ? names.GetValueOrDefault(person, "somebody") : null, [.. notes[d.Id]], actions.GetValueOrDefault($"deployment/{d.Id}")))];
    }

    public static Task<IReadOnlyList<DeploymentsReconciled>> Ties(Read read, ReportScope scope) => ReconciliationStore.Between(read, First(scope), Last(scope));

    /// <summary>One line a place and day, whichever of the two was read.</summary>
    public static async Task<IReadOnlyList<ReadingLine>> Readings(Read read, ReportScope scope)
    {
        var ties = (await Ties(read, scope)).ToDictionary(t => (t.Repository, t.Environment, t.Day));
        var gates = (await ReconciliationStore.GatesBetween(read, First(scope), Last(scope))).ToDictionary(g => (g.Repository, g.Environment, g.Day));
        return [.. ties.Keys.Union(gates.Keys).Select(k => new ReadingLine(ties.GetValueOrDefault(k)?.Source ?? gates[k].Source, k.Repository, k.Environment, k.Day, ties.GetValueOrDefault(k), gates.GetValueOrDefault(k)))];
    }

    private static DateOnly First(ReportScope scope) => DateOnly.FromDateTime(scope.Start.UtcDateTime);

    /// <summary>The day after the last belongs to it too: a list is tied up to shortly before it is read.</summary>
    private static DateOnly Last(ReportScope scope) => DateOnly.FromDateTime(scope.End.UtcDateTime);
}
