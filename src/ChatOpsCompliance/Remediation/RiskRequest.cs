using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Remediation;

public enum RiskState
{
    Asked,
    Accepted,
    Rejected,
}

/// <summary>
/// Access that should go is to stay for a time: asked by the system's owner with a compensating control → accepted by somebody independent, or
/// rejected. Accepted risk ends by itself; more time is a new request and a new approval.
/// </summary>
public sealed record RiskRequest
{
    /// <summary>The longest a risk may be accepted for, in days.</summary>
    public const int MostDays = 90;

    public required Id<RiskRequest> Id { get; init; }

    public required IReadOnlyList<RemediationTask> Tasks { get; init; }

    public required Id<Person> AskedBy { get; init; }

    public required string AskedByName { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public required int Days { get; init; }

    public required string Why { get; init; }

    public required string Control { get; init; }

    public required RiskState State { get; init; }

    public string? DecidedByName { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? Words { get; init; }

    public static Refusal? MayAsk(RemediationTask task, Person by) => task.MayAct(by) ?? (task.Waits || task.Status == Removal.RiskAccepted ? null : new RemovalSettled(task.Status));

    public static Result<RiskAsked> Ask(RemediationTask task, Id<RiskRequest> id, Person by, int days, Words? why, Words? control)
    {
        if (MayAsk(task, by) is { } no) return no;
        if (why is null) return new RiskReasonNeeded();
        if (control is null) return new ControlNeeded();
        if (days is < 1 or > MostDays) return new TooLong();
        return new RiskAsked(task.Id, task.Campaign, task.Ordinal, id, by.Id, days, why, control);
    }

    /// <summary>Counted from the approval, so that a request that lay about grants no less.</summary>
    public Result<IReadOnlyList<RiskAccepted>> Accept(Person by, bool mayApprove, Words? words, DateTimeOffset now)
    {
        if (MayDecide(by, mayApprove) is { } no) return no;
        if (Tasks.FirstOrDefault(t => !t.Waits && t.Status != Removal.RiskAccepted) is { } settled) return new RemovalSettled(settled.Status);
        return (List<RiskAccepted>)[.. Tasks.Select(t => new RiskAccepted(t.Id, t.Campaign, t.Ordinal, Id, by.Id, now.AddDays(Days), words))];
    }

    public Result<IReadOnlyList<RiskRejected>> Reject(Person by, bool mayApprove, Words? words)
    {
        if (MayDecide(by, mayApprove) is { } no) return no;
        if (words is null) return new RejectionReasonNeeded();
        return (List<RiskRejected>)[.. Tasks.Select(t => new RiskRejected(t.Id, t.Campaign, t.Ordinal, Id, by.Id, words))];
    }

    /// <summary>The approver is neither who asked, nor owner, holder or reviewer of any of it.</summary>
    /// <param name="mayApprove">A compliance officer or an executive.</param>
    public Refusal? MayDecide(Person by, bool mayApprove)
    {
        if (!by.Active) return new NoLongerActive();
        if (by.Id == AskedBy) return new OwnRequest();
        foreach (var task in Tasks)
        {
            if (by.Id == task.Owner || by.Id == task.ClaimedBy) return new NotIndependent("you own its system");
            if (by.Id == task.Holder) return new NotIndependent("it is your own access");
            if (by.Id == task.Reviewer || by.Id == task.DecidedBy) return new NotIndependent("you reviewed it");
        }

        if (!mayApprove) return new NotARiskApprover();
        return State == RiskState.Asked ? null : new RiskDecided(DecidedByName ?? "Somebody", State);
    }
}

public sealed record RiskReasonNeeded() : Refusal("Say why the access can't go now.");

public sealed record ControlNeeded() : Refusal("Say what keeps the risk small meanwhile: the compensating control.");

public sealed record TooLong() : Refusal($"A risk is accepted for {RiskRequest.MostDays} days at most. Choose how long; more time is a new request.");

public sealed record RejectionReasonNeeded() : Refusal("Say why the risk is not accepted.");

public sealed record OwnRequest() : Refusal("You asked for this, so somebody else has to decide: a compliance officer or an executive.");

public sealed record NotIndependent(string Why) : Refusal($"You can't accept the risk of this access, since {Why}. A compliance officer or an executive who neither owns, holds nor reviewed it can.");

public sealed record NotARiskApprover() : Refusal("Only a compliance officer or an executive can accept the risk of leaving access that should go.");

public sealed record RiskDecided(string By, RiskState State) : Refusal($"{By} has {(State == RiskState.Accepted ? "accepted" : "rejected")} this already. More time is a new request.");
