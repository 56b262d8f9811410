using ChatOpsCompliance.Access;

namespace ChatOpsCompliance.People;

public enum IncidentStatus
{
    Open,
    Claimed,
    Verified,
    Withdrawn,
}

/// <summary>
/// Somebody left and still has access on a system: open → claimed removed → verified by a newer extract, or open again when one still shows it; withdrawn
/// when the person is back. Stands by itself, in a review or outside.
/// </summary>
public sealed record LeaverIncident
{
    /// <summary>How long the access of somebody who left may stay.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromDays(1);

    public required Id<LeaverIncident> Id { get; init; }

    public required Id<Person> Person { get; init; }

    public required string PersonName { get; init; }

    public required string System { get; init; }

    public required IncidentStatus Status { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How many grants the newest extract that showed any of them had, and how many of those are privileged.</summary>
    public required int Grants { get; init; }

    public required int Privileged { get; init; }

    /// <summary>The first few of them, as a person reads them.</summary>
    public required string What { get; init; }

    /// <summary>How the extract was made that showed the access: only the same method can prove that it is gone.</summary>
    public required string Method { get; init; }

    /// <summary>When the newest extract that showed the access was made.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    public string? ClaimedByName { get; init; }

    public DateTimeOffset? ProvenAt { get; init; }

    public bool Settled => Status is IncidentStatus.Verified or IncidentStatus.Withdrawn;

    /// <param name="inCharge">Whether this person owns the system, or stands in for an owner who is gone.</param>
    public Result<IncidentClaimed> Claim(Person by, bool inCharge, string owner, Words? note, DateTimeOffset now)
    {
        if (by.Id == Person) return new OwnDeparture(owner);
        if (!inCharge) return new NotInChargeOfSystem(owner);
        if (Status == IncidentStatus.Claimed) return new IncidentAlreadyClaimed(ClaimedByName ?? "Somebody");
        if (Settled) return new IncidentSettled(Status);
        return new IncidentClaimed(Id, Person, System, by.Id, now, note);
    }

    /// <summary>What an extract of the system says, or null when it says nothing new. Presence is believed of any extract, absence only of one made the same way.</summary>
    public Fact? Judge(AccessSnapshot snapshot, int grants)
    {
        if (Status == IncidentStatus.Withdrawn) return null;
        var at = snapshot.Facts.ExtractedAt;
        if (grants == 0)
        {
            var proves = !Settled && at > SeenAt && string.Equals(snapshot.Facts.Method.Trim(), Method.Trim(), StringComparison.OrdinalIgnoreCase);
            return proves ? new IncidentVerified(Id, Person, System, snapshot.Number, at) : null;
        }

        var after = Status switch { IncidentStatus.Claimed => ClaimedAt, IncidentStatus.Verified => ProvenAt, _ => null };
        return after is { } then && at > then ? new IncidentReopened(Id, Person, System, snapshot.Number, grants) : null;
    }
}

/// <summary>Somebody who left still has access: an incident with a deadline of one day.</summary>
public sealed record IncidentOpened(Id<LeaverIncident> Incident, Id<Person> Person, string System, long Snapshot, int Grants, int Privileged, DateTimeOffset Deadline) : Fact
{
    public override string Kind => "incident.opened";

    public override string Subject => $"incident/{Incident}";
}

public sealed record IncidentClaimed(Id<LeaverIncident> Incident, Id<Person> Person, string System, Id<Person> By, DateTimeOffset At, Words? Note) : Fact
{
    public override string Kind => "incident.claimed";

    public override string Subject => $"incident/{Incident}";
}

/// <summary>A newer extract no longer has any access of the person who left.</summary>
public sealed record IncidentVerified(Id<LeaverIncident> Incident, Id<Person> Person, string System, long Snapshot, DateTimeOffset ExtractedAt) : Fact
{
    public override string Kind => "incident.verified";

    public override string Subject => $"incident/{Incident}";
}

public sealed record IncidentReopened(Id<LeaverIncident> Incident, Id<Person> Person, string System, long Snapshot, int Grants) : Fact
{
    public override string Kind => "incident.reopened";

    public override string Subject => $"incident/{Incident}";
}

/// <summary>The person is back in the roster, so that the access is no leaver's any more.</summary>
public sealed record IncidentWithdrawn(Id<LeaverIncident> Incident, Id<Person> Person, string System) : Fact
{
    public override string Kind => "incident.withdrawn";

    public override string Subject => $"incident/{Incident}";
}

public sealed record OwnDeparture(string Owner) : Refusal($"This is your own access, so it is not for you to say that it is gone. {Owner} can.");

public sealed record NotInChargeOfSystem(string Owner) : Refusal($"Only {Owner}, who answers for this system, can say that this access was removed.");

public sealed record IncidentAlreadyClaimed(string By) : Refusal($"{By} said already that this access was removed. The next extract will show it.");

public sealed record IncidentSettled(IncidentStatus Status)
    : Refusal(Status == IncidentStatus.Verified ? "A newer extract has already proved that this access is gone." : "This person is back in the roster, so there is nothing to remove.");
