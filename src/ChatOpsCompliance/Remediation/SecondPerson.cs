using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Remediation;

/// <summary>
/// Who else must see that access is gone: when its remover or holder made the extract, or when the system gives none. The reviewer who wanted it
/// gone, the owner of the review and compliance may; who removed it or has it may not.
/// </summary>
public static class SecondPerson
{
    public static Refusal? MaySecond(this RemediationTask task, Person by, bool isCompliance)
    {
        if (!by.Active) return new NoLongerActive();
        if (by.Id == task.ClaimedBy || by.Id == task.Owner) return new OwnWordIsNotEnough();
        if (by.Id == task.Holder) return new HolderCantConfirm();
        return isCompliance || by.Id == task.Reviewer || by.Id == task.DecidedBy || by.Id == task.CampaignOwner ? null : new NotASecondPerson();
    }

    public static Result<RemovalConfirmed> Confirm(this RemediationTask task, Person by, bool isCompliance)
    {
        if (task.MaySecond(by, isCompliance) is { } no) return no;
        if (task is not { Status: Removal.Unconfirmed, ProvenBy: { } snapshot, ProvenAt: { } at }) return new RemovalSettled(task.Status);
        return new RemovalConfirmed(task.Id, task.Campaign, task.Ordinal, by.Id, snapshot, at);
    }

    /// <summary>They looked, and it is still there.</summary>
    public static Result<RemovalReopened> Doubt(this RemediationTask task, Person by, bool isCompliance)
    {
        if (task.MaySecond(by, isCompliance) is { } no) return no;
        if (task is not { Status: Removal.Unconfirmed, ProvenBy: { } snapshot }) return new RemovalSettled(task.Status);
        return new RemovalReopened(task.Id, task.Campaign, task.Ordinal, snapshot, ReopenReason.SeenBySecondPerson) { By = by.Id };
    }

    /// <summary>They looked at the system itself, after it was said to be removed.</summary>
    public static Result<RemovalInspected> Inspect(this RemediationTask task, Person by, bool isCompliance, Words? seen, Id<Attachment> attachment, DateTimeOffset now)
    {
        if (task.MaySecond(by, isCompliance) is { } no) return no;
        if (task.Status == Removal.Open) return new NotClaimedYet(task.OwnerName);
        if (task.Status is not (Removal.Claimed or Removal.Unconfirmed)) return new RemovalSettled(task.Status);
        if (seen is null) return new SayWhatYouSaw();
        return new RemovalInspected(task.Id, task.Campaign, task.Ordinal, by.Id, now) { Seen = seen, Attachment = attachment };
    }
}

public sealed record OwnWordIsNotEnough() : Refusal("You removed this access or own its system, so somebody else has to see that it is gone: its reviewer, the owner of the review, or compliance.");

public sealed record HolderCantConfirm() : Refusal("This is your own access, so you can't confirm that it is gone. Its reviewer, the owner of the review, or compliance can.");

public sealed record NotASecondPerson() : Refusal("Only the reviewer of this access, the owner of the review, or compliance can confirm that it is gone.");

public sealed record NotClaimedYet(string Owner) : Refusal($"{Owner} has not said yet that this access was removed; only then is there something to confirm.");

public sealed record SayWhatYouSaw() : Refusal("Say what you looked at and what you saw.");
