using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Controls;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Controls;

/// <summary>Did each control operate all through a period? Asked of the tables; the answer is <see cref="ControlCoverage"/>'s.</summary>
public static class Coverage
{
    /// <summary>Of every control that was there in the period, by name.</summary>
    public static Task<IReadOnlyList<ControlCoverage>> Of(Read read, ReportScope scope) => Of(read, scope, null);

    /// <param name="only">One control alone; null for all.</param>
    public static async Task<IReadOnlyList<ControlCoverage>> Of(Read read, ReportScope scope, string? only)
    {
        var controls = (await ControlStore.In(read, scope.Start, scope.End)).Where(c => only is null || c.Name == only).ToList();
        if (controls.Count == 0) return [];
        var (from, to) = Days(scope);
        var since = await RecordsSince(read);
        var deviations = (await ReportLines.DeviationsIn(read, new(null, from, to), scope)).ToLookup(EvidenceSource.Of);
        var all = new List<ControlCoverage>();
        foreach (var control in controls)
        {
            var evidence = new List<SourceEvidence>();
            foreach (var source in control.EvidencedBy)
            {
                evidence.Add(new(source)
                {
                    Covered = await Performed.Covered(read, source, control.Systems, from),
                    Performances = source.HasIntervals && control.Frequency != Frequency.Each ? await Performed.Of(read, source, from, scope.AsOf) : [],
                    Population = source.HasOccasions && (control.Frequency == Frequency.Each || source.Kind == EvidenceKind.Review) ? await Populations.Of(read, source, scope) : null,
                    Deviations = [.. deviations[source].Where(d => control.Frequency == Frequency.Each || d.Kind != DeviationKind.UnauthorisedDeployment)], // the reading that found it did its work
                    Deadlines = await Deadlines(read, source),
                });
            }

            all.Add(ControlCoverage.Of(control, from, to, evidence, since, scope.AsOf));
        }

        return all;
    }

    /// <summary>The first and the last day of a period.</summary>
    public static (DateOnly From, DateOnly To) Days(ReportScope scope) =>
        (DateOnly.FromDateTime(scope.Start.UtcDateTime), DateOnly.FromDateTime(scope.End == DateTimeOffset.MaxValue ? scope.End.UtcDateTime : scope.End.UtcDateTime.AddDays(-1)));

    /// <summary>The day of the audit log's first entry.</summary>
    private static async Task<DateOnly> RecordsSince(Read read) =>
        (await LedgerStore.Entries(read, 1, 1)) is [var (first, _)] ? DateOnly.ParseExact(first.At.AsSpan(0, 10), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : DateOnly.FromDateTime(read.Now.UtcDateTime);

    /// <summary>What waits to be done, and by when.</summary>
    private static async Task<IReadOnlyList<AtRisk>> Deadlines(Read read, EvidenceSource source) => source.Kind switch
    {
        EvidenceKind.Remediation => [.. (await RemovalBoardStore.First(read, RemediationTask.Waiting, DateTimeOffset.MaxValue, text: null, 1)).Select(t => new AtRisk(t.Deadline, $"a removal on {t.System}"))],
        EvidenceKind.Leavers => [.. (await People.LeaverStore.All(read)).Where(i => i.Status is ChatOpsCompliance.People.IncidentStatus.Open or ChatOpsCompliance.People.IncidentStatus.Claimed).Select(i => new AtRisk(i.DueAt, $"access on {i.System} of somebody who left"))],
        EvidenceKind.EmergencyChanges => [.. (await ChangeLines.All(read)).SelectMany(c => Owed(c, read.Now)), .. await Actions(read, ActionKind.FollowUp)],
        EvidenceKind.Deployments => await Actions(read, ActionKind.Unauthorised, ActionKind.Untied),
        EvidenceKind.Gates => await Actions(read, ActionKind.Drift),
        _ => [],
    };

    private static async Task<IReadOnlyList<AtRisk>> Actions(Read read, params ActionKind[] kinds) =>
        [.. (await ActionStore.Unsettled(read)).Where(a => kinds.Contains(a.Kind)).Select(a => new AtRisk(a.Deadline, $"{a.Reference}: {a.Title}"))];

    private static IEnumerable<AtRisk> Owed(ReportedChange line, DateTimeOffset now)
    {
        var change = line.Change;
        if (Open(line.SecondInTime(now)) && change.SecondDue is { } second) yield return new(second, $"{change.Reference}: second approval");
        if (Open(line.DetailsInTime(now))) yield return new(change.DetailsDue, $"{change.Reference}: details");
        if (Open(line.ReviewInTime(now)) && change.ReviewDue is { } review) yield return new(review, $"{change.Reference}: review");

        static bool Open(string? way) => way is not null and not "in time" and not ReportedChange.Late;
    }
}
