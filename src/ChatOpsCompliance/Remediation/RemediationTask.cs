using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Remediation;

/// <summary>
/// Access that must go, tracked until a newer read of the source proves that it has: open → claimed removed → verified, or
/// still present (open again). A grant that returns reopens it.
/// </summary>
public sealed record RemediationTask
{
    public required Id<RemediationTask> Id { get; init; }

    public required Id<Campaign> Campaign { get; init; }

    public required int Ordinal { get; init; }

    public required string System { get; init; }

    public required GrantKey Grant { get; init; }

    /// <summary>The system owner, who removes the access and says so.</summary>
    public required Id<Person> Owner { get; init; }

    public required string OwnerName { get; init; }

    public required Removal Status { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    /// <summary>How the snapshot was extracted that the review was made from; only the same method can prove the removal.</summary>
    public required string Method { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    public string? ClaimedByName { get; init; }

    /// <summary>When the snapshot that proved the removal was extracted.</summary>
    public DateTimeOffset? ProvenAt { get; init; }

    /// <summary>Why it was reopened last, if it was.</summary>
    public ReopenReason? Reopened { get; init; }

    public Result<RemovalClaimed> Claim(Person by, Words? note, DateTimeOffset now)
    {
        if (!by.Active) return new NoLongerActive();
        if (by.Id != Owner) return new NotTheSystemOwner(OwnerName);
        if (Status == Removal.Claimed) return new AlreadyClaimed(ClaimedByName ?? "Somebody", ClaimedAt);
        if (Status != Removal.Open) return new RemovalSettled(Status);
        return new RemovalClaimed(Id, Campaign, Ordinal, by.Id, now, note);
    }

    /// <summary>What a snapshot of the task's system says of it, or null when it says nothing.</summary>
    public Fact? Judge(AccessSnapshot snapshot, bool present)
    {
        if (snapshot.System != System || !SameMethod(snapshot.Facts.Method)) return null;
        if (Status == Removal.Claimed && snapshot.Facts.ExtractedAt > ClaimedAt)
        {
            return present
                ? new RemovalReopened(Id, Campaign, Ordinal, snapshot.Number, ReopenReason.StillPresent)
                : new RemovalVerified(Id, Campaign, Ordinal, snapshot.Number, snapshot.Facts.ExtractedAt);
        }

        return Status == Removal.Verified && present && snapshot.Facts.ExtractedAt > ProvenAt
            ? new RemovalReopened(Id, Campaign, Ordinal, snapshot.Number, ReopenReason.CameBack)
            : null;
    }

    private bool SameMethod(string method) => string.Equals(method.Trim(), Method.Trim(), StringComparison.OrdinalIgnoreCase);
}

public enum ReopenReason
{
    StillPresent,
    CameBack,
}

public sealed record TaskOpened(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, Id<Person> Owner, DateTimeOffset Deadline) : Fact
{
    public override string Kind => "removal.opened";

    public override string Subject => $"removal/{Task}";
}

public sealed record RemovalClaimed(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, Id<Person> By, DateTimeOffset At, Words? Note) : Fact
{
    public override string Kind => "removal.claimed";

    public override string Subject => $"removal/{Task}";
}

public sealed record RemovalVerified(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, long Snapshot, DateTimeOffset ExtractedAt) : Fact
{
    public override string Kind => "removal.verified";

    public override string Subject => $"removal/{Task}";
}

public sealed record RemovalReopened(Id<RemediationTask> Task, Id<Campaign> Campaign, int Ordinal, long Snapshot, ReopenReason Reason) : Fact
{
    public override string Kind => "removal.reopened";

    public override string Subject => $"removal/{Task}";
}

public sealed record NotTheSystemOwner(string Owner) : Refusal($"Only {Owner}, who owns the system, can say that this access was removed.");

public sealed record AlreadyClaimed(string By, DateTimeOffset? At)
    : Refusal($"{By} said already that this access was removed{(At is { } at ? $", {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "")}. The next extract will show it.");

public sealed record RemovalSettled(Removal Status)
    : Refusal(Status == Removal.Verified ? "A newer extract has already proved that this access is gone." : "This removal is settled already.");
