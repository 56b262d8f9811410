namespace ChatOpsCompliance.People;

/// <summary>Who reports to whom, over one roster. Survives managers who are missing, inactive, cyclic or themselves.</summary>
public sealed class ReportingLines(IEnumerable<Person> roster)
{
    private readonly Dictionary<Id<Person>, Person> people = roster.ToDictionary(p => p.Id);

    public Person? Find(Id<Person>? id) => id is { } known && people.TryGetValue(known, out var person) ? person : null;

    /// <param name="email">Lower case.</param>
    public Person? ByEmail(string email) => people.Values.FirstOrDefault(p => p.Email == email);

    /// <summary>The direct manager when there is one who is active and not the person; of a contractor without one, the sponsor.</summary>
    public Person? ManagerOf(Person person) => Other(person, person.Manager) ?? (person.Contractor ? Other(person, person.Sponsor) : null);

    /// <summary>Whether somebody's managers, however far up, include the other person. Ends on cycles.</summary>
    public bool ReportsTo(Person person, Id<Person> boss)
    {
        var seen = new HashSet<Id<Person>>();
        for (var at = Find(person.Manager); at is not null && seen.Add(at.Id); at = Find(at.Manager))
            if (at.Id == boss)
                return true;
        return false;
    }

    private Person? Other(Person person, Id<Person>? id) => Find(id) is { Active: true } other && other.Id != person.Id ? other : null;
}
