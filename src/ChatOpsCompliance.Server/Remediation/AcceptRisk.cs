using System.Globalization;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>Access that can't go now: its owner asks to leave it for a time, with a compensating control; somebody independent decides.</summary>
public sealed class AcceptRisk(Outbox outbox, RoleBook roles, TimeProvider clock)
{
    private static readonly int[] Lengths = [14, 30, 60, RiskRequest.MostDays];

    public static async Task<Result<Reply>> Ask(Read read, Visit visit)
    {
        var (tasks, no) = await Ticked.In(read, visit.Values, RemovalVerbs.Removed, RemovalVerbs.Left, RemovalVerbs.Task);
        if (tasks is null) return no!;
        foreach (var task in tasks)
            if (RiskRequest.MayAsk(task, visit.By) is { } refused) return refused;
        return new Show(new(
            "It can't go now",
            [
                new Paragraph($"{RemovalWords.Some(tasks)}."),
                new Paragraph("Access that should go may stay for a time, if somebody who neither owns, holds nor reviewed it accepts the risk. When the time is over it is to be removed again."),
                new Write(RemovalVerbs.Why, "Why can't it go now?", Long: true, Most: 2000) { Required = true },
                new Write(RemovalVerbs.Control, "What keeps the risk small meanwhile?", Long: true, Most: 2000) { Required = true },
                new Choose(RemovalVerbs.Days, "For how long?", [.. Lengths.Select(d => new Option(d.ToString(CultureInfo.InvariantCulture), $"{d} days"))], null) { Required = true },
            ],
            new(RemovalVerbs.RiskAsk, "Ask for approval", Values.None, ButtonStyle.Primary),
            [],
            new() { [RemovalVerbs.Removed] = Ticked.Write(tasks) }));
    }

    public async Task<Result<Reply>> Request(Tx tx, Visit visit)
    {
        var (tasks, no) = await Ticked.In(tx, visit.Values, RemovalVerbs.Removed);
        if (tasks is null) return no!;
        var id = new Id<RiskRequest>(Guid.CreateVersion7(clock.GetUtcNow()));
        foreach (var task in tasks)
        {
            var (asked, refused) = RiskRequest.Ask(task, id, visit.By, visit.Values.Int(RemovalVerbs.Days) ?? 0, Words.Of(visit.Values[RemovalVerbs.Why]), Words.Of(visit.Values[RemovalVerbs.Control]));
            if (asked is null) return Beside(refused!);
            if (!await RiskStore.Ask(tx, asked)) return new RiskAskedAlready();
            tx.Happened(asked);
        }

        await outbox.StandForCompliance(tx, RiskCard.Kind, id.ToString());
        var who = await Deciders(tx, (await RiskStore.One(tx, id))!);
        return who.Count == 0
            ? new NobodyMayDecide()
            : new Finish($"Asked. {RemovalWords.Listed([.. who.Select(p => p.Name)], 3)} can decide; until then {(tasks.Count == 1 ? "it counts" : "they count")} as open.");
    }

    /// <summary>Compliance sees the card in its channel; when nobody there is independent, executives are asked directly.</summary>
    private async Task<IReadOnlyList<ChatOpsCompliance.People.Person>> Deciders(Tx tx, RiskRequest request)
    {
        foreach (var role in (string[])["compliance", "executive"])
        {
            var able = new List<ChatOpsCompliance.People.Person>();
            foreach (var email in roles.Emails(role))
                if (await PeopleStore.ByEmail(tx, email) is { } person && request.MayDecide(person, mayApprove: true) is null) able.Add(person);
            if (able.Count == 0) continue;
            if (role == "executive")
                foreach (var executive in able) await outbox.Stand(tx, RiskCard.Kind, request.Id.ToString(), executive.Id);
            return able;
        }

        return [];
    }

    public static async Task<Result<Reply>> Look(Read read, Visit visit)
    {
        if (visit.Values.Id<RiskRequest>(RemovalVerbs.Request) is not { } id || await RiskStore.One(read, id) is not { } request) return new RemovalUnknown();
        if (request.MayDecide(visit.By, MayApprove(visit)) is { } no) return no;
        return new Show(new(
            "Accept the risk?",
            [.. RiskCard.Facts(request), new Write(RemovalVerbs.Words, "Your words (needed when you reject)", Long: true, Most: 2000)],
            new(RemovalVerbs.RiskAccept, $"Accept the risk for {Count(request.Days, "day", "days")}", Values.None, ButtonStyle.Primary),
            [new(RemovalVerbs.RiskReject, "Reject: it has to go", Values.None, ButtonStyle.Danger)],
            new() { [RemovalVerbs.Request] = id.ToString() }));
    }

    public Task<Result<Reply>> Accept(Tx tx, Visit visit) => Decide(tx, visit, async (request, words) =>
    {
        var (accepted, no) = request.Accept(visit.By, MayApprove(visit), words, tx.Now);
        if (accepted is null) return no!;
        if (!await RiskStore.Settle(tx, request.Id, RiskState.Accepted, visit.By.Id, words)) return new RemovalChanged();
        foreach (var fact in accepted)
        {
            if (!await RiskStore.Record(tx, fact)) return new RemovalChanged();
            tx.Happened(fact);
        }

        return new Finish($"Accepted until {RemovalWords.Date(tx.Now.AddDays(request.Days))}. After that it is to be removed again; the next review shows it.");
    });

    public Task<Result<Reply>> Reject(Tx tx, Visit visit) => Decide(tx, visit, async (request, words) =>
    {
        var (rejected, no) = request.Reject(visit.By, MayApprove(visit), words);
        if (rejected is null) return no is RejectionReasonNeeded ? no with { Field = RemovalVerbs.Words } : no!;
        if (!await RiskStore.Settle(tx, request.Id, RiskState.Rejected, visit.By.Id, words)) return new RemovalChanged();
        foreach (var fact in rejected) tx.Happened(fact);
        return new Finish("Rejected: it stays open and has to go.");
    });

    private async Task<Result<Reply>> Decide(Tx tx, Visit visit, Func<RiskRequest, Words?, Task<Result<Reply>>> decide)
    {
        if (visit.Values.Id<RiskRequest>(RemovalVerbs.Request) is not { } id || await RiskStore.One(tx, id) is not { } request) return new RemovalUnknown();
        var reply = await decide(request, Words.Of(visit.Values[RemovalVerbs.Words]));
        if (!reply.Done) return reply;
        await outbox.Redraw(tx, RiskCard.Kind, id.ToString());
        await outbox.PostTo(tx, request.AskedBy, RiskCard.For((await RiskStore.One(tx, id))!));
        return reply;
    }

    private static bool MayApprove(Visit visit) => visit.Roles.Compliance || visit.Roles.Executive;

    private static Refusal Beside(Refusal no) => no switch
    {
        RiskReasonNeeded => no with { Field = RemovalVerbs.Why },
        ControlNeeded => no with { Field = RemovalVerbs.Control },
        TooLong => no with { Field = RemovalVerbs.Days },
        _ => no,
    };
}

public sealed record RiskAskedAlready() : Refusal("Somebody asked already to leave this for a time, and it is not decided yet. Compliance can decide it.");

public sealed record NobodyMayDecide() : Refusal("Nobody could decide this: every compliance officer and executive owns, holds or reviewed it. The configuration (Console:Roles) has to name somebody independent.");
