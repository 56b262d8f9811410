using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Remediation;

/// <summary>
/// Access that must go, or be exchanged for another, tracked until a newer read of the source proves that it has: open → claimed removed → verified, or
/// still present (open again), or confirmed by inspection, or its risk accepted for a time. A grant that returns reopens it.
/// </summary>
public sealed record RemediationTask
{
    /// <summary>The states in which something is still to be done or proven.</summary>
    public static IReadOnlyList<Removal> Waiting { get; } = [Removal.Open, Removal.Claimed, Removal.Unconfirmed];

    public required Id<RemediationTask> Id { get; init; }

    public required Id<Campaign> Campaign { get; init; }

    public required int Ordinal { get; init; }

    public required string System { get; init; }

    public required GrantKey Grant { get; init; }

    /// <summary>Of a modification: the entitlement that is to take this one's place; both halves are proven.</summary>
    public string? Becomes { get; init; }

    /// <summary>The group or role path the access is inherited through, as the source told it.</summary>
    public string? Via { get; init; }

    /// <summary>The system owner, who removes the access and says so.</summary>
    public required Id<Person> Owner { get; init; }

    public required string OwnerName { get; init; }

    /// <summary>Who has the access; null when nobody was matched.</summary>
    public Id<Person>? Holder { get; init; }

    /// <summary>Whose item it is or was, and who decided that it goes.</summary>
    public Id<Person> Reviewer { get; init; }

    public Id<Person>? DecidedBy { get; init; }

    public Id<Person> CampaignOwner { get; init; }

    public required Removal Status { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    /// <summary>How the snapshot was extracted that the review was made from; only the same method can prove the removal.</summary>
    public required string Method { get; init; }

    /// <summary>Where the work is tracked, such as OPS-123.</summary>
    public string? Ticket { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    public Id<Person>? ClaimedBy { get; init; }

    public string? ClaimedByName { get; init; }

    /// <summary>The snapshot that proved the removal, or shows it gone and waits for a second person.</summary>
    public long? ProvenBy { get; init; }

    /// <summary>When that snapshot was extracted, or the inspection made.</summary>
    public DateTimeOffset? ProvenAt { get; init; }

    /// <summary>Why it was reopened last, if it was.</summary>
    public ReopenReason? Reopened { get; init; }

    /// <summary>Until when the risk of leaving it is accepted.</summary>
    public DateTimeOffset? RiskUntil { get; init; }

    /// <summary>How far up its lateness was told.</summary>
    public Escalation Escalated { get; init; }

    public bool Waits => Waiting.Contains(Status);

    public bool LateAt(DateTimeOffset now) => Waits && now > Deadline;

    public Result<RemovalClaimed> Claim(Person by, Words? note, Words? ticket, DateTimeOffset now)
    {
        if (MayAct(by) is { } no) return no;
        if (Status is Removal.Claimed or Removal.Unconfirmed) return new AlreadyClaimed(ClaimedByName ?? "Somebody", ClaimedAt);
        if (Status != Removal.Open) return new RemovalSettled(Status);
        return new RemovalClaimed(Id, Campaign, Ordinal, by.Id, now, note) { Ticket = ticket };
    }

    public Result<RemovalTicketed> Note(Person by, Words ticket)
    {
        if (MayAct(by) is { } no) return no;
        return Waits ? new RemovalTicketed(Id, Campaign, Ordinal, by.Id, ticket) : new RemovalSettled(Status);
    }

    /// <summary>What a snapshot of the task's system says of it, or null when it says nothing.</summary>
    /// <param name="present">The access that should go is in it.</param>
    /// <param name="replaced">The access that should take its place is in it.</param>
    /// <param name="ownProof">Who removed the access, or has it, made the extract.</param>
    public Fact? Judge(AccessSnapshot snapshot, bool present, bool replaced, bool ownProof)
    {
        var at = snapshot.Facts.ExtractedAt;
        if (snapshot.System != System || !SameMethod(snapshot.Facts.Method)) return null;
        if (Status is Removal.Claimed or Removal.Unconfirmed && at > ClaimedAt)
        {
            if (present) return Reopen(snapshot.Number, ReopenReason.StillPresent);
            if (Becomes is not null && !replaced) return Reopen(snapshot.Number, ReopenReason.NotReplaced);
            if (snapshot.ConfirmedBy is { } second && second != ClaimedBy && second != Holder) return new RemovalInspected(Id, Campaign, Ordinal, second, at) { Snapshot = snapshot.Number };
            if (!ownProof && snapshot.ConfirmedBy is null) return new RemovalVerified(Id, Campaign, Ordinal, snapshot.Number, at);
            return Status == Removal.Claimed ? new RemovalUnconfirmed(Id, Campaign, Ordinal, snapshot.Number, at) : null;
        }

        return Status is Removal.Verified or Removal.ConfirmedByInspection && present && at > ProvenAt ? Reopen(snapshot.Number, ReopenReason.CameBack) : null;
    }

    /// <summary>The decision behind it was corrected. What is proven stays proven: the way back is a new access request.</summary>
    public Result<RemovalWithdrawn> Withdraw() => Waits || Status == Removal.RiskAccepted ? new RemovalWithdrawn(Id, Campaign, Ordinal) : new RemovalSettled(Status);

    internal Refusal? MayAct(Person by)
    {
        if (!by.Active) return new NoLongerActive();
        return by.Id == Owner ? null : new NotTheSystemOwner(OwnerName);
    }

    private RemovalReopened Reopen(long snapshot, ReopenReason reason) => new(Id, Campaign, Ordinal, snapshot, reason);

    private bool SameMethod(string method) => string.Equals(method.Trim(), Method.Trim(), StringComparison.OrdinalIgnoreCase);
}

public enum ReopenReason
{
    StillPresent,
    CameBack,

    /// <summary>The old access is gone, but the one that was to take its place is not there.</summary>
    NotReplaced,

    /// <summary>A second person looked and saw it.</summary>
    SeenBySecondPerson,

    RiskExpired,
}

public sealed record NotTheSystemOwner(string Owner) : Refusal($"Only {Owner}, who owns the system, can say what became of this access.");

public sealed record AlreadyClaimed(string By, DateTimeOffset? At)
    : Refusal($"{By} said already that this access was removed{(At is { } at ? $", {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "")}. The next extract will show it.");

public sealed record RemovalSettled(Removal Status) : Refusal(Status switch
{
    Removal.Verified => "A newer extract has already proved that this access is gone.",
    Removal.ConfirmedByInspection => "A second person has already looked and confirmed that this access is gone.",
    Removal.RiskAccepted => "The risk of leaving this access has been accepted for a time.",
    Removal.Withdrawn => "The decision to remove this access was corrected; nothing is left to do.",
    _ => "This removal is not at that point any more: open the list again to see how it stands.",
});
