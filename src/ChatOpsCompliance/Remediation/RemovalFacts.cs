using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Remediation;

/// <summary>Something that happened to one removal.</summary>
public abstract record RemovalFact(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal) : Fact
{
    public override string Subject => $"removal/{Task}";
}

public sealed record TaskOpened(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, Id<Person> Owner, DateTimeOffset Deadline) : RemovalFact(Task, Campaign, Ordinal)
{
    public override string Kind => "removal.opened";

    public string? Becomes { get; init; }
}

public sealed record RemovalTicketed(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, Id<Person> By, Words Ticket) : RemovalFact(Task, Campaign, Ordinal)
{
    public override string Kind => "removal.ticketed";
}

public sealed record RemovalClaimed(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, Id<Person> By, DateTimeOffset At, Words? Note) : RemovalFact(Task, Campaign, Ordinal)
{
    public override string Kind => "removal.claimed";

    public Words? Ticket { get; init; }
}

/// <summary>An extract shows it gone, but who removed or held the access made it.</summary>
public sealed record RemovalUnconfirmed(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, long Snapshot, DateTimeOffset ExtractedAt) : RemovalFact(Task, Campaign, Ordinal)
{
    public override string Kind => "removal.unconfirmed";
}

public sealed record RemovalVerified(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, long Snapshot, DateTimeOffset ExtractedAt) : RemovalFact(Task, Campaign, Ordinal)
{
    public override string Kind => "removal.verified";
}

/// <summary>A second person has seen that it is gone, as the extract says.</summary>
public sealed record RemovalConfirmed(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, Id<Person> By, long Snapshot, DateTimeOffset ExtractedAt) : RemovalFact(Task, Campaign, Ordinal)
{
    public override string Kind => "removal.confirmed";
}

/// <summary>A second person has looked at a system that gives no extract.</summary>
public sealed record RemovalInspected(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, Id<Person> By, DateTimeOffset At) : RemovalFact(Task, Campaign, Ordinal)
{
    public override string Kind => "removal.inspected";

    /// <summary>What they saw and keep; null when they confirmed an inspection of the whole system.</summary>
    public Words? Seen { get; init; }

    public Id<Attachment>? Attachment { get; init; }

    /// <summary>The inspection of the whole system, as the snapshot that was made from it.</summary>
    public long? Snapshot { get; init; }
}

/// <param name="Snapshot">What showed it; of <see cref="ReopenReason.SeenBySecondPerson"/>, what said that it was gone.</param>
public sealed record RemovalReopened(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, long Snapshot, ReopenReason Reason) : RemovalFact(Task, Campaign, Ordinal)
{
    public override string Kind => "removal.reopened";

    /// <summary>The second person who saw it.</summary>
    public Id<Person>? By { get; init; }
}

public sealed record RemovalHandedOver(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, Id<Person> From, Id<Person> To, HandOverCause Cause, Words? Why) : RemovalFact(Task, Campaign, Ordinal)
{
    public override string Kind => "removal.handed-over";
}

public sealed record RemovalEscalated(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, Escalation Level, Id<Person> To) : RemovalFact(Task, Campaign, Ordinal)
{
    public override string Kind => "removal.escalated";
}

public sealed record RemovalWithdrawn(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal) : RemovalFact(Task, Campaign, Ordinal)
{
    public override string Kind => "removal.withdrawn";
}

/// <summary>The owner asks to leave the access for a time.</summary>
public sealed record RiskAsked(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, Id<RiskRequest> Request, Id<Person> By, int Days, Words Why, Words Control) : RemovalFact(Task, Campaign, Ordinal)
{
    public override string Kind => "removal.risk-asked";
}

public sealed record RiskAccepted(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, Id<RiskRequest> Request, Id<Person> By, DateTimeOffset Until, Words? Words) : RemovalFact(Task, Campaign, Ordinal)
{
    public override string Kind => "removal.risk-accepted";
}

public sealed record RiskRejected(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, Id<RiskRequest> Request, Id<Person> By, Words Words) : RemovalFact(Task, Campaign, Ordinal)
{
    public override string Kind => "removal.risk-rejected";
}

public sealed record RiskExpired(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, DateTimeOffset Until, DateTimeOffset Deadline) : RemovalFact(Task, Campaign, Ordinal)
{
    public override string Kind => "removal.risk-expired";
}
