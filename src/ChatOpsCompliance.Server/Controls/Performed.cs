using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Controls;

/// <summary>When a control operated by the calendar, and on what it should have.</summary>
internal static class Performed
{
    /// <summary>What the control has to operate on. A system without a place that is read is one that was never read.</summary>
    public static async Task<IReadOnlyList<Covered>> Covered(Read read, EvidenceSource source, IReadOnlyList<string> systems, DateOnly from)
    {
        if (source.IsOfSystems)
        {
            if (systems.Count == 0) return [new("", null, DateOnly.MinValue)];
            var first = (await SnapshotStore.Published(read)).GroupBy(s => s.System, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Min(s => Day(s.Facts.ExtractedAt)), StringComparer.Ordinal);
            return [.. systems.Select(s => new Covered(s, null, first.TryGetValue(s, out var day) ? day : null))];
        }

        if (!source.HasIntervals) return [];
        var places = (await ReadingStore.All(read, source.Kind == EvidenceKind.Gates ? Reading.Protection : Reading.Deployments)).Where(p => systems.Count == 0 || systems.Contains(p.Source)).ToList();
        var missing = systems.Where(s => places.All(p => p.Source != s)).ToList();
        if (systems.Count == 0 && places.Count == 0) missing.Add("");
        // On the day it is first watched it may be read or not.
        return [.. places.Select(p => new Covered(PlaceOf(p.Repository, p.Environment), Day(p.WatchedSince).AddDays(1), Day(p.WatchedSince))), .. missing.Select(s => new Covered(s, null, null))];
    }

    /// <param name="from">The period's first day; what happened in the interval it lies in counts too.</param>
    public static async Task<IReadOnlyList<Performance>> Of(Read read, EvidenceSource source, DateOnly from, DateTimeOffset asOf) => source.Kind switch
    {
        EvidenceKind.Review => await Reviews(read, source.Review!),
        EvidenceKind.Extracts => [.. (await SnapshotStore.Published(read)).Select(s => new Performance(s.System, Day(s.Facts.ExtractedAt), s.Facts.ExtractedAt, null, FormattableString.Invariant($"extract {s.Number}")))],
        EvidenceKind.Deployments => [.. (await ReconciliationStore.Between(read, Earliest(from), Day(asOf))).Select(r => new Performance(PlaceOf(r.Repository, r.Environment), r.Day, r.ReadAt, null, "the source's list, read and tied"))],
        _ => [.. (await ReconciliationStore.GatesBetween(read, Earliest(from), Day(asOf))).Select(r => new Performance(PlaceOf(r.Repository, r.Environment), r.Day, r.ReadAt, null, "the gate's settings, read"))],
    };

    /// <summary>One for each system that a campaign looked at; cancelled ones count for nothing.</summary>
    private static async Task<IReadOnlyList<Performance>> Reviews(Read read, string review)
    {
        var all = new List<Performance>();
        foreach (var campaign in (await CampaignStore.All(read)).Where(c => c.Definition == review && c.Status is not (CampaignStatus.Cancelled or CampaignStatus.Staged)))
        {
            Performance Of(string system) => new(system, campaign.Period, campaign.ReviewCompletedAt, campaign.DueAt, $"{campaign.Title}, {ReportTable.Text(campaign.Period)}");
            all.Add(Of(""));
            all.AddRange((await CampaignStore.Snapshots(read, campaign.Id)).Select(s => Of(s.System)));
        }

        return all;
    }

    private static string PlaceOf(string repository, string environment) => $"{repository} to {environment}".ToLowerInvariant();

    /// <summary>The longest interval is a year.</summary>
    private static DateOnly Earliest(DateOnly from) => from < DateOnly.MinValue.AddYears(1) ? DateOnly.MinValue : from.AddYears(-1);

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
