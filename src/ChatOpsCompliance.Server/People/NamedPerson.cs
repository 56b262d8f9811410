using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>Whom somebody means who typed a name.</summary>
public static class NamedPerson
{
    /// <summary>The person that a field names, by e-mail or by the whole name.</summary>
    public static Task<Result<Person>> PersonIn(this Visit visit, Read read, string field) => Of(read, visit.Values[field].Trim(), field);

    public static async Task<Result<Person>> Of(Read read, string text, string field)
    {
        if (text.Length == 0) return new NobodyNamed() { Field = field };
        var found = (await PeopleStore.Everybody(read)).Where(p => Same(p.Email, text) || Same(p.Name, text)).ToList();
        return found.Count switch
        {
            0 => new NobodyIsCalled(text) { Field = field },
            1 => found[0],
            _ => new SeveralAreCalled(text, string.Join(", ", found.Take(5).Select(p => p.Email))) { Field = field },
        };
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

public sealed record NobodyNamed() : Refusal("Write a name or an e-mail address.");

public sealed record NobodyIsCalled(string Text) : Refusal($"Nobody in the roster has the name or e-mail “{Text}”. Write it in full.");

public sealed record SeveralAreCalled(string Text, string Emails) : Refusal($"Several people are called {Text}: {Emails}. Write the e-mail.");
