using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Access;

/// <summary>An account of the newest extract that neither map nor e-mail ties to anybody: waits until somebody says whose it is, or that it is nobody's.</summary>
/// <param name="Email">As the source gives it; nobody of the roster has it.</param>
/// <param name="Since">UTC; when it was first seen without anybody.</param>
public sealed record UnmatchedAccount(string System, string Account, AccountType Type, string? Email, int Grants, int Privileged, DateTimeOffset Since)
{
    private static readonly char[] Between = ['.', '-', '_', ' ', '@', '+', '\\', '/'];

    /// <summary>Who it may be, by the looks of the names; the likeliest first, and only those with some likeness. A guess that somebody confirms.</summary>
    public IReadOnlyList<Person> Guesses(IEnumerable<Person> people, int most)
    {
        var mine = Parts(Account).Concat(Parts(Email?.Split('@')[0] ?? "")).Where(p => p.Length > 1 || p.All(char.IsLetter)).Distinct(StringComparer.Ordinal).ToList();
        return [.. people.Select(p => (Person: p, Likeness: Likeness(mine, p))).Where(g => g.Likeness >= 3).OrderByDescending(g => g.Likeness).ThenByDescending(g => g.Person.Active).ThenBy(g => g.Person.Name, StringComparer.Ordinal).Take(most).Select(g => g.Person)];
    }

    /// <summary>A whole part of a name in common counts three, a beginning one.</summary>
    private static int Likeness(List<string> mine, Person person)
    {
        var theirs = Parts(person.Name).Concat(Parts(person.Email.Split('@')[0])).Distinct(StringComparer.Ordinal).ToList();
        return mine.Sum(m => theirs.Contains(m, StringComparer.Ordinal) ? m.Length > 1 ? 3 : 1 : theirs.Exists(t => t.StartsWith(m, StringComparison.Ordinal) || (t.Length > 2 && m.StartsWith(t, StringComparison.Ordinal))) ? m.Length > 2 ? 3 : 1 : 0);
    }

    private static IEnumerable<string> Parts(string text) => text.ToLowerInvariant().Split(Between, StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Somebody said who is behind an account of a system.</summary>
/// <param name="Person">Null: they looked, and there is nobody.</param>
public sealed record AccountMatched(string System, Words Account, Id<Person>? Person, Id<Person> By) : Fact
{
    public override string Kind => "account.matched";

    public override string Subject => $"system/{System}";
}

/// <summary>The person an account was matched to said that it is not theirs; it waits in the queue again.</summary>
public sealed record AccountDisowned(string System, Words Account, Id<Person> Person) : Fact
{
    public override string Kind => "account.disowned";

    public override string Subject => $"system/{System}";
}
