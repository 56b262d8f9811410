using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>
/// Signing in to the console: whom the provider has proved becomes somebody of the roster, and their browser gets a session. An account
/// of the provider's is tied to a person once, by an e-mail that the provider vouches for; from then on the e-mail means nothing.
/// </summary>
public sealed class BeginSession(Database database, RoleBook roles)
{
    /// <param name="Secret">For the browser's cookie; nowhere else.</param>
    public sealed record Begun(ConsoleSession Session, string Secret);

    /// <param name="former">The secret that the browser had before: its session ends, whoever's it was.</param>
    public Task<Result<Begun>> Run(ProvenIdentity who, string? former, TimeSpan idle, TimeSpan longest, CancellationToken ct)
    {
        var (id, secret) = (new Id<ConsoleSession>(Guid.CreateVersion7()), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
        return database.InTransaction<Begun>(
            new Actor(null, "console"),
            async tx =>
            {
                var (person, no) = await PersonOf(tx, who);
                if (person is null) return no!;
                if (former is not null && await SessionStore.BySecret(tx, HashOf(former)) is { } before && await SessionStore.End(tx, before.Id)) tx.Happened(new SessionEnded(before.Id, SessionEnd.Replaced));
                var session = new ConsoleSession { Id = id, Person = person.Id, BeganAt = tx.Now, IdleAt = tx.Now + idle, EndsAt = tx.Now + longest, FreshAt = who.FreshAt };
                tx.ActingFor(person.Id);
                await SessionStore.Begin(tx, session, HashOf(secret), roles.Known(who.Claims));
                tx.Happened(new SessionBegan(id, person.Id, who.FreshAt is not null));
                return new Begun(session, secret);
            },
            ct: ct);
    }

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static async Task<Result<Person>> PersonOf(Tx tx, ProvenIdentity who)
    {
        if (await PeopleStore.OwnerOf(tx, who.Account) is { } owner)
        {
            if (await PeopleStore.ById(tx, owner) is { } known) return known.Active ? known : new NotHereAnyMore();
            return await EngagementStore.Running(tx, owner) is { } runs ? runs.AsPerson : new NotEngaged();
        }

        if (who.VerifiedEmail is not { } email) return new EmailNotVouchedFor();
        if ((await PeopleStore.ByEmail(tx, email) ?? (await EngagementStore.Running(tx, email))?.AsPerson) is not { } person) return new NobodyKnown();
        if (!person.Active) return new NotHereAnyMore();
        // A second account of the same provider is not theirs by having the address.
        if (await PeopleStore.AccountOf(tx, person.Id, ProvenIdentity.Platform, who.Account.Workspace) is not null || !await PeopleStore.LinkTo(tx, who.Account, person.Id)) return new SignsInOtherwise();
        tx.Happened(new AccountLinked(who.Account.ToString(), person.Id, "verified e-mail"));
        return person;
    }
}

public sealed record NotHereAnyMore() : Refusal("Your entry in the roster is not active, so the console is shut for you. The compliance team can help.");

public sealed record NotEngaged() : Refusal("No engagement of yours as an auditor runs. The compliance officers who engaged you can help.");

public sealed record EmailNotVouchedFor() : Refusal("Your provider does not vouch for your e-mail address, so nobody can be told by it. Have the address confirmed there, or ask whoever runs your provider to send the claim that says it is.");

public sealed record SignsInOtherwise() : Refusal("Somebody has signed in with your e-mail address before, under another account of your provider. An account stays linked to one person, so this one can't be let in; tell the compliance team.");

public sealed record NobodyKnown() : Refusal("The roster has nobody with your e-mail address. The compliance team can help.");
