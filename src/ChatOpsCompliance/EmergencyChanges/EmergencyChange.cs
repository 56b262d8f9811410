using ChatOpsCompliance.People;

namespace ChatOpsCompliance.EmergencyChanges;

/// <summary>
/// The approved short cut: requested → approved | rejected | withdrawn | expired; approved → used, and so due for review | expired unused; review due →
/// reviewed → closed. Retroactive and break-glass are marks for ever.
/// </summary>
public sealed record EmergencyChange
{
    public static readonly TimeSpan DetailsWithin = TimeSpan.FromHours(24);

    public required Id<EmergencyChange> Id { get; init; }

    /// <summary>Runs without gaps, so that a reader of the register sees that none is missing.</summary>
    public required int Number { get; init; }

    public string Reference => FormattableString.Invariant($"EC-{Number}");

    public required ChangeStatus Status { get; init; }

    public required EmergencyPolicy Policy { get; init; }

    /// <summary>The policy as it was when this was asked for.</summary>
    public required string PolicyHash { get; init; }

    public required Id<Person> Requester { get; init; }

    public required string RequesterName { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public required Asked Asked { get; init; }

    public string Repository => Asked.Repository;

    public string Environment => Asked.Environment;

    /// <summary>Null while it is not written yet; then nobody can approve.</summary>
    public string? Commit => Asked.Commit;

    /// <summary>How many approvals open the gate.</summary>
    public required int Before { get; init; }

    /// <summary>Filed after it was deployed. It approves nothing.</summary>
    public bool Retroactive { get; init; }

    public bool BrokeGlass { get; init; }

    /// <summary>Who opened the gate alone.</summary>
    public Id<Person>? GlassBrokenBy { get; init; }

    /// <summary>Until when it can be approved.</summary>
    public required DateTimeOffset ApproveBy { get; init; }

    public IReadOnlyList<Seat> Seats { get; init; } = [];

    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>Until when the gate opens for it.</summary>
    public DateTimeOffset? WindowUntil { get; init; }

    public SecondApproval Second { get; init; }

    public DateTimeOffset? SecondDue { get; init; }

    /// <summary>The run that was let through, without its attempt.</summary>
    public string? Run { get; init; }

    /// <summary>That run failed, so another one may have it.</summary>
    public bool RunFailed { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    public DateTimeOffset DetailsDue => RequestedAt + DetailsWithin;

    public Details? Details { get; init; }

    public DateTimeOffset? DetailsAt { get; init; }

    public DateTimeOffset? ReviewDue { get; init; }

    public PostReview? Review { get; init; }

    public DateTimeOffset? ReviewedAt { get; init; }

    public string? ReviewerName { get; init; }

    /// <summary>Who ended it, and their words.</summary>
    public string? EndedByName { get; init; }

    public string? EndedWords { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Where it was talked over, as the chat platform links to it.</summary>
    public string? Thread { get; init; }

    /// <summary>The gate opens for it now, if the run may.</summary>
    public bool OpensAt(DateTimeOffset now) => Status == ChangeStatus.Approved && !Retroactive && now < WindowUntil;

    /// <summary>A run may pass when it is the one that was let through, or none was yet, or when that one has failed and nobody has objected since.</summary>
    public bool IsFreeFor(string run) => Run is null || Run == run || (RunFailed && Second != SecondApproval.Objected);

    public bool Waits => Status == ChangeStatus.Requested;

    /// <summary>What is approved, as whoever approves it reads it; its hash is carried by the button and stands in the fact.</summary>
    public string Statement() =>
        string.Join('\n', Reference, Repository, Environment, Commit, Asked.Incident, Asked.What, Asked.WhyNow, Asked.Risk, Asked.RiskWords, Asked.TestDone, Asked.Rollback, Retroactive ? "retroactive" : "");

    public Result<ChangeApproved> Approve(Person by, Independence independence, string via, string shown, DateTimeOffset now)
    {
        if (MayAnswer(by, now) is { } no) return no;
        if (Commit is null) return new CommitNotNamed(RequesterName);
        if (independence.Refuses(by, Requester) is { } dependent) return dependent;
        if (!Policy.MayApprove(by)) return new NotAnApprover(Policy);
        if (Seats.Any(s => s.Person == by.Id)) return new SeatTaken();
        var last = Seats.Count + 1 >= Before;
        var until = last && !Retroactive ? now + Policy.Window : (DateTimeOffset?)null;
        var second = last && Before == 1 && Policy.SecondAfter ? Policy.SecondDue(now) : (DateTimeOffset?)null;
        return new ChangeApproved(Id, last ? Retroactive ? ChangeStatus.ReviewDue : ChangeStatus.Approved : ChangeStatus.Requested, Seats.Count + 1, by.Id, via, Commit, shown)
        {
            WindowUntil = until,
            SecondDue = second,
            ReviewDue = last && Retroactive ? Policy.ReviewDue(now, brokeGlass: false) : null,
        };
    }

    /// <summary>Whether this person's approval is looked for; whether it would be independent is asked when they give it.</summary>
    public bool WaitsFor(Person by, DateTimeOffset now) => MayAnswer(by, now) is null && by.Id != Requester && Policy.MayApprove(by) && Seats.All(s => s.Person != by.Id);

    /// <summary>One rejection ends it.</summary>
    public Result<ChangeRejected> Reject(Person by, Words? why, DateTimeOffset now)
    {
        if (MayAnswer(by, now) is { } no) return no;
        if (by.Id == Requester) return new WithdrawInstead();
        if (!Policy.MayApprove(by)) return new NotAnApprover(Policy);
        if (why is null) return new RejectionWhy();
        return new ChangeRejected(Id, by.Id, why);
    }

    public Result<ChangeWithdrawn> Withdraw(Person by, Words? why)
    {
        if (!by.Active) return new AccessReviews.NoLongerActive();
        if (by.Id != Requester) return new NotTheRequester(RequesterName);
        if (Status is not (ChangeStatus.Requested or ChangeStatus.Approved) || UsedAt is not null) return new ChangeSettled(this);
        return Run is not null && !RunFailed ? new RunUnderWay(Run) : new ChangeWithdrawn(Id, by.Id, why);
    }

    public Result<ChangeCommitNamed> Name(Person by, string? commit, DateTimeOffset now)
    {
        if (!by.Active) return new AccessReviews.NoLongerActive();
        if (by.Id != Requester) return new NotTheRequester(RequesterName);
        if (Status != ChangeStatus.Requested || now >= ApproveBy) return new ChangeSettled(this);
        if (Seats.Count > 0) return new ApprovedAsItIs();
        return Deployments.Commit.Whole(commit) is { } whole ? new ChangeCommitNamed(Id, by.Id, whole) : new CommitNotWhole();
    }

    /// <summary>One person opens the gate alone, where the policy allows it, and says that they know what that is.</summary>
    public Result<ChangeGlassBroken> BreakGlass(Person by, Words? why, bool confirmed, DateTimeOffset now)
    {
        if (!by.Active) return new AccessReviews.NoLongerActive();
        if (Status != ChangeStatus.Requested || now >= ApproveBy) return new ChangeSettled(this);
        if (Retroactive) return new NothingToOpen();
        if (!Policy.BreakGlass) return new NoBreakGlass(Policy);
        if (by.Id != Requester && !Policy.MayApprove(by)) return new NotTheRequester(RequesterName);
        if (Commit is null) return new CommitNotNamed(RequesterName);
        if (why is null) return new BreakGlassWhy();
        if (!confirmed) return new BreakGlassConfirm();
        return new ChangeGlassBroken(Id, by.Id, why, Commit, now + Policy.Window, Policy.SecondDue(now));
    }

    /// <summary>The second pair of eyes, by the end of the next business day: somebody else than who opened the gate, as independent as the first. An objection ends what was not let through yet.</summary>
    public Result<ChangeSecondGiven> LookSecond(Person by, Independence independence, bool agrees, Words? words, string via, string shown)
    {
        if (!by.Active) return new AccessReviews.NoLongerActive();
        if (Second != SecondApproval.Due) return new NoSecondDue(this);
        if (by.Id == GlassBrokenBy) return new BrokeTheGlass();
        if (Seats.Any(s => s.Person == by.Id)) return new SeatTaken();
        if (independence.Refuses(by, Requester) is { } dependent) return dependent;
        if (!Policy.MayApprove(by)) return new NotAnApprover(Policy);
        if (!agrees && words is null) return new RejectionWhy();
        var ends = !agrees && Status == ChangeStatus.Approved && (Run is null || RunFailed);
        return new ChangeSecondGiven(Id, ends ? ChangeStatus.Rejected : Status, Seats.Count + 1, by.Id, agrees, words, via, Commit!, shown);
    }

    private Refusal? MayAnswer(Person by, DateTimeOffset now)
    {
        if (!by.Active) return new AccessReviews.NoLongerActive();
        if (Status != ChangeStatus.Requested) return new ChangeSettled(this);
        return now >= ApproveBy ? new ApprovalTooLate(this) : null;
    }
}
