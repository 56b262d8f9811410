using ChatOpsCompliance.People;

namespace ChatOpsCompliance.EmergencyChanges;

public enum ReviewOutcome
{
    Worked,
    PartlyWorked,
    Failed,
}

/// <summary>The post-implementation review, by somebody who neither asked for nor approved the change.</summary>
public sealed record PostReview(ReviewOutcome Outcome, bool RolledBack, string What, string? Evidence)
{
    /// <param name="maySee">A compliance officer, or the owner of the policy.</param>
    public static Refusal? MayReview(EmergencyChange change, Person by, bool maySee)
    {
        if (!by.Active) return new AccessReviews.NoLongerActive();
        if (change.Status != ChangeStatus.ReviewDue) return new NoReviewDue(change);
        if (by.Id == change.Requester) return new ReviewerAsked();
        if (by.Id == change.GlassBrokenBy) return new BrokeTheGlass();
        if (change.Seats.Any(s => s.Person == by.Id)) return new ReviewerApproved();
        if (!maySee && !change.Policy.MayApprove(by)) return new NotAReviewer(change.Policy);
        return change.Details is null ? new DetailsFirst(change.RequesterName) : null;
    }

    public static Result<ChangeReviewed> Of(EmergencyChange change, Person by, bool maySee, ReviewOutcome? outcome, bool? rolledBack, Words? what, Words? evidence, int followUps, DateTimeOffset now)
    {
        if (MayReview(change, by, maySee) is { } no) return no;
        if (outcome is not { } how) return new OutcomeNeeded();
        if (rolledBack is not { } back) return new RolledBackNeeded();
        if (what is null) return new WhatHappenedNeeded();
        return new ChangeReviewed(change.Id, by.Id, how, back, what, evidence, followUps, now > change.ReviewDue);
    }

    /// <summary>Whether everything is there: reviewed, detailed, and looked at a second time where that is asked.</summary>
    public static bool Closes(EmergencyChange change) => change is { Status: ChangeStatus.Reviewed, Details: not null } && change.Second != SecondApproval.Due;
}

public sealed record NoReviewDue(EmergencyChange Change) : Refusal(Change.Review is not null
    ? $"{Change.Reference} has been reviewed already, by {Change.ReviewerName ?? "somebody"}."
    : $"{Change.Reference} is not due for review: it was not deployed.");

public sealed record ReviewerAsked() : Refusal("You asked for this change, so somebody else has to review it.");

public sealed record ReviewerApproved() : Refusal("You approved this change, so somebody else has to review it.");

public sealed record NotAReviewer(EmergencyPolicy Policy) : Refusal($"Only the approvers of “{Policy.Title}”, its owner or a compliance officer can review this change.");

public sealed record DetailsFirst(string Requester) : Refusal($"{Requester} has to add the details first: impact, abort criteria, checks skipped, compensating controls.");

public sealed record OutcomeNeeded() : Refusal("Say how it turned out.");

public sealed record RolledBackNeeded() : Refusal("Say whether it was rolled back.");

public sealed record WhatHappenedNeeded() : Refusal("Say what happened.");
