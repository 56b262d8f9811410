using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Access;

/// <summary>What the map says of one account. Nobody is an answer too: somebody looked, and there is no person behind it.</summary>
public sealed record MappedAccount(string Account, Id<Person>? Person);

/// <summary>Who is behind the accounts of one system: by the map first, then by the e-mail that the source gives.</summary>
public sealed class AccountMap(IEnumerable<MappedAccount> mapped, IReadOnlyDictionary<string, Person> byEmail, IReadOnlyDictionary<Id<Person>, Person> byId)
{
    private readonly Dictionary<string, Id<Person>?> people = mapped.ToDictionary(m => m.Account, m => m.Person, StringComparer.Ordinal);

    /// <summary>The human behind a human account, the owner of a service or shared one; null when nobody was matched.</summary>
    public Person? Behind(Grant grant)
    {
        if (people.TryGetValue(grant.Account, out var person)) return person is { } id ? byId.GetValueOrDefault(id) : null;
        return (grant.AccountType == AccountType.Human ? grant.PersonEmail : grant.OwnerEmail) is { } email ? byEmail.GetValueOrDefault(email) : null;
    }
}

/// <summary>The file of a system's accounts was taken in: who is behind each.</summary>
public sealed record AccountsMapped(string System, string FileHash, int Count, int Added, int Changed, int Removed) : Fact
{
    public override string Kind => "accounts.mapped";

    public override string Subject => $"system/{System}";
}
