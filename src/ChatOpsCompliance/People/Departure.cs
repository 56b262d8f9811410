namespace ChatOpsCompliance.People;

/// <summary>How it was noticed that somebody left.</summary>
public enum Departed
{
    /// <summary>A newer roster no longer has the person, or has them as not active.</summary>
    Roster,

    /// <summary>The last day of the roster has passed in the person's own zone, as a contract's does.</summary>
    EndDate,
}

/// <summary>Somebody is in the roster who was not, or is back. A first roster is the baseline: nobody in it joined.</summary>
public sealed record PersonJoined(Id<Person> Person, bool Again) : Fact
{
    public override string Kind => "person.joined";

    public override string Subject => $"person/{Person}";
}

/// <summary>Somebody left.</summary>
/// <param name="LastDay">As the roster says, if it does.</param>
public sealed record PersonLeft(Id<Person> Person, Departed How, DateOnly? LastDay) : Fact
{
    public override string Kind => "person.left";

    public override string Subject => $"person/{Person}";
}

/// <summary>Somebody has another manager, or is in another department.</summary>
public sealed record PersonMoved(Id<Person> Person, Id<Person>? From, Id<Person>? To, bool Department) : Fact
{
    public override string Kind => "person.moved";

    public override string Subject => $"person/{Person}";
}
