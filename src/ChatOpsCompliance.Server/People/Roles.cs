using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.People;

/// <summary>What somebody may do beyond their own reviews and tasks.</summary>
public sealed record Roles(bool Compliance, bool Executive, bool Auditor)
{
    public static readonly Roles None = new(false, false, false);

    /// <summary>Whether the console shows everything, to read.</summary>
    public bool SeesAll => Compliance || Executive || Auditor;
}

/// <summary>Who has which role: <c>Console:Roles</c>, role to e-mails. Asked at each act, never kept.</summary>
public sealed class RoleBook(IReadOnlyDictionary<string, IReadOnlySet<string>> emailsByRole)
{
    public const string Compliance = "compliance", Executive = "executive", Auditor = "auditor";

    public static readonly IReadOnlyList<string> Names = [Compliance, Executive, Auditor];

    public Roles Of(Person person) => person.Active ? new(Has("compliance", person), Has("executive", person), Has("auditor", person)) : Roles.None;

    public IEnumerable<string> Emails(string role) => emailsByRole.TryGetValue(role, out var emails) ? emails : [];

    private bool Has(string role, Person person) => emailsByRole.TryGetValue(role, out var emails) && emails.Contains(person.Email);
}
