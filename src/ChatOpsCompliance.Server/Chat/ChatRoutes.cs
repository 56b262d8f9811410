using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>Who stands behind a click, looked up in the very transaction that acts on it.</summary>
public sealed record Visit(Person By, Roles Roles, Values Values)
{
    /// <summary>When they last had to prove to the provider anew who they are; null in chat, and for a sign-in as it comes.</summary>
    public DateTimeOffset? FreshAt { get; init; }
}

/// <summary>
/// The table of everything the bot can do: verbs that show something, verbs that change something, and the cards that are redrawn from
/// state. Filled in <c>Composition</c>.
/// </summary>
public sealed class ChatRoutes
{
    private readonly Dictionary<Verb, Func<Read, Visit, Task<Result<Reply>>>> shows = [];
    private readonly Dictionary<Verb, Func<Tx, Visit, Task<Result<Reply>>>> acts = [];
    private readonly Dictionary<string, Func<Read, string, Task<Card?>>> cards = new(StringComparer.Ordinal);

    private readonly List<ChatCommand> commands = [];
    private readonly List<Func<Read, Person, Task<IReadOnlyList<Block>>>> waiting = [];

    private readonly List<(string Title, Func<Read, Visit, Task<IReadOnlyList<Block>>> Part)> home = [];

    public ChatRoutes() => Show(ChatCommand.Written, Written).Show(Home, HomeOf);

    /// <summary>Everything of one person on one page.</summary>
    public static readonly Verb Home = new("chat.home");

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

    /// <summary>Words that people write to the bot; help lists them in this order.</summary>
    public ChatRoutes Command(string words, string what, Func<Read, Visit, Task<Result<Reply>>> answer)
    {
        commands.Add(new(words, what, answer));
        return this;
    }

    /// <summary>A part of everybody's own page, in this order; nothing where it has nothing to show.</summary>
    public ChatRoutes AtHome(string title, Func<Read, Visit, Task<IReadOnlyList<Block>>> part)
    {
        home.Add((title, part));
        return this;
    }

    /// <summary>Something that may wait for a person besides reviews, as <c>my tasks</c> shows it; nothing when nothing waits.</summary>
    public ChatRoutes Task(Func<Read, Person, Task<IReadOnlyList<Block>>> waitingFor)
    {
        waiting.Add(waitingFor);
        return this;
    }

    /// <summary>Everything that waits for a person, as one card.</summary>
    public async Task<Result<Reply>> MyTasks(Read read, Visit visit)
    {
        var blocks = await WaitingFor(read, visit.By);
        return new Tell(blocks.Count == 0
            ? new Card("You have no tasks", new Paragraph("You have no tasks. Write “my reviews” for what waits for your decision."))
            : new Card("Your tasks", blocks));
    }

    internal async Task<IReadOnlyList<Block>> WaitingFor(Read read, Person person)
    {
        var blocks = new List<Block>();
        foreach (var waitingFor in waiting)
        {
            var some = await waitingFor(read, person);
            if (blocks.Count > 0 && some.Count > 0) blocks.Add(new Divider());
            blocks.AddRange(some);
        }

        return blocks;
    }

    private async Task<Result<Reply>> HomeOf(Read read, Visit visit)
    {
        var blocks = new List<Block>();
        foreach (var (title, part) in home)
        {
            var some = await part(read, visit);
            if (some.Count == 0) continue;
            if (blocks.Count > 0) blocks.Add(new Divider());
            blocks.Add(new Heading(title));
            blocks.AddRange(some);
        }

        if (blocks.Count == 0) blocks.Add(new Paragraph("Nothing waits for you. When something does, I write to you."));
        blocks.Add(new Divider());
        blocks.Add(new Buttons([.. commands.Select(c => ChatCommand.AsButton(c.Words, char.ToUpperInvariant(c.Words[0]) + c.Words[1..]))]));
        return new Tell(new Card("Everything of yours", blocks));
    }

    internal Func<Read, Visit, Task<Result<Reply>>>? Shows(Verb verb) => shows.GetValueOrDefault(verb);

    internal Func<Tx, Visit, Task<Result<Reply>>>? Acts(Verb verb) => acts.GetValueOrDefault(verb);

    private Task<Result<Reply>> Written(Read read, Visit visit)
    {
        var text = visit.Values[ChatCommand.Text];
        return commands.Find(c => c.Means(text)) is { } command ? command.Answer(read, visit) : System.Threading.Tasks.Task.FromResult<Result<Reply>>(ChatCommand.Help(commands, text));
    }
}
