using System.Globalization;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>One line of the completion report: an item with its decision and what became of its removal.</summary>
/// <param name="LeftOut">The request by which it was left out of the review, if it was.</param>
public sealed record CompletionLine(ReviewItem Item, Removal? Removal, DateTimeOffset? ProvenAt, CampaignRequest? LeftOut = null);

/// <summary>Who decided what, when, and whether what had to go is gone: a campaign as an auditor reads it. A pure function of its state.</summary>
public static class CompletionReport
{
    public const string Name = "completion";

    private static readonly IReadOnlyList<ReportColumn<CompletionLine>> Columns =
    [
        new("item", l => l.Item.Ordinal),
        new("system", l => l.Item.System),
        new("environment", l => l.Item.Grant.Environment, Below: true),
        new("holder", l => l.Item.SubjectName),
        new("account", l => l.Item.Grant.Account, Below: true),
        new("account_type", l => l.Item.AccountType, Below: true),
        new("entitlement", l => l.Item.Statement ?? l.Item.Grant.Entitlement),
        new("privileged", l => ReportTable.Known(l.Item.Privileged), Below: true),
        new("flags", l => string.Join("; ", l.Item.Flags.Select(f => f.Reason))),
        new("reviewer", l => l.Item.ReviewerName),
        new("outcome", l => l.Item.Outcome),
        new("reason", l => l.LeftOut is { } r ? $"{r.Why?.Text ?? "…"} (asked by {r.AskedByName}, approved by {r.AnsweredByName})" : l.Item.Decided?.Text, Below: true),
        new("decided_by", l => l.Item.DecidedByName),
        new("decided_at", l => l.Item.DecidedAt, Below: true),
        new("removal", l => l.Removal),
        new("removal_proven_at", l => l.ProvenAt, Below: true),
    ];

    /// <param name="madeFrom">The extracts that the population was frozen from.</param>
    public static ReportDraft<CompletionLine> Of(ReportScope scope, Campaign campaign, IReadOnlyList<AccessSnapshot> madeFrom, TieOut t)
    {
        var (seen, lastGone, inspected) = (0, campaign.ReviewCompletedAt, madeFrom.Where(s => s.ConfirmedBy is not null).Select(s => s.System).ToHashSet(StringComparer.Ordinal));
        return new(Name, scope.Title("completion"), Columns, Count, () => Facts(scope, campaign, madeFrom, t, seen, t.Open > 0 ? null : lastGone)) { Notes = [.. t.Equations().Select(e => $"{e}.")] };

        void Count(CompletionLine line)
        {
            if (inspected.Contains(line.Item.System)) seen++;
            if (line.ProvenAt > lastGone) lastGone = line.ProvenAt;
        }
    }

    /// <param name="seen">Items of systems that can't be exported.</param>
    /// <param name="remediated">When the last thing that had to go was proven gone; the day the review was complete when nothing had to; null while something is open.</param>
    private static IEnumerable<ReportFact> Facts(ReportScope scope, Campaign campaign, IReadOnlyList<AccessSnapshot> madeFrom, TieOut t, int seen, DateTimeOffset? remediated) =>
        [
            .. scope.Facts,
            new("owner", campaign.OwnerName),
            new("status", campaign.Status),
            new("launched_at", campaign.LaunchedAt),
            new("original_due_at", campaign.OriginalDueAt ?? campaign.DueAt),
            new("due_at", campaign.DueAt),
            new("review_completed_at", campaign.ReviewCompletedAt),
            new("remediation_completed_at", remediated),
            new("closed_at", campaign.ClosedAt),
            new("approved_at", campaign.ApprovedAt),
            new("approved_by", campaign.ApprovedByName),
            .. Cancelled(campaign),
            new("population_hash", campaign.PopulationHash),
            .. madeFrom.Select(s => new ReportFact($"extract_of_{s.System.Replace('-', '_')}", Source(s))),
            new("population", t.Population),
            new("items_seen_by_inspection", seen),
            .. t.Equations().SelectMany(e => e.Parts).Select(p => new ReportFact(FactName(p.Label), p.Number)),
            new("ties_out", t.Difference is null ? "yes" : $"no: {t.Difference}"),
        ];

    /// <summary>What the population ties to: the source's own count beside ours.</summary>
    private static string Source(AccessSnapshot s) => string.Create(
        CultureInfo.InvariantCulture,
        $"{s.Facts.ExtractedAt:yyyy-MM-dd HH:mm:ss} UTC by {s.Facts.By}, {s.Facts.Method}{(s.ConfirmedBy is null ? "" : ", seen by inspection and by a second person")}: {s.Facts.SourceCount} rows by the source's own count, {s.Count} taken");

    private static IEnumerable<ReportFact> Cancelled(Campaign campaign)
    {
        if (campaign.Replaces is { } replaced) yield return new("in_place_of", replaced.ToString());
        if (campaign.CancelledAt is null) yield break;
        yield return new("cancelled_at", campaign.CancelledAt);
        yield return new("cancelled_because", campaign.Reason);
    }

    /// <summary><c>undecided (deviation)</c> → undecided_deviation.</summary>
    private static string FactName(string label) => label.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal).Replace(' ', '_');
}
