using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.EmergencyChanges;

/// <summary>Something that happened to one emergency change.</summary>
public abstract record ChangeFact(Id<EmergencyChange> Change) : Fact
{
    public override string Subject => $"change/{Change}";
}

public sealed record ChangeRequested(Id<EmergencyChange> Change, int Number, Id<Person> By, string Policy, string PolicyHash, string Repository, string Environment, string? Commit, Words Incident, Words What, Words WhyNow, Risk Risk, Words RiskWords, Words TestDone, Words Rollback, int Before, bool Retroactive, DateTimeOffset ApproveBy) : ChangeFact(Change)
{
    public override string Kind => "change.requested";

    /// <summary>SHA-256 of the policy as it is kept for this request, lower-case hex: what its window and its conditions are read from.</summary>
    public string? PolicyBody { get; init; }

    /// <summary>The deployment it explains afterwards.</summary>
    public Id<Deployment>? Deployment { get; init; }

    /// <summary>The accounts that whoever asked says wrote it.</summary>
    public Words? Authors { get; init; }
}

public sealed record ChangeCommitNamed(Id<EmergencyChange> Change, Id<Person> By, string Commit) : ChangeFact(Change)
{
    public override string Kind => "change.commit-named";
}

/// <summary>Who wrote what is to be deployed, since which commit; the accounts stand beside the chain.</summary>
public sealed record ChangeAuthorsRead(Id<EmergencyChange> Change, string Commit, string? Since, AuthorsKnown Known, int Count, Words? Accounts, string? Why) : ChangeFact(Change)
{
    public override string Kind => "change.authors-read";
}

/// <param name="Status">What it is from now on.</param>
/// <param name="Via">By a click, or by signing in.</param>
/// <param name="Shown">The hash of what stood on the card.</param>
public sealed record ChangeApproved(Id<EmergencyChange> Change, ChangeStatus Status, int Seat, Id<Person> By, string Via, string Commit, string Shown) : ChangeFact(Change)
{
    public override string Kind => "change.approved";

    public DateTimeOffset? WindowUntil { get; init; }

    public DateTimeOffset? SecondDue { get; init; }

    public DateTimeOffset? ReviewDue { get; init; }
}

public sealed record ChangeRejected(Id<EmergencyChange> Change, Id<Person> By, Words Why) : ChangeFact(Change)
{
    public override string Kind => "change.rejected";
}

public sealed record ChangeWithdrawn(Id<EmergencyChange> Change, Id<Person> By, Words? Why) : ChangeFact(Change)
{
    public override string Kind => "change.withdrawn";
}

/// <summary>Nobody approved it in time.</summary>
public sealed record ChangeExpired(Id<EmergencyChange> Change) : ChangeFact(Change)
{
    public override string Kind => "change.expired";
}

/// <summary>Its window ended and nothing was deployed.</summary>
public sealed record ChangeUnused(Id<EmergencyChange> Change) : ChangeFact(Change)
{
    public override string Kind => "change.unused";
}

public sealed record ChangeGlassBroken(Id<EmergencyChange> Change, Id<Person> By, Words Why, string Commit, DateTimeOffset WindowUntil, DateTimeOffset SecondDue) : ChangeFact(Change)
{
    public override string Kind => "change.glass-broken";
}

/// <param name="Status">Unchanged by it, except that an objection ends what was not used yet.</param>
public sealed record ChangeSecondGiven(Id<EmergencyChange> Change, ChangeStatus Status, int Seat, Id<Person> By, bool Agrees, Words? Words, string Via, string Commit, string Shown) : ChangeFact(Change)
{
    public override string Kind => "change.second-given";
}

/// <summary>The next one who could approve was called.</summary>
public sealed record ChangePaged(Id<EmergencyChange> Change, Id<Person> Who, int Turn) : ChangeFact(Change)
{
    public override string Kind => "change.paged";
}

/// <summary>A question or an answer about it.</summary>
public sealed record ChangeSaid(Id<EmergencyChange> Change, Id<Person> By, Words Words) : ChangeFact(Change)
{
    public override string Kind => "change.said";
}

/// <summary>Where it is talked over on the chat platform.</summary>
public sealed record ChangeThreadKept(Id<EmergencyChange> Change, string Link) : ChangeFact(Change)
{
    public override string Kind => "change.thread-kept";
}

/// <summary>The gate let this run through on it, and no other from now on.</summary>
public sealed record ChangeClaimed(Id<EmergencyChange> Change, Id<GateQuestion>? Question, string Run, string Commit) : ChangeFact(Change)
{
    public override string Kind => "change.claimed";
}

/// <summary>The run it was given to failed, so another one may have it.</summary>
public sealed record ChangeRunFailed(Id<EmergencyChange> Change, Id<Deployment> Deployment, string Run) : ChangeFact(Change)
{
    public override string Kind => "change.run-failed";
}

/// <summary>It was deployed: it pays for no other deployment, and is due for review.</summary>
public sealed record ChangeUsed(Id<EmergencyChange> Change, Id<Deployment> Deployment, string Run, DateTimeOffset At, DateTimeOffset ReviewDue) : ChangeFact(Change)
{
    public override string Kind => "change.used";
}

public sealed record ChangeDetailed(Id<EmergencyChange> Change, Id<Person> By, Words Impact, Words AbortCriteria, Words ChecksSkipped, Words CompensatingControls, bool Late) : ChangeFact(Change)
{
    public override string Kind => "change.detailed";
}

public sealed record ChangeReviewed(Id<EmergencyChange> Change, Id<Person> By, ReviewOutcome Outcome, bool RolledBack, Words What, Words? Evidence, int FollowUps, bool Late) : ChangeFact(Change)
{
    public override string Kind => "change.reviewed";
}

/// <summary>Something the review found that is still to be done.</summary>
public sealed record ChangeFollowUp(Id<EmergencyChange> Change, int Number, Id<Person> Reviewer, Id<Person> Owner, Words What) : ChangeFact(Change)
{
    public override string Kind => "change.follow-up";
}

/// <summary>Everything that was asked of it is there.</summary>
public sealed record ChangeClosed(Id<EmergencyChange> Change) : ChangeFact(Change)
{
    public override string Kind => "change.closed";
}

/// <summary>A step of it is late: the details, the second approval or the review. Said once each; it stays a deviation.</summary>
public sealed record ChangeLate(Id<EmergencyChange> Change, LateStep Step, DateTimeOffset Due) : ChangeFact(Change)
{
    public override string Kind => "change.late";
}

public enum LateStep
{
    Details,
    Second,
    Review,
}
