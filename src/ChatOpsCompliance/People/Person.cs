namespace ChatOpsCompliance.People;

/// <summary>Somebody of the roster, as the newest roster has them. One person behind several accounts is one person for every rule.</summary>
public sealed record Person
{
    public required Id<Person> Id { get; init; }

    /// <summary>The <c>person_id</c> of the people file.</summary>
    public required string RosterKey { get; init; }

    public required string Name { get; init; }

    /// <summary>Lower case.</summary>
    public required string Email { get; init; }

    public Id<Person>? Manager { get; init; }

    /// <summary>False when the roster says so, when the end date has passed, or when a newer roster no longer has the person.</summary>
    public required bool Active { get; init; }

    /// <summary>IANA or Windows name; the zone in which this person reads times.</summary>
    public required string TimeZone { get; init; }

    /// <summary>A contractor has a sponsor, an employee who answers for them.</summary>
    public bool Contractor { get; init; }

    public Id<Person>? Sponsor { get; init; }

    public DateOnly? StartDate { get; init; }

    /// <summary>The last day, in the person's own zone.</summary>
    public DateOnly? EndDate { get; init; }

    public string Title { get; init; } = "";

    public string Department { get; init; } = "";
}

/// <summary>A chat account: (platform, workspace or tenant, user id). Linked to one person; e-mail helps the first match only.</summary>
public sealed record ChatAccount(string Platform, string Workspace, string User)
{
    /// <summary>The form kept in the ledger: <c>slack:T1/U1</c>.</summary>
    public override string ToString() => $"{Platform}:{Workspace}/{User}";
}
