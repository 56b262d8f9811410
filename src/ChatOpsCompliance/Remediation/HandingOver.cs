using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Remediation;

public enum HandOverCause
{
    Chosen,
    OwnerLeft,
}

/// <summary>Giving a removal to somebody else: because they do the work, or because its owner left.</summary>
public static class HandingOver
{
    /// <param name="managesOwner">The one who hands over is the owner's manager.</param>
    public static Result<RemovalHandedOver> HandOver(this RemediationTask task, Person by, bool isCompliance, bool managesOwner, Person? to, Words? why)
    {
        if (task.MayHandOver(by, isCompliance, managesOwner) is { } no) return no;
        if (to is not { Active: true }) return new NobodyOfThatName();
        if (to.Id == task.Holder) return new HolderCantRemove(to.Name);
        if (to.Id == task.Owner) return new OwnsItAlready(to.Name);
        return new RemovalHandedOver(task.Id, task.Campaign, task.Ordinal, task.Owner, to.Id, HandOverCause.Chosen, why);
    }

    public static Refusal? MayHandOver(this RemediationTask task, Person by, bool isCompliance, bool managesOwner)
    {
        if (!by.Active) return new NoLongerActive();
        if (by.Id != task.Owner && by.Id != task.CampaignOwner && !isCompliance && !managesOwner) return new NotYoursToHandOver(task.OwnerName);
        return task.Waits || task.Status == Removal.RiskAccepted ? null : new RemovalSettled(task.Status);
    }

    /// <summary>The owner left: the first of these who can take it, or null when nobody can.</summary>
    public static RemovalHandedOver? OwnerLeft(this RemediationTask task, IEnumerable<Person?> candidates)
    {
        var able = candidates.OfType<Person>().Where(p => p.Active && p.Id != task.Owner).ToList();
        return (able.Find(p => p.Id != task.Holder) ?? able.FirstOrDefault()) is { } to
            ? new RemovalHandedOver(task.Id, task.Campaign, task.Ordinal, task.Owner, to.Id, HandOverCause.OwnerLeft, null)
            : null;
    }
}

public sealed record NotYoursToHandOver(string Owner) : Refusal($"Only {Owner}, their manager, the owner of the review or compliance can hand this removal over.");

public sealed record NobodyOfThatName() : Refusal("Nobody active in the roster has this e-mail. Write it as the people file has it.");

public sealed record HolderCantRemove(string Name) : Refusal($"It is {Name}'s own access, so {Name} can't be the one to remove it. Choose somebody else.");

public sealed record OwnsItAlready(string Name) : Refusal($"{Name} has this removal already.");
