using ChatOpsCompliance.Access;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Access;

/// <summary>
/// Works off the queue of accounts that are nobody's: who answers for the system, or compliance, says who is behind each. Whoever is named is told and can
/// say that it is not theirs.
/// </summary>
public sealed class MatchAccounts(SystemBook systems, RoleBook roles, Outbox outbox)
{
    private const int PerPage = 5, MostGuesses = 4;

    public async Task<Result<Reply>> Open(Read read, Visit visit)
    {
        var (system, no) = await Asked(read, visit);
        if (system is null) return no!;
        return new Show(await Form(read, system));
    }

    public async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var (system, no) = await Asked(tx, visit);
        if (system is null) return no!;
        var matched = 0;
        for (var n = 0; n < PerPage; n++)
        {
            var choice = visit.Values[AccountVerbs.WhoOf(n)];
            if (choice.Length == 0) continue;
            var account = visit.Values[AccountVerbs.AccountOf(n)];
            if (await UnmatchedStore.Find(tx, system.Name, account) is not { } waiting) return new MatchedMeanwhile(account);
            var (person, wrong) = await Chosen(tx, choice, visit.Values[AccountVerbs.EmailOf(n)]);
            if (wrong is not null) return wrong with { Field = wrong is PersonUnknown && choice == AccountVerbs.Other ? AccountVerbs.EmailOf(n) : AccountVerbs.WhoOf(n) };
            // The guarded insert, not the look above, settles a race.
            if (!await AccountMapStore.Match(tx, system.Name, account, person?.Id, visit.By.Id)) return new MatchedMeanwhile(account);
            tx.Happened(new AccountMatched(system.Name, new(account), person?.Id, visit.By.Id));
            if (person is { Active: true } && person.Id != visit.By.Id) await outbox.PostTo(tx, person.Id, Told(system, waiting, visit.By));
            matched++;
        }

        if (matched == 0) return new NobodyChosen { Field = AccountVerbs.WhoOf(0) };
        var left = (await UnmatchedStore.Counts(tx)).GetValueOrDefault(system.Name);
        return left == 0
            ? new Finish($"Noted for {Count(matched, "account", "accounts")}. Every account on {system.Title} is accounted for.")
            : new Show(await Form(tx, system) with { Banner = $"Noted for {Count(matched, "account", "accounts")}; {left} left." });
    }

    /// <summary>The person who was named says that it is not theirs.</summary>
    public static async Task<Result<Reply>> Disown(Tx tx, Visit visit)
    {
        var (system, account) = (visit.Values[AccountVerbs.System], visit.Values[AccountVerbs.Account]);
        if (!await AccountMapStore.Unmatch(tx, system, account, visit.By.Id)) return new NotYourAccount();
        tx.Happened(new AccountDisowned(system, new(account), visit.By.Id));
        return new Say($"Noted: {account} on {system} is not yours. It waits again for somebody who knows whose it is.");
    }

    /// <summary>For <c>my tasks</c>.</summary>
    public async Task<IReadOnlyList<Block>> TasksOf(Read read, Person person)
    {
        var blocks = new List<Block>();
        foreach (var (name, waiting) in (await UnmatchedStore.Counts(read)).OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (systems.Find(name) is not { } system || (await SystemCharge.Of(read, system, roles)).Person?.Id != person.Id) continue;
            blocks.Add(new Paragraph($"{Count(waiting, "account is", "accounts are")} nobody's on {system.Title}."));
            blocks.Add(new Buttons(new Button(AccountVerbs.Open, "Say whose they are", new Values { [AccountVerbs.System] = name })));
        }

        return blocks;
    }

    private async Task<Result<SystemDefinition>> Asked(Read read, Visit visit)
    {
        if (systems.Find(visit.Values[AccountVerbs.System]) is not { } system) return new SystemUnknown(visit.Values[AccountVerbs.System], systems.Names);
        var charge = await SystemCharge.Of(read, system, roles);
        return charge.Person?.Id == visit.By.Id || visit.Roles.Compliance ? system : new NotYourSystem(charge.Name);
    }

    private static async Task<Result<Person?>> Chosen(Tx tx, string choice, string email)
    {
        if (choice == AccountVerbs.Nobody) return (Person?)null;
        if (choice == AccountVerbs.Other)
            return await PeopleStore.ByEmail(tx, email.Trim().ToLowerInvariant()) is { } named ? named : new PersonUnknown();
        return Id<Person>.TryParse(choice, out var id) && await PeopleStore.ById(tx, id) is { } person ? person : new PersonUnknown();
    }

    private static async Task<Form> Form(Read read, SystemDefinition system)
    {
        var waiting = await UnmatchedStore.Of(read, system.Name);
        var everybody = waiting.Count == 0 ? [] : await PeopleStore.Everybody(read);
        var blocks = new List<Block>();
        var hidden = Values.None.With(AccountVerbs.System, system.Name);
        if (waiting.Count == 0) blocks.Add(new Paragraph("Every account of the newest extract is accounted for."));
        else blocks.Add(new Paragraph("Say who is behind each account. Nothing is chosen for you; leave out what you don't know. Whoever you name is told."));
        foreach (var (n, account) in waiting.Take(PerPage).Index())
        {
            hidden = hidden.With(AccountVerbs.AccountOf(n), account.Account);
            IReadOnlyList<Option> options =
            [
                .. account.Guesses(everybody, MostGuesses).Select(p => new Option(p.Id.ToString(), $"{p.Name}, {p.Email}{(p.Active ? "" : " (has left)")}")),
                new(AccountVerbs.Other, "Somebody else, whose e-mail I write below"),
                new(AccountVerbs.Nobody, account.Type == AccountType.Service ? "It has no owner" : "There is nobody behind it"),
            ];
            blocks.Add(new Heading(account.Account));
            blocks.Add(new Choose(AccountVerbs.WhoOf(n), account.Type == AccountType.Service ? $"Who owns {account.Account}?" : $"Who is {account.Account}?", options, null, Hint: About(account)));
            blocks.Add(new Write(AccountVerbs.EmailOf(n), $"E-mail, if it is somebody else: {account.Account}"));
        }

        if (waiting.Count > PerPage) blocks.Add(new Note($"{waiting.Count - PerPage} more come after these."));
        var submit = waiting.Count > 0 ? new Button(AccountVerbs.Match, "Save what I chose", Values.None, ButtonStyle.Primary) : new Button(AccountVerbs.Open, "Look again", Values.None);
        return new($"Accounts that are nobody's on {system.Title}", blocks, submit, [], hidden);
    }

    private static string About(UnmatchedAccount a) =>
        $"{(a.Type == AccountType.Service ? "Service account" : "Account of a person")}, {(a.Email is { } email ? $"{email} by the source, whom the roster does not have" : "no e-mail by the source")}. {Count(a.Grants, "grant", "grants")}{(a.Privileged > 0 ? $", {a.Privileged} privileged" : "")}. Here since {a.Since:yyyy-MM-dd}.";

    private static Card Told(SystemDefinition system, UnmatchedAccount account, Person by)
    {
        var title = account.Type == AccountType.Service ? $"You are named as owner of {account.Account} on {system.Title}" : $"The account {account.Account} on {system.Title} is yours, says {by.Name}";
        return new(
            title,
            new Heading(title),
            new Paragraph($"{by.Name} looked who is behind it: {Count(account.Grants, "grant", "grants")}{(account.Privileged > 0 ? $", {account.Privileged} privileged" : "")}. If that is right there is nothing to do."),
            new Buttons(new Button(AccountVerbs.Disown, "It is not mine", new Values { [AccountVerbs.System] = system.Name, [AccountVerbs.Account] = account.Account })));
    }
}

public sealed record NotYourSystem(string Owner) : Refusal($"Only {Owner}, who answers for this system, or a compliance officer can say this.");

public sealed record MatchedMeanwhile(string Account) : Refusal($"{Account} does not wait any more: somebody said whose it is, or a newer extract no longer has it. Open the list again.");

public sealed record PersonUnknown() : Refusal("Nobody in the roster has this e-mail. The compliance team can add them to the people file.");

public sealed record NobodyChosen() : Refusal("Choose who is behind at least one account.");

public sealed record NotYourAccount() : Refusal("This account is not matched to you, so there is nothing to take back. The compliance team can say whose it is.");
