using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>Somebody of the roster in the console, with the session that says so.</summary>
/// <param name="Session">Null only in a demo, where people are picked.</param>
public sealed record SignedIn(Id<Person> Person, Id<ConsoleSession>? Session)
{
    /// <summary>Who of the roster acts. Null when the session is over, and for an auditor from outside, who never acts.</summary>
    public async Task<Person?> Of(Read read) => await IsLive(read) ? await PeopleStore.ById(read, Person) : null;

    public async Task<bool> IsLive(Read read) => Session is not { } id || (await SessionStore.ById(read, id) is { } session && session.Person == Person && session.IsLive(read.Now));

    /// <summary>Since when it is proved that they themselves are there; in a demo always.</summary>
    public async Task<DateTimeOffset?> FreshAt(Read read) => Session is { } id ? (await SessionStore.ById(read, id))?.FreshAt : read.Now;
}
