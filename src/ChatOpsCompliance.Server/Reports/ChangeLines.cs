using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Reports;

/// <summary>Every emergency change there ever was, by its number, with what its reports ask for. Policies are as they were recorded.</summary>
internal static class ChangeLines
{
    private static readonly PolicyBook AsRecorded = new([]);

    public static async Task<IReadOnlyList<ReportedChange>> All(Read read)
    {
        var changes = await ChangeStore.Register(read, AsRecorded);
        if (changes.Count == 0) return [];
        var (turns, beside, paid) = (await ChangeReportStore.TurnsOf(read), await ChangeReportStore.KeptBeside(read), await ChangeReportStore.PaidFor(read));
        var names = (await PeopleStore.Everybody(read)).ToDictionary(p => p.Id, p => p.Name);
        var lines = new List<ReportedChange>(changes.Count);
        foreach (var change in changes)
        {
            var mine = turns[change.Id].ToList();
            var kept = beside[change.Id];
            var deployment = kept.Explains ?? (paid.TryGetValue(change.Id, out var one) ? one : null);
            DateTimeOffset? First(string kind, Func<ChangeReportStore.Turn, bool>? of = null) => mine.FirstOrDefault(t => t.Kind == kind && (of is null || of(t)))?.At;
            lines.Add(new(change)
            {
                Authors = [.. (await ChangeStore.Authors(read, change.Id)).Select(a => ReadAuthors.Readable(a, names))],
                PagedAt = First("change.paged"),
                SaidAt = First("change.said", t => t.By != change.Requester),
                GlassBrokenBy = mine.FirstOrDefault(t => t.Kind == "change.glass-broken")?.By is { } by ? names.GetValueOrDefault(by, "somebody") : null,
                GlassWords = kept.GlassWords,
                Deployment = deployment is { } id ? await DeploymentStore.One(read, id) : null,
                FollowUps = mine.Count(t => t.Kind == "change.follow-up"),
                ClosedAt = First("change.closed"),
            });
        }

        return lines;
    }

    /// <summary>What went to production in the period that nobody had approved, each with what was said of it afterwards.</summary>
    public static async Task<IEnumerable<Deviation>> Unauthorised(Read read, ReportScope scope, IReadOnlyList<ActionTask> actions)
    {
        var names = (await PeopleStore.Everybody(read)).ToDictionary(p => p.Id, p => p.Name);
        var said = actions.Where(a => a.Kind == ActionKind.Unauthorised).GroupBy(a => a.Subject, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Justification, StringComparer.Ordinal);
        return (await DeploymentStore.Between(read, scope.Start, scope.End)).Where(d => d.Class == DeploymentClass.Unauthorised)
            .Select(d => Deviation.Of(d, d.ActorPerson is { } person ? names.GetValueOrDefault(person, "somebody") : d.Actor, said.GetValueOrDefault($"deployment/{d.Id}")));
    }
}
