using System.Data.Common;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>
/// From a click to a handler: finds the verb, the person behind the account, and the reply given to this delivery before. Answers only
/// after the commit: a reply means recorded.
/// </summary>
public sealed class ChatRouter(Database database, ChatRoutes routes, RoleBook roles, ILogger<ChatRouter> log)
{
    /// <summary>The longest text that anybody may send in one field, in characters: what Slack's own text fields take, and more than a reason needs.</summary>
    public const int LongestText = 3000;

    /// <summary>A click on a chat platform, which has proved the account.</summary>
    public Task<Reply> Handle(Click click, CancellationToken ct = default) => Route(
        click.Verb,
        click.Values,
        Key("chat", click.Account.Platform, click.Account.Workspace, click.Account.User, click.Delivery),
        new Actor(null, click.Account.ToString()),
        find: read => click.Unfit is null ? PeopleStore.ByAccount(read, click.Account) : Nobody,
        link: tx => click.Unfit is null ? LinkAccount.AtFirstContact(tx, click.Account, click.VerifiedEmail) : Nobody,
        click.Unfit ?? new UnknownAccount(),
        ct);

    /// <summary>The same act from the console, by a person who has signed in.</summary>
    public Task<Reply> Handle(SignedIn who, Verb verb, Values values, string delivery, CancellationToken ct = default) => Route(
        verb,
        values,
        Key("console", who.Person.ToString(), delivery),
        new Actor(who.Person, "console"),
        find: who.Of,
        link: who.Of,
        new NobodySignedIn(),
        ct,
        who.FreshAt);

    public Task<Reply> Handle(Id<Person> person, Verb verb, Values values, string delivery, CancellationToken ct = default) => Handle(new SignedIn(person, null), verb, values, delivery, ct);

    private static Task<Person?> Nobody => Task.FromResult<Person?>(null);

    /// <summary>A delivery belongs to its account. Each part is hashed with its length, so that no two accounts' deliveries run together.</summary>
    private static string Key(params ReadOnlySpan<string> parts)
    {
        using var hash = new FieldHash();
        foreach (var part in parts) hash.Add(part);
        return hash.Finish();
    }

    private async Task<Reply> Route(Verb verb, Values values, string key, Actor actor, Func<Read, Task<Person?>> find, Func<Tx, Task<Person?>> link, Refusal nobody, CancellationToken ct, Func<Read, Task<DateTimeOffset?>>? freshAt = null)
    {
        using var followed = Trace.Begin("click")?.SetTag("compliance.verb", verb.Name);
        if (values.FirstOrDefault(v => v.Value.Length > LongestText).Key is { } field) return Answer(new TextTooLong { Field = field });
        try
        {
            if (routes.Shows(verb) is { } show)
                return Answer(await Look(show, values, actor, find, link, nobody, freshAt, ct));
            if (routes.Acts(verb) is not { } act) return Answer(new UnknownVerb());

            return Answer(await database.InTransaction<Reply>(
                actor,
                async tx =>
                {
                    if (await DeliveryStore.Earlier(tx, key) is { } earlier) return earlier;
                    if (await link(tx) is not { } by) return nobody;
                    tx.ActingFor(by.Id);
                    var reply = await act(tx, await VisitOf(tx, by, values, freshAt));
                    if (reply.Done) await DeliveryStore.Keep(tx, key, reply.Value);
                    return reply;
                },
                afterRefusal: async (tx, no) =>
                {
                    if (await find(tx) is { } by) tx.ActingFor(by.Id);
                    await DeliveryStore.Keep(tx, key, Answer(no));
                },
                ct: ct));
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or ArgumentException or IOException or FormatException)
        {
            log.LogError(e, "Verb {Verb} failed; nothing was recorded", verb.Name);
            return new Refused("NotRecorded", "Nothing was recorded: the service could not write it down just now. Please try again in a minute; if it stays so, tell the compliance team.");
        }
    }

    /// <summary>Showing changes nothing, but somebody's first click may be one that shows: then their account is linked first.</summary>
    private async Task<Result<Reply>> Look(Func<Read, Visit, Task<Result<Reply>>> show, Values values, Actor actor, Func<Read, Task<Person?>> find, Func<Tx, Task<Person?>> link, Refusal nobody, Func<Read, Task<DateTimeOffset?>>? freshAt, CancellationToken ct)
    {
        if (await database.Read(find, ct) is null)
        {
            var (_, stranger) = await database.InTransaction<Done>(actor, async tx => await link(tx) is null ? nobody : Done.It, ct: ct);
            if (stranger is not null) return stranger;
        }

        return await database.Read(async read => await find(read) is { } by ? await show(read, await VisitOf(read, by, values, freshAt)) : nobody, ct);
    }

    private async Task<Visit> VisitOf(Read read, Person by, Values values, Func<Read, Task<DateTimeOffset?>>? freshAt) =>
        new(by, await roles.Of(read, by), values) { FreshAt = freshAt is null ? null : await freshAt(read) };

    private static Reply Answer(Result<Reply> result) => result.No switch
    {
        null => result.Value,
        { Field: { } field } no => new Mistakes(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = no.Sentence }),
        { } no => new Refused(no.Kind, no.Sentence),
    };
}

public sealed record UnknownAccount() : Refusal("I don't know who you are in the roster, so I can't let you act. Ask the compliance team to add your chat account or e-mail to the people file.");

public sealed record NobodySignedIn() : Refusal("Sign in first.");

public sealed record TextTooLong() : Refusal($"This is too long: at most {ChatRouter.LongestText} characters. Nothing was recorded.");

public sealed record UnknownVerb() : Refusal("This button is not known any more; it is from an older message. The newest message of this conversation has the current ones.");
