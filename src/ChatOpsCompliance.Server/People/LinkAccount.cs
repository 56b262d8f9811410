using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>Ties a chat account to a person at its first contact, by an e-mail the platform vouches for. Never moves a link.</summary>
public static class LinkAccount
{
    public static async Task<Person?> AtFirstContact(Tx tx, ChatAccount account, string? verifiedEmail)
    {
        if (await PeopleStore.ByAccount(tx, account) is { } known) return known;
        if (verifiedEmail is null || await PeopleStore.OwnerOf(tx, account) is not null) return null;
        if (await PeopleStore.ByEmail(tx, verifiedEmail) is not { Active: true } person) return null;
        if (!await PeopleStore.LinkTo(tx, account, person.Id)) return null;
        tx.Happened(new AccountLinked(account.ToString(), person.Id, "verified e-mail"));
        return person;
    }
}
