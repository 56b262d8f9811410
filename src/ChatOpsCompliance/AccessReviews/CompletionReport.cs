using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>One line of the completion report: an item with its decision and what became of its removal.</summary>
public sealed record CompletionLine(ReviewItem Item, Removal? Removal, DateTimeOffset? ProvenAt);

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
        new("reason", l => l.Item.Decided?.Text, Below: true),
        new("decided_by", l => l.Item.DecidedByName),
        new("decided_at", l => l.Item.DecidedAt, Below: true),
        new("removal", l => l.Removal),
        new("removal_proven_at", l => l.ProvenAt, Below: true),
    ];

    public static ReportTable Of(ReportScope scope, Campaign campaign, TieOut t, IReadOnlyList<CompletionLine> all) => ReportTable.Of(
        Name,
        scope.Title("completion"),
        [
            .. scope.Facts,
            new("owner", campaign.OwnerName),
            new("status", campaign.Status),
            new("launched_at", campaign.LaunchedAt),
            new("due_at", campaign.DueAt),
            new("review_completed_at", campaign.ReviewCompletedAt),
            new("remediation_completed_at", RemediationCompleted(campaign, t, all)),
            new("closed_at", campaign.ClosedAt),
            new("population_hash", campaign.PopulationHash),
            new("population", t.Population),
            .. t.Equations().SelectMany(e => e.Parts).Select(p => new ReportFact(FactName(p.Label), p.Number)),
            new("ties_out", t.Difference is null ? "yes" : $"no: {t.Difference}"),
        ],
        Columns,
        all) with
    { Notes = [.. t.Equations().Select(e => $"{e}.")] };

    /// <summary>When the last thing that had to go was proven gone; the day the review was complete when nothing had to; null while something is open.</summary>
    private static DateTimeOffset? RemediationCompleted(Campaign campaign, TieOut t, IReadOnlyList<CompletionLine> all) =>
        t.Open > 0 || campaign.ReviewCompletedAt is not { } decided ? null : all.Select(l => l.ProvenAt ?? decided).Append(decided).Max();

    /// <summary><c>undecided (deviation)</c> → undecided_deviation.</summary>
    private static string FactName(string label) => label.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal).Replace(' ', '_');
}
