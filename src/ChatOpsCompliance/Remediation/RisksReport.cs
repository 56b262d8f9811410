using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Remediation;

/// <summary>One access that was asked to stay for a time, with what was asked and answered.</summary>
/// <param name="Approval">Which approval of this access it is: 1, or more for a renewal; 0 when it was not approved.</param>
public sealed record RiskLine(ReportedItem About, RemediationTask Task, RiskRequest Request, int Approval)
{
    /// <summary>Until when it was approved to stay; null when it was not.</summary>
    public DateTimeOffset? Until => Request.State == RiskState.Accepted ? Request.DecidedAt?.AddDays(Request.Days) : null;

    /// <summary>In force, expired, or over before its time since the access went or a newer approval took its place.</summary>
    public string State(DateTimeOffset asOf) => Until switch
    {
        null => Request.State == RiskState.Asked ? "asked" : "rejected",
        { } until when Task.Status == Removal.RiskAccepted && Task.RiskUntil == until => "in force",
        { } until when until <= asOf => "expired",
        _ => "ended early",
    };
}

/// <summary>Access that stays although it should go: why, what keeps the risk small, who approved it and until when. What was asked for and rejected is here too.</summary>
public static class RisksReport
{
    public const string Name = "accepted-risks";

    public static ReportTable Of(ReportScope scope, IEnumerable<RiskLine> lines)
    {
        var all = lines.Where(l => scope.Meets(l.Request.DecidedAt ?? l.Request.AskedAt, l.Until ?? l.Request.DecidedAt)).OrderBy(l => l.Request.AskedAt).ThenBy(l => l.About.Campaign.LaunchedAt).ThenBy(l => l.About.Item.Ordinal).ToList();
        int Count(string state) => all.Count(l => l.State(scope.AsOf) == state);
        return ReportTable.Of(
            Name,
            scope.Title("accepted risks"),
            [
                .. scope.Facts,
                new("approvals", all.Count(l => l.Until is not null)),
                new("in_force", Count("in force")),
                new("expired", Count("expired")),
                new("ended_early", Count("ended early")),
                new("renewals", all.Count(l => l.Approval > 1)),
                new("asked", Count("asked")),
                new("rejected", Count("rejected")),
            ],
            Columns(scope.AsOf),
            all) with
        { Notes = [$"Each approval holds for {RiskRequest.MostDays} days at most and is given by somebody who neither owns, holds nor reviewed the access. A renewal is a new approval with a line of its own. What expires is to be removed again."] };
    }

    private static IReadOnlyList<ReportColumn<RiskLine>> Columns(DateTimeOffset asOf) =>
    [
        .. ReportedItem.Columns<RiskLine>(l => l.About),
        new("privileged", l => ReportTable.Known(l.About.Item.Privileged), Below: true),
        new("why_it_stays", l => l.Request.Why),
        new("compensating_control", l => l.Request.Control),
        new("asked_by", l => l.Request.AskedByName),
        new("asked_at", l => l.Request.AskedAt, Below: true),
        new("decided_by", l => l.Request.DecidedByName),
        new("decided_at", l => l.Request.DecidedAt, Below: true),
        new("in_words", l => l.Request.Words, Below: true),
        new("state", l => l.State(asOf)),
        new("until", l => l.Until, Below: true),
        new("approval", l => l.Approval == 0 ? null : l.Approval),
    ];
}
