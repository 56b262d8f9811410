using ChatOpsCompliance.People;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>Out of office: while it runs, somebody else decides what waits for a person. Made → running → over, by its last day or because the person is back.</summary>
public sealed record Delegation
{
    /// <summary>The longest absence, in days; a longer one is a new reviewer, which the campaign owner chooses.</summary>
    public const int MostDays = 60;

    public required Id<Delegation> Id { get; init; }

    public required Id<Person> From { get; init; }

    public required Id<Person> To { get; init; }

    public string ToName { get; init; } = "";

    /// <summary>The first and the last day where the person lives who is away.</summary>
    public required DateOnly First { get; init; }

    public required DateOnly Last { get; init; }

    public bool Covers(DateOnly day) => First <= day && day <= Last;

    /// <param name="today">Where the person lives who will be away.</param>
    /// <param name="standing">Those of either person that are not over.</param>
    public static Result<DelegationMade> Make(Id<Delegation> id, Person from, Person to, DateOnly first, DateOnly last, DateOnly today, IReadOnlyList<Delegation> standing)
    {
        if (!from.Active) return new NoLongerActive();
        if (to.Id == from.Id) return new DelegatesToSelf();
        if (!to.Active) return new NotInTheRoster(to.Name);
        if (last < first) return new EndsBeforeItBegins();
        if (last < today) return new IsOver();
        if (last.DayNumber - first.DayNumber >= MostDays) return new TooLongAway(MostDays);
        if (standing.FirstOrDefault(d => d.From == from.Id && d.First <= last && first <= d.Last) is { } mine) return new AwayAlready(mine.First, mine.Last, mine.ToName);
        if (standing.Any(d => d.From == to.Id && d.First <= last && first <= d.Last)) return new AwayToo(to.Name);
        if (standing.Any(d => d.To == from.Id && d.First <= last && first <= d.Last)) return new StandsInForSomebody();
        return new DelegationMade(id, from.Id, to.Id, first, last);
    }
}

public sealed record DelegationMade(Id<Delegation> Delegation, Id<Person> From, Id<Person> To, DateOnly First, DateOnly Last) : Fact
{
    public override string Kind => "delegation.made";

    public override string Subject => $"person/{From}";
}

/// <summary>The person is back before its last day.</summary>
public sealed record DelegationEnded(Id<Delegation> Delegation, Id<Person> From) : Fact
{
    public override string Kind => "delegation.ended";

    public override string Subject => $"person/{From}";
}

public sealed record DelegatesToSelf() : Refusal("Choose somebody else: you can't stand in for yourself.");

public sealed record EndsBeforeItBegins() : Refusal("The last day is before the first.");

public sealed record IsOver() : Refusal("These days are over already.");

public sealed record TooLongAway(int Days) : Refusal($"That is longer than {Days} days. Ask the owner of the review for another reviewer instead.");

public sealed record AwayAlready(DateOnly First, DateOnly Last, string Name) : Refusal($"{Name} stands in for you already, from {First:yyyy-MM-dd} to {Last:yyyy-MM-dd}. End that first.");

public sealed record AwayToo(string Name) : Refusal($"{Name} is away on some of these days. Choose somebody who is there.");

public sealed record StandsInForSomebody() : Refusal("You stand in for somebody else on some of these days. Ask the owner of the review to find another reviewer.");
