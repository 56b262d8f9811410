using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <param name="Offers">What its visitor can do about the account.</param>
public sealed record ShownAccount(LinkedAccount Linked, IReadOnlyList<Offer> Offers);

public sealed record ShownPerson(Person Person, IReadOnlyList<ShownAccount> Accounts);

/// <summary>An account that is to become somebody else's.</summary>
public sealed record ShownMove(AccountMove Move, string From, string To, string AskedBy, IReadOnlyList<Offer> Offers);

/// <param name="Matches">How many the text finds; the first of them are shown.</param>
public sealed record PeopleScreen(string Text, int Matches, IReadOnlyList<ShownPerson> People, IReadOnlyList<ShownMove> Moves, IReadOnlyList<Offer> Offers);

/// <summary>Everybody of the roster, and the accounts by which they act.</summary>
internal sealed class PeoplePages(ConsoleDoor door, Offers offers)
{
    public const string Route = "/people", Home = ConsolePage.First + Route;

    public const int Most = 100;

    public Task<IResult> Show(HttpContext http) => door.Enter(http, async (read, visitor) => visitor.SeesAll || visitor.Roles.Admin
        ? new Drawn<PeoplePage>(new() { [nameof(PeoplePage.Visitor)] = visitor, [nameof(PeoplePage.S)] = await Of(read, visitor, http.Request.Query["q"].ToString().Trim()) })
        : await door.Refuse(read, visitor, "People and their accounts are shown to compliance officers, executives and administrators."));

    private async Task<PeopleScreen> Of(Read read, Visitor visitor, string text)
    {
        var found = (await PeopleStore.Everybody(read)).Where(p => Matches(p, text)).OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Id).ToList();
        var shown = found.Take(Most).ToList();
        var accounts = await AccountStore.Of(read, [.. shown.Select(p => p.Id)]);
        var people = new List<ShownPerson>();
        foreach (var person in shown)
        {
            var theirs = new List<ShownAccount>();
            foreach (var linked in accounts[person.Id]) theirs.Add(new(linked, await offers.Of(read, visitor, [(LinkVerbs.Move.Name, "It is somebody else's")], LinkVerbs.Of(linked.Account), Home)));
            people.Add(new(person, theirs));
        }

        var moves = new List<ShownMove>();
        foreach (var move in await AccountStore.Waiting(read))
            moves.Add(new(move, await MoveAccount.NameOf(read, move.From), await MoveAccount.NameOf(read, move.To), await MoveAccount.NameOf(read, move.AskedBy), await offers.Of(read, visitor, [(LinkVerbs.Look.Name, "Look at it")], new() { [LinkVerbs.Which] = move.Id.ToString() }, Home)));
        return new(text, found.Count, people, moves, await offers.Of(read, visitor, [(EndSessions.Open.Name, "Who is signed in")], Values.None, Home));
    }

    private static bool Matches(Person person, string text) =>
        text.Length == 0 || new[] { person.Name, person.Email, person.Title, person.Department, person.RosterKey }.Any(t => t.Contains(text, StringComparison.OrdinalIgnoreCase));
}
