using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>Who stands behind a click, looked up in the very transaction that acts on it.</summary>
public sealed record Visit(Person By, Roles Roles, Values Values);

/// <summary>
/// The table of everything the bot can do: verbs that show something, verbs that change something, and the cards that are redrawn from
/// state. Filled in <c>Composition</c>.
/// </summary>
public sealed class ChatRoutes
{
    private readonly Dictionary<Verb, Func<Read, Visit, Task<Result<Reply>>>> shows = [];
    private readonly Dictionary<Verb, Func<Tx, Visit, Task<Result<Reply>>>> acts = [];
    private readonly Dictionary<string, Func<Read, string, Task<Card?>>> cards = new(StringComparer.Ordinal);

    public IEnumerable<Verb> Verbs => shows.Keys.Concat(acts.Keys);

    /// <summary>The standing cards: kind and how to draw one from state, by its subject; null when there is nothing left to draw.</summary>
    public IReadOnlyDictionary<string, Func<Read, string, Task<Card?>>> Cards => cards;

    /// <summary>A verb that only reads: opening a form.</summary>
    public ChatRoutes Show(Verb verb, Func<Read, Visit, Task<Result<Reply>>> handler)
    {
        shows.Add(verb, handler);
        return this;
    }

    /// <summary>A verb that changes something, in one transaction.</summary>
    public ChatRoutes On(Verb verb, Func<Tx, Visit, Task<Result<Reply>>> handler)
    {
        acts.Add(verb, handler);
        return this;
    }

    public ChatRoutes Card(string kind, Func<Read, string, Task<Card?>> draw)
    {
        cards.Add(kind, draw);
        return this;
    }

    internal Func<Read, Visit, Task<Result<Reply>>>? Shows(Verb verb) => shows.GetValueOrDefault(verb);

    internal Func<Tx, Visit, Task<Result<Reply>>>? Acts(Verb verb) => acts.GetValueOrDefault(verb);
}
