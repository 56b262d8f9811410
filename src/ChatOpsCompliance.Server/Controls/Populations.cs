using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Controls;

/// <summary>
/// The single things a kind of evidence is about in a period, each named as the audit log names it, always in the same order. Items of reviews are never read
/// for this: their numbers run from one to what was frozen, and their hash is the one that the launch put into the log.
/// </summary>
internal static class Populations
{
    public static async Task<Population> Of(Read read, EvidenceSource source, ReportScope scope)
    {
        if (source.Kind == EvidenceKind.Review)
        {
            var campaigns = await Campaigns(read, source.Review!, scope);
            return new(campaigns.Sum(c => c.Population), Hash(campaigns.Select(c => string.Create(CultureInfo.InvariantCulture, $"campaign/{c.Id} {c.Population} {c.PopulationHash}"))), await Ties(read, campaigns));
        }

        var ids = await Ids(read, source, scope);
        return new(ids.Count, Hash(ids.Select(i => i.Id)), await Ties(read, source, scope, ids.Count));
    }

    /// <summary>Each by its id and by the name that reports show, without reading the things themselves where they are items of reviews.</summary>
    public static async IAsyncEnumerable<(string Id, string Name)> Each(Read read, EvidenceSource source, ReportScope scope)
    {
        if (source.Kind != EvidenceKind.Review)
        {
            foreach (var one in await Ids(read, source, scope)) yield return one;
            yield break;
        }

        foreach (var campaign in await Campaigns(read, source.Review!, scope))
        {
            var (prefix, name) = ($"campaign/{campaign.Id}/", ItemName(campaign.Period, ""));
            for (var ordinal = 1; ordinal <= campaign.Population; ordinal++) yield return (string.Create(CultureInfo.InvariantCulture, $"{prefix}{ordinal}"), string.Create(CultureInfo.InvariantCulture, $"{name}{ordinal}"));
        }
    }

    private static async Task<IReadOnlyList<(string Id, string Name)>> Ids(Read read, EvidenceSource source, ReportScope scope)
    {
        switch (source.Kind)
        {
            case EvidenceKind.Remediation:
                var periods = (await CampaignStore.All(read)).ToDictionary(c => c.Id, c => c.Period);
                return [.. (await Removals(read, scope)).Select(t => ($"removal/{t.Id}", ItemName(periods[t.Campaign], t.Ordinal.ToString(CultureInfo.InvariantCulture))))];
            case EvidenceKind.Leavers:
                return [.. (await LeaverStore.All(read)).Where(i => scope.Has(i.OpenedAt) && i.Status != IncidentStatus.Withdrawn).Select(i => ($"incident/{i.Id}", $"{i.PersonName} on {i.System}"))];
            case EvidenceKind.EmergencyChanges:
                return [.. (await ChangeLines.All(read)).Where(c => scope.Has(c.Change.RequestedAt)).Select(c => ($"change/{c.Change.Id}", c.Change.Reference))];
            case EvidenceKind.Deployments:
                return [.. (await DeploymentStore.Between(read, scope.Start, scope.End)).Select(d => ($"deployment/{d.Id}", d.RunUrl))];
            default:
                return [];
        }
    }

    private static string ItemName(DateOnly period, string ordinal) => string.Create(CultureInfo.InvariantCulture, $"{period:yyyy-MM-dd}#{ordinal}");

    /// <summary>Oldest first.</summary>
    private static async Task<List<Campaign>> Campaigns(Read read, string review, ReportScope scope) =>
        [.. (await CampaignStore.All(read)).Where(c => (c.Definition == review || c.Definition.StartsWith(review + "/", StringComparison.Ordinal)) && c.Status is not (CampaignStatus.Cancelled or CampaignStatus.Staged) && scope.Has(new(c.Period.ToDateTime(default), TimeSpan.Zero))).OrderBy(c => c.Period).ThenBy(c => c.Id)];

    private static async Task<List<RemediationTask>> Removals(Read read, ReportScope scope) =>
        [.. (await RemediationStore.In(read, Enum.GetValues<Removal>().Where(s => s != Removal.Withdrawn))).Where(t => scope.Has(t.OpenedAt)).OrderBy(t => t.OpenedAt).ThenBy(t => t.Id)];

    private static async Task<string> Ties(Read read, List<Campaign> campaigns)
    {
        var said = new List<string>();
        foreach (var campaign in campaigns)
        {
            var extracts = new List<string>();
            foreach (var (system, number) in await CampaignStore.Snapshots(read, campaign.Id))
                if (await SnapshotStore.Find(read, number) is { } s) extracts.Add(string.Create(CultureInfo.InvariantCulture, $"{system} extract {number} of {s.Facts.ExtractedAt.UtcDateTime:yyyy-MM-dd}: the source counted {s.Facts.SourceCount}, {s.Count} different ones came in"));
            said.Add(string.Create(CultureInfo.InvariantCulture, $"{campaign.Period:yyyy-MM-dd}: {campaign.Population} items frozen{(extracts.Count == 0 ? "" : $" from {string.Join("; ", extracts)}")}"));
        }

        return said.Count == 0 ? "No review was launched for a day of the period." : string.Join(". ", said) + ".";
    }

    private static async Task<string> Ties(Read read, EvidenceSource source, ReportScope scope, int count)
    {
        switch (source.Kind)
        {
            case EvidenceKind.Remediation:
                var of = (await Removals(read, scope)).Select(t => t.Campaign).Distinct().ToList();
                var (items, tasks) = (0, 0);
                foreach (var campaign in of)
                {
                    items += (await ItemStore.Outcomes(read, campaign)).Where(o => o.Key is Outcome.Revoked or Outcome.Modified or Outcome.RevokedByNoResponse).Sum(o => o.Value);
                    tasks += (await RemediationStore.Statuses(read, campaign)).Where(s => s.Key != Removal.Withdrawn).Sum(s => s.Value);
                }

                return string.Create(CultureInfo.InvariantCulture, $"The reviews they come from count {items} revoked or modified items and {tasks} removals.");
            case EvidenceKind.Leavers:
                var left = (await DepartureStore.All(read)).Count(d => scope.Has(d.NoticedAt));
                return string.Create(CultureInfo.InvariantCulture, $"Departures that the roster told of in the period: {left}; access that they left behind: {count}.");
            case EvidenceKind.EmergencyChanges:
                var numbers = (await ChangeLines.All(read)).Where(c => scope.Has(c.Change.RequestedAt)).Select(c => c.Change.Number).Order().ToList();
                return numbers.Count == 0 ? "The register has none in the period."
                    : numbers[^1] - numbers[0] + 1 == numbers.Count ? string.Create(CultureInfo.InvariantCulture, $"Running numbers EC-{numbers[0]} to EC-{numbers[^1]}, none missing.")
                    : string.Create(CultureInfo.InvariantCulture, $"Running numbers EC-{numbers[0]} to EC-{numbers[^1]}: {numbers[^1] - numbers[0] + 1 - numbers.Count} missing.");
            default:
                var ties = await DeploymentLines.Ties(read, scope);
                return ties.Count == 0
                    ? "The source's own list was not read in the period."
                    : string.Create(CultureInfo.InvariantCulture, $"The source's own lists were read {ties.Count} times: {ties.Sum(t => t.Listed)} listed = {ties.Sum(t => t.Known)} known + {ties.Sum(t => t.Found)} found by the reading + {ties.Sum(t => t.Unrecorded)} not recorded; {ties.Sum(t => t.Extra)} of ours not listed.");
        }
    }

    /// <summary>SHA-256, lower-case hex, over lines, each with a line feed after it.</summary>
    public static string Hash(IEnumerable<string> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines) hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
