using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Out of office: a reviewer says who decides for them and when; and that they are back.</summary>
public sealed class StandIn(TimeProvider clock)
{
    public static async Task<Result<Reply>> Ask(Read read, Visit visit)
    {
        if (!visit.By.Active) return new NoLongerActive();
        var today = LocalDay.Of(visit.By, read.Now);
        if ((await DelegationStore.Standing(read)).FirstOrDefault(d => d.From == visit.By.Id && d.Last >= today) is { } mine)
        {
            return new Show(new(
                "Away",
                [new Paragraph($"{mine.ToName} decides for you from {mine.First:yyyy-MM-dd} to {mine.Last:yyyy-MM-dd}."), new Note("When you are back earlier, what is still undecided comes back to you.")],
                new Button(LifeVerbs.Back, "I am back: end it now", Values.None, ButtonStyle.Primary),
                [],
                new Values { [LifeVerbs.Delegation] = mine.Id.ToString() }));
        }

        return new Show(new(
            "Away",
            [
                new Paragraph("Who decides on what waits for you while you are away? Their own access, and that of people they report to, stays with you. What is undecided when you are back comes back to you."),
                new Write(LifeVerbs.To, "Who stands in (name or e-mail)") { Required = true },
                new Write(LifeVerbs.First, "First day (like 2026-01-31)", today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) { Required = true },
                new Write(LifeVerbs.Last, "Last day") { Required = true },
            ],
            new Button(LifeVerbs.Delegate, "Let them decide for me", Values.None, ButtonStyle.Primary),
            [],
            Values.None));
    }

    public async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var (to, nobody) = await visit.PersonIn(tx, LifeVerbs.To);
        if (to is null) return nobody!;
        if (DayIn(visit, LifeVerbs.First) is not { } first) return new NoDay { Field = LifeVerbs.First };
        if (DayIn(visit, LifeVerbs.Last) is not { } last) return new NoDay { Field = LifeVerbs.Last };
        var today = LocalDay.Of(visit.By, tx.Now);
        var standing = (await DelegationStore.Standing(tx)).Where(d => d.Last >= today).ToList();
        var (made, no) = Delegation.Make(new(Guid.CreateVersion7(clock.GetUtcNow())), visit.By, to, first, last, today, standing);
        if (made is null) return no is EndsBeforeItBegins or IsOver or TooLongAway ? no with { Field = LifeVerbs.Last } : no is DelegatesToSelf or NotInTheRoster or AwayToo ? no with { Field = LifeVerbs.To } : no!;
        // The guarded insert settles two at once.
        if (!await DelegationStore.Record(tx, made)) return new AwayAlready(first, last, to.Name);
        tx.Happened(made);
        return new Finish($"{to.Name} decides for you from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}. Say when you are back earlier.");
    }

    public static async Task<Result<Reply>> Back(Tx tx, Visit visit)
    {
        if (visit.Values.Id<Delegation>(LifeVerbs.Delegation) is not { } id || await DelegationStore.One(tx, id) is not { } delegation || delegation.From != visit.By.Id) return new NotAway();
        var ended = new DelegationEnded(id, visit.By.Id);
        if (!await DelegationStore.Record(tx, ended)) return new NotAway();
        tx.Happened(ended);
        return new Finish("Welcome back. What is still undecided comes back to you.");
    }

    /// <summary>Both are told, the one who stands in with what it means.</summary>
    public static async Task Tell(Tx tx, DelegationMade made, Outbox outbox)
    {
        var from = await PeopleStore.ById(tx, made.From);
        var title = $"You stand in for {from?.Name ?? "somebody"}";
        await outbox.PostTo(tx, made.To, new(
            title,
            new Heading(title),
            new Paragraph($"From {made.First:yyyy-MM-dd} to {made.Last:yyyy-MM-dd} you decide on the access reviews that wait for {from?.Name ?? "them"}. Each comes with its own message; nothing to do until then.")));
    }

    private static DateOnly? DayIn(Visit visit, string field) =>
        DateOnly.TryParseExact(visit.Values[field].Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

public sealed record NotAway() : Refusal("Nobody stands in for you just now.");
