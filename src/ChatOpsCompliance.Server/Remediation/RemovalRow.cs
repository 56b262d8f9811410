using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>A removal as the database has it.</summary>
internal sealed record RemovalRow
{
    public Id<RemediationTask> Id { get; init; }

    public Id<Campaign> Campaign { get; init; }

    public int Ordinal { get; init; }

    public string System { get; init; } = "";

    public string Account { get; init; } = "";

    public string Entitlement { get; init; } = "";

    public string Environment { get; init; } = "";

    public string? Becomes { get; init; }

    public string? Via { get; init; }

    public Id<Person> Owner { get; init; }

    public string OwnerName { get; init; } = "";

    public Id<Person>? Holder { get; init; }

    public Id<Person> Reviewer { get; init; }

    public Id<Person>? DecidedBy { get; init; }

    public Id<Person> CampaignOwner { get; init; }

    public Removal Status { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset Deadline { get; init; }

    public string Method { get; init; } = "";

    public string? Ticket { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    public Id<Person>? ClaimedBy { get; init; }

    public string? ClaimedByName { get; init; }

    public long? ProvenBy { get; init; }

    public DateTimeOffset? ProvenAt { get; init; }

    public ReopenReason? Reopened { get; init; }

    public DateTimeOffset? RiskUntil { get; init; }

    public Escalation Escalated { get; init; }

    public RemediationTask Value => new()
    {
        Id = Id,
        Campaign = Campaign,
        Ordinal = Ordinal,
        System = System,
        Grant = new(Account, Entitlement, Environment),
        Becomes = Becomes,
        Via = Via,
        Owner = Owner,
        OwnerName = OwnerName,
        Holder = Holder,
        Reviewer = Reviewer,
        DecidedBy = DecidedBy,
        CampaignOwner = CampaignOwner,
        Status = Status,
        OpenedAt = OpenedAt,
        Deadline = Deadline,
        Method = Method,
        Ticket = Ticket,
        ClaimedAt = ClaimedAt,
        ClaimedBy = ClaimedBy,
        ClaimedByName = ClaimedByName,
        ProvenBy = ProvenBy,
        ProvenAt = ProvenAt,
        Reopened = Reopened,
        RiskUntil = RiskUntil,
        Escalated = Escalated,
    };
}
