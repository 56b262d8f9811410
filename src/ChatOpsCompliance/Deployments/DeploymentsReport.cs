using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Remediation;

namespace ChatOpsCompliance.Deployments;

/// <param name="Person">Who is behind the account, when the map knows.</param>
/// <param name="Action">What was to be done about it, when nobody had approved it.</param>
public sealed record DeploymentLine(Deployment Deployment, string? Person, IReadOnlyList<Anomaly> Anomalies, ActionTask? Action);

/// <summary>Every deployment of a period with its class, and how they tie to the source's own list.</summary>
public static class DeploymentsReport
{
    public const string Name = "deployments";

    private static readonly IReadOnlyList<ReportColumn<DeploymentLine>> Columns =
    [
        new("started_at", l => l.Deployment.StartedAt),
        new("finished_at", l => l.Deployment.FinishedAt, Below: true),
        new("repository", l => l.Deployment.Repository),
        new("environment", l => l.Deployment.Environment, Below: true),
        new("commit", l => l.Deployment.Commit),
        new("run", l => l.Deployment.RunUrl, Below: true),
        new("account", l => l.Deployment.Actor),
        new("person", l => l.Person, Below: true),
        new("outcome", l => l.Deployment.Outcome),
        new("class", l => l.Deployment.Class),
        new("reference", l => l.Deployment.Reference, Below: true),
        new("because", l => l.Deployment.Reason),
        new("unusual", l => l.Anomalies.Count == 0 ? null : string.Join("; ", l.Anomalies.Select(Anomalies.Words)), Below: true),
        new("seen_by", l => l.Deployment.SeenBy),
        new("seen_at", l => l.Deployment.SeenAt, Below: true),
        new("action", l => l.Action?.Reference),
        new("justification", l => l.Action?.Justification, Below: true),
    ];

    /// <param name="readings">Of the same period.</param>
    public static ReportTable Of(ReportScope scope, IEnumerable<DeploymentLine> lines, IEnumerable<DeploymentsReconciled> readings)
    {
        var all = lines.Where(l => scope.Has(l.Deployment.StartedAt)).OrderBy(l => l.Deployment.StartedAt).ThenBy(l => l.Deployment.Repository, StringComparer.Ordinal).ThenBy(l => l.Deployment.Environment, StringComparer.Ordinal).ThenBy(l => l.Deployment.Id).ToList();
        var ties = readings.Where(r => scope.Has(r.Until)).ToList();
        return ReportTable.Of(
            Name,
            scope.Title("deployments"),
            [
                .. scope.Facts,
                new("deployments", all.Count),
                .. Enum.GetValues<DeploymentClass>().Select(c => new ReportFact(Fact("class", c), all.Count(l => l.Deployment.Class == c))),
                .. Enum.GetValues<SeenBy>().Select(s => new ReportFact(Fact("seen_by", s), all.Count(l => l.Deployment.SeenBy == s))),
                .. Enum.GetValues<Anomaly>().Select(a => new ReportFact(Fact("unusual", a), all.Count(l => l.Anomalies.Contains(a)))),
                new("places", all.Select(l => (l.Deployment.Repository, l.Deployment.Environment)).Distinct().Count()),
                new("places_never_read", all.Select(l => (l.Deployment.Repository, l.Deployment.Environment)).Distinct().Count(p => !ties.Any(r => (r.Repository, r.Environment) == p))),
                new("readings", ties.Count),
                new("listed_by_the_source", ties.Sum(r => r.Listed)),
                new("known_before_the_reading", ties.Sum(r => r.Known)),
                new("found_by_the_reading", ties.Sum(r => r.Found)),
                new("listed_and_not_recorded", ties.Sum(r => r.Unrecorded)),
                new("ours_and_not_listed", ties.Sum(r => r.Extra)),
            ],
            Columns,
            all) with
        { Notes = ["Listed by the source = known before the reading + found by the reading + listed and not recorded; the report “reconciliations” has each reading. 'unauthorised' stays so whatever is said later: a justification is kept beside it. 'unknown' is where no policy covers the environment."] };
    }

    private static string Fact(string of, Enum value) => $"{of}_{ReportTable.Words(value.ToString()).Replace(' ', '_')}";
}
