using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>
/// A linked account becomes somebody else's: one administrator asks, another, who is shown what was done through it, confirms. The account itself is told, and so are both
/// people; who was signed in by it is out.
/// </summary>
public sealed class MoveAccount(Outbox outbox)
{
    private const int MostShown = 20;

    public static async Task<Result<Reply>> Open(Read read, Visit visit)
    {
        var (linked, no) = await Linked(read, visit);
        if (linked is null) return no!;
        return new Show(new(
            "Whose account is it?",
            [
                new Facts([("Account", linked.Account.ToString()), ("Linked to", await NameOf(read, linked.Person)), ("Since", $"{linked.LinkedAt:yyyy-MM-dd HH:mm} UTC")]),
                new Write(LinkVerbs.To, "It is really of (e-mail, or whole name)", Most: 200) { Required = true },
                new Write(LinkVerbs.Why, "How you know", Long: true) { Required = true },
                new Note("Another administrator confirms it. What was decided through the account before stays decided, by whom it was linked to then."),
            ],
            new(LinkVerbs.Ask, "Ask for it", Values.None, ButtonStyle.Primary),
            [],
            LinkVerbs.Of(linked.Account)));
    }

    public async Task<Result<Reply>> Ask(Tx tx, Visit visit)
    {
        var (linked, no) = await Linked(tx, visit);
        if (linked is null) return no!;
        var (to, unknown) = await visit.PersonIn(tx, LinkVerbs.To);
        if (to is null) return unknown!;
        var (asked, refused) = AccountMove.Ask(new(Guid.CreateVersion7(tx.Now)), linked.Account, linked.Person, to, Words.Of(visit.Values[LinkVerbs.Why]), visit.By);
        if (asked is null) return refused! with { Field = refused is MoveNeedsWhy ? LinkVerbs.Why : LinkVerbs.To };
        if (!await AccountStore.Record(tx, asked, linked.Account)) return new MoveWaits();
        tx.Happened(asked);
        await outbox.PostToAccount(tx, linked.Account, linked.Person, new("Somebody says that this account is not yours", new Paragraph($"{visit.By.Name} asked to link this account ({linked.Account}) to somebody else. Another administrator decides on it. If it is yours, tell the compliance team.")));
        return new Finish("Asked. Another administrator finds it under People.");
    }

    /// <summary>What the second administrator is shown.</summary>
    public static async Task<Result<Reply>> Look(Read read, Visit visit)
    {
        var (move, no) = await Waiting(read, visit);
        if (move is null) return no!;
        if (move.MayAnswer(visit.By) is { } refused) return refused;
        var blocks = new List<Block>
        {
            new Facts([("Account", move.Account.ToString()), ("Linked to", await NameOf(read, move.From)), ("To become", await NameOf(read, move.To)), ("Asked by", await NameOf(read, move.AskedBy)), ("How they know", move.Why)]),
        };
        if (await AccountStore.One(read, move.Account) is { } linked)
        {
            var (newest, all) = await LedgerStore.By(read, ActorOf(linked), linked.LinkedAt, MostShown);
            blocks.Add(new Heading("Done through it since it was linked"));
            blocks.Add(new Paragraph(all == 0 ? "Nothing." : string.Join('\n', newest.Select(e => $"{e.Seq}: {e.Kind}, {e.Subject}, {e.At[..16].Replace('T', ' ')} UTC")) + (all > newest.Count ? $"\nand {all - newest.Count} more" : "")));
            blocks.Add(new Note("All of it stays as it is, by whom the account was linked to. What should not stand is corrected in its own place."));
        }

        return new Show(new(
            "Does this account become theirs?",
            blocks,
            new(LinkVerbs.Confirm, "Confirm: it is theirs", Values.None, ButtonStyle.Danger),
            [new(LinkVerbs.Decline, "Decline: it stays", Values.None)],
            new() { [LinkVerbs.Which] = move.Id.ToString() }));
    }

    public async Task<Result<Reply>> Confirm(Tx tx, Visit visit)
    {
        var (move, no) = await Waiting(tx, visit);
        if (move is null) return no!;
        if (await PeopleStore.ById(tx, move.To) is not { } to) return new MoveUnknown();
        var (moved, refused) = move.Confirm(visit.By, to);
        if (moved is null) return refused!;
        if (!await AccountStore.Record(tx, moved, move.Account)) return new MoveAnswered();
        tx.Happened(moved);
        if (move.Account.Platform == ProvenIdentity.Platform)
            foreach (var session in (await SessionStore.Live(tx)).Where(s => s.Person == move.From))
                if (await SessionStore.End(tx, session.Id)) tx.Happened(new SessionEnded(session.Id, SessionEnd.Revoked));
        var told = new Card("An account was linked to somebody else", new Paragraph($"The account {move.Account} was {await NameOf(tx, move.From)}'s and is {to.Name}'s from now on. {await NameOf(tx, move.AskedBy)} asked for it and {visit.By.Name} confirmed it. If that is wrong, tell the compliance team."));
        await outbox.PostToAccount(tx, move.Account, move.From, told);
        await outbox.PostToCompliance(tx, told);
        return new Finish($"The account is {to.Name}'s now.");
    }

    public static async Task<Result<Reply>> Decline(Tx tx, Visit visit)
    {
        var (move, no) = await Waiting(tx, visit);
        if (move is null) return no!;
        var (declined, refused) = move.Decline(visit.By);
        if (declined is null) return refused!;
        if (!await AccountStore.Record(tx, declined)) return new MoveAnswered();
        tx.Happened(declined);
        return new Finish("It stays as it was.");
    }

    private static async Task<Result<LinkedAccount>> Linked(Read read, Visit visit)
    {
        if (!visit.Roles.Admin) return new OnlyAdministratorsLink();
        return await AccountStore.One(read, new(visit.Values[LinkVerbs.Platform], visit.Values[LinkVerbs.Workspace], visit.Values[LinkVerbs.User])) is { } linked ? linked : new AccountNotLinked();
    }

    private static async Task<Result<AccountMove>> Waiting(Read read, Visit visit)
    {
        if (!visit.Roles.Admin) return new OnlyAdministratorsLink();
        return visit.Values.Id<AccountMove>(LinkVerbs.Which) is { } id && await AccountStore.Move(read, id) is { } move ? move : new MoveUnknown();
    }

    /// <summary>Chat accounts are named by each entry; what came by the sign-in is all that the person did in the console.</summary>
    private static Actor ActorOf(LinkedAccount linked) => new(linked.Person, linked.Account.Platform == ProvenIdentity.Platform ? "console" : linked.Account.ToString());

    internal static async Task<string> NameOf(Read read, Id<Person> person) =>
        (await PeopleStore.ById(read, person))?.Name ?? (await EngagementStore.Newest(read, person))?.Name ?? "somebody";
}

public sealed record OnlyAdministratorsLink() : Refusal("Only administrators (Console:Roles:admin) say whose an account is.");

public sealed record AccountNotLinked() : Refusal("This account is linked to nobody. It is linked when its owner first acts with it.");

public sealed record MoveUnknown() : Refusal("This is not known any more.");

public sealed record MoveWaits() : Refusal("A move of this account waits already for another administrator.");
