using System.Globalization;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>One line of the completion report: an item with its decision and what became of its removal.</summary>
public sealed record CompletionLine(ReviewItem Item, Removal? Removal, DateTimeOffset? ProvenAt);

/// <summary>Who decided what, when, and whether what had to go is gone: a campaign as an auditor reads it. A pure function of its state.</summary>
public static class CompletionReport
{
    public const string Name = "completion";

    public static readonly IReadOnlyList<string> Columns =
    [
        "item", "system", "account", "account_type", "holder", "entitlement", "environment", "privileged", "flags", "reviewer", "outcome", "reason", "decided_by", "decided_at", "removal", "removal_proven_at",
    ];

    public static ReportTable Of(Campaign campaign, TieOut t, IEnumerable<CompletionLine> lines) => new(
        Name,
        $"{campaign.Title}, {campaign.Period:yyyy-MM-dd}: completion",
        [
            ("campaign", campaign.Id.ToString()),
            ("definition", campaign.Definition),
            ("period", campaign.Period.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("status", campaign.Status.ToString().ToLowerInvariant()),
            ("launched_at", Time(campaign.LaunchedAt)),
            ("due_at", Time(campaign.DueAt)),
            ("review_completed_at", Time(campaign.ReviewCompletedAt)),
            ("closed_at", Time(campaign.ClosedAt)),
            ("population_hash", campaign.PopulationHash),
            ("population", Number(t.Population)),
            ("kept", Number(t.Kept)),
            ("revoked", Number(t.Revoked)),
            ("modified", Number(t.Modified)),
            ("revoked_by_no_response", Number(t.RevokedByNoResponse)),
            ("undecided_deviation", Number(t.UndecidedDeviation)),
            ("removed_before_decision", Number(t.RemovedBeforeDecision)),
            ("excluded", Number(t.Excluded)),
            ("undecided", Number(t.Undecided)),
            ("removal_verified", Number(t.Verified)),
            ("removal_confirmed_by_inspection", Number(t.ConfirmedByInspection)),
            ("risk_accepted", Number(t.RiskAccepted)),
            ("removal_open", Number(t.Open)),
            ("ties_out", t.Difference is null ? "yes" : $"no: {t.Difference}"),
        ],
        Columns,
        [.. lines.Select(Row)]);

    private static IReadOnlyList<string> Row(CompletionLine line)
    {
        var i = line.Item;
        return
        [
            Number(i.Ordinal), i.System, i.Grant.Account, i.AccountType.ToString().ToLowerInvariant(), i.SubjectName ?? "", i.Grant.Entitlement, i.Grant.Environment, Known(i.Privileged),
            string.Join("; ", i.Flags.Select(f => f.Reason)), i.ReviewerName, Words(i.Outcome.ToString()), i.Decided?.Text ?? "", i.DecidedByName ?? "", Time(i.DecidedAt),
            line.Removal is { } r ? Words(r.ToString()) : "", Time(line.ProvenAt),
        ];
    }

    private static string Known(bool? value) => value switch { true => "yes", false => "no", null => "unknown" };

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);

    /// <summary>UTC.</summary>
    private static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>RevokedByNoResponse → revoked by no response.</summary>
    private static string Words(string name) =>
        string.Concat(name.Select((c, n) => char.IsUpper(c) ? (n == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()));
}
