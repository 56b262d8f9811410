using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Remediation;

/// <summary>Who has an action: at first, by choice, and when its owner leaves.</summary>
public static class ActionHandingOver
{
    /// <summary>The first of these who is active, and rather one whom it is not about; null when none is, and it is the compliance team's.</summary>
    public static Id<Person>? WhoseIsIt(IEnumerable<Person?> candidates, Id<Person>? about)
    {
        var able = candidates.OfType<Person>().Where(p => p.Active).ToList();
        return (able.Find(p => p.Id != about) ?? able.FirstOrDefault())?.Id;
    }

    /// <param name="managesOwner">The one who hands over is the owner's manager.</param>
    public static Result<ActionHandedOver> HandOver(this ActionTask action, Person by, bool isCompliance, bool managesOwner, Person? to, Words? why)
    {
        if (action.MayHandOver(by, isCompliance, managesOwner) is { } no) return no;
        if (to is not { Active: true }) return new NobodyOfThatName();
        if (to.Id == action.About) return new NotToWhomItIsAbout(to.Name);
        if (to.Id == action.Owner) return new HasItAlready(to.Name);
        return new ActionHandedOver(action.Id, action.Owner, to.Id, HandOverCause.Chosen, why);
    }

    public static Refusal? MayHandOver(this ActionTask action, Person by, bool isCompliance, bool managesOwner)
    {
        if (!by.Active) return new NoLongerActive();
        if (by.Id != action.Owner && !isCompliance && !managesOwner) return new NotYoursToGive(action.Whose);
        return action.Settled ? new ActionOver(action.Status, action.DoneByName, action.ConfirmedByName) : null;
    }

    /// <summary>The owner left: to their manager, else to compliance, else to the compliance team as a whole.</summary>
    public static ActionHandedOver OwnerLeft(this ActionTask action, IEnumerable<Person?> candidates) =>
        new(action.Id, action.Owner, WhoseIsIt(candidates.Where(p => p?.Id != action.Owner), action.About), HandOverCause.OwnerLeft, null);

    /// <summary>How far up it belongs now. Each step is told once; what was opened again starts anew.</summary>
    public static Escalation Due(this ActionTask action, DateTimeOffset now, BusinessCalendar calendar, TimeZoneInfo zone)
    {
        if (!action.LateAt(now)) return Escalation.None;
        return now > calendar.Add(action.Deadline, Escalating.ManagerHas, zone) ? Escalation.Compliance : Escalation.Manager;
    }
}

public sealed record NotToWhomItIsAbout(string Name) : Refusal($"This is about what {Name} did, so {Name} can't be the one to settle it. Choose somebody else.");

public sealed record HasItAlready(string Name) : Refusal($"{Name} has this already.");

public sealed record NotYoursToGive(string Owner) : Refusal($"Only {Owner}, their manager or compliance can hand this over.");
