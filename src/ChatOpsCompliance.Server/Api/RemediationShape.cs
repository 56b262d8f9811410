using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Remediation;

namespace ChatOpsCompliance.Server.Api;

/// <summary>Access that must go, and how far that is.</summary>
/// <param name="ProvenBy">The number of the extract that has it no more.</param>
/// <param name="Late">Something is still to be done or proven, and the deadline is over.</param>
internal sealed record RemediationShape(
    Guid Id,
    Guid Campaign,
    int Ordinal,
    string System,
    string Account,
    string Entitlement,
    string Environment,
    string? Becomes,
    string? Via,
    Guid Owner,
    string OwnerName,
    Removal Status,
    DateTimeOffset OpenedAt,
    DateTimeOffset Deadline,
    bool Late,
    string? Ticket,
    DateTimeOffset? ClaimedAt,
    string? ClaimedByName,
    long? ProvenBy,
    DateTimeOffset? ProvenAt,
    ReopenReason? Reopened,
    DateTimeOffset? RiskUntil)
{
    public static RemediationShape Of(RemediationTask t, DateTimeOffset now) => new(
        t.Id.Value, t.Campaign.Value, t.Ordinal, t.System, t.Grant.Account, t.Grant.Entitlement, t.Grant.Environment, t.Becomes, t.Via, t.Owner.Value, t.OwnerName, t.Status, t.OpenedAt, t.Deadline, t.LateAt(now), t.Ticket, t.ClaimedAt, t.ClaimedByName,
        t.ProvenBy, t.ProvenAt, t.Reopened, t.RiskUntil);
}
