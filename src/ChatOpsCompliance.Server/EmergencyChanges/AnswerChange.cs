using ChatOpsCompliance.Chat;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>What else may become of a request: rejected, withdrawn, its commit named, talked over, opened by one person alone.</summary>
public sealed class AnswerChange(PolicyBook policies, ReadAuthors authors, Outbox outbox)
{
    /// <summary>The errand that keeps where a change is talked over.</summary>
    public const string ThreadErrand = "change.thread";

    public async Task<Result<Reply>> AskWhy(Read read, Visit visit)
    {
        var (change, no) = await visit.ChangeIn(read, policies);
        if (change is null) return no!;
        // Without a reason the rule asks for one; anything else it says is a no.
        if (change.Reject(visit.By, null, read.Now).No is { } refused and not RejectionWhy) return refused;
        return Form(change, "Reject", new Write(ChangeVerbs.Why, "Why not?", Long: true, Most: 2000) { Required = true }, new(ChangeVerbs.RejectBecause, "Reject it", Values.None, ButtonStyle.Danger));
    }

    public async Task<Result<Reply>> Reject(Tx tx, Visit visit)
    {
        var (change, gone) = await visit.ChangeIn(tx, policies);
        if (change is null) return gone!;
        var (rejected, no) = change.Reject(visit.By, Words.Of(visit.Values[ChangeVerbs.Why]), tx.Now);
        if (rejected is null) return no is RejectionWhy ? no with { Field = ChangeVerbs.Why } : no!;
        return await Done(tx, rejected, await ChangeLifeStore.Record(tx, rejected), $"{change.Reference} is rejected. {change.RequesterName} is told.");
    }

    public async Task<Result<Reply>> AskWithdraw(Read read, Visit visit)
    {
        var (change, no) = await visit.ChangeIn(read, policies);
        if (change is null) return no!;
        if (change.Withdraw(visit.By, null).No is { } refused) return refused;
        return Form(change, "Withdraw", new Write(ChangeVerbs.Why, "Why? (if you like)", Long: true, Most: 2000), new(ChangeVerbs.WithdrawIt, "Withdraw it", Values.None, ButtonStyle.Danger));
    }

    public async Task<Result<Reply>> Withdraw(Tx tx, Visit visit)
    {
        var (change, gone) = await visit.ChangeIn(tx, policies);
        if (change is null) return gone!;
        var (withdrawn, no) = change.Withdraw(visit.By, Words.Of(visit.Values[ChangeVerbs.Why]));
        return withdrawn is null ? no! : await Done(tx, withdrawn, await ChangeLifeStore.Record(tx, withdrawn), $"{change.Reference} is withdrawn.");
    }

    public async Task<Result<Reply>> AskCommit(Read read, Visit visit)
    {
        var (change, no) = await visit.ChangeIn(read, policies);
        if (change is null) return no!;
        if (change.Name(visit.By, change.Commit, read.Now).No is { } refused and not CommitNotWhole) return refused;
        var commit = new Write(ChangeVerbs.CommitHash, "The whole hash of the commit", change.Commit ?? "", Most: 100) { Required = true };
        var who = new Write(ChangeVerbs.Authors, "Who wrote it? (names or e-mails, with commas)", Most: 1000) { Required = true };
        return Form(change, "Name the commit", change.Policy.AuthorsDeclared ? [commit, who] : [commit], new(ChangeVerbs.Name, "This is the commit", Values.None, ButtonStyle.Primary));
    }

    public async Task<Result<Reply>> Name(Tx tx, Visit visit)
    {
        var (change, gone) = await visit.ChangeIn(tx, policies);
        if (change is null) return gone!;
        var (named, no) = change.Name(visit.By, visit.Values[ChangeVerbs.CommitHash], tx.Now);
        if (named is null) return no is CommitNotWhole ? no with { Field = ChangeVerbs.CommitHash } : no!;
        if (named.Commit == change.Commit) return new Finish("It was named already.");
        var (wrote, nobody) = change.Policy.AuthorsDeclared ? await RequestChange.Declared(tx, visit) : ([], null);
        if (nobody is not null) return nobody;
        if (!await ChangeRequestStore.Record(tx, named)) return new ChangedMeanwhile();
        tx.Happened(named);
        if (change.Policy.AuthorsDeclared) await RequestChange.KeepDeclared(tx, change.Id, named.Commit, wrote);
        return new Finish("Named. Those who can approve it see it now.");
    }

    public async Task<Result<Reply>> AskWords(Read read, Visit visit)
    {
        var (change, no) = await visit.ChangeIn(read, policies);
        if (change is null) return no!;
        if (MayTalk(change, visit) is { } refused) return refused;
        return Form(change, "Ask or answer", new Write(ChangeVerbs.Words, "Your question or answer", Long: true, Most: 2000) { Required = true }, new(ChangeVerbs.SayIt, "Say it", Values.None, ButtonStyle.Primary));
    }

    public async Task<Result<Reply>> Say(Tx tx, Visit visit)
    {
        var (change, gone) = await visit.ChangeIn(tx, policies);
        if (change is null) return gone!;
        if (MayTalk(change, visit) is { } no) return no;
        if (Words.Of(visit.Values[ChangeVerbs.Words]) is not { } words) return new NothingSaid { Field = ChangeVerbs.Words };
        var said = new ChangeSaid(change.Id, visit.By.Id, words);
        await ChangeLifeStore.Record(tx, said);
        tx.Happened(said);
        var card = new Card($"{visit.By.Name} on {change.Reference}", new Paragraph($"{visit.By.Name}: {words.Text}"), new Buttons(new Button(ChangeVerbs.Say, "Ask or answer…", ChangeWords.About(change))));
        await outbox.PostUnder(tx, ChangeCard.Kind, change.Id.ToString(), card);
        foreach (var person in change.Seats.Select(s => s.Person).Append(change.Requester).Where(p => p != visit.By.Id).Distinct()) await outbox.PostTo(tx, person, card);
        await outbox.Errand(tx, ChatHome.FileLane, ThreadErrand, change.Id.ToString());
        return new Finish("Said, under the card in the channel; it stays with the record.");
    }

    public async Task<Result<Reply>> AskGlass(Read read, Visit visit)
    {
        var (change, no) = await visit.ChangeIn(read, policies);
        if (change is null) return no!;
        if (change.BreakGlass(visit.By, null, confirmed: false, read.Now).No is { } refused and not BreakGlassWhy) return refused;
        return new Show(new(
            $"{change.Reference}: break-glass",
            [
                .. ChangeWords.Asked(change),
                new Paragraph("You open the gate alone, without anybody's approval. Everybody is told at once, loudly; it stays marked as break-glass for ever, somebody independent looks at it by the end of the next business day, and it is reviewed within one business day of its use."),
                new Write(ChangeVerbs.Why, "Why can nobody else approve it in time?", Long: true, Most: 2000) { Required = true },
                new Tick(ChangeVerbs.Confirm, "Confirm", [new("yes", "I open the gate alone and answer for it")]) { Required = true },
            ],
            new(ChangeVerbs.BreakGlass, "Break the glass", Values.None, ButtonStyle.Danger),
            [],
            ChangeWords.About(change)));
    }

    public async Task<Result<Reply>> BreakGlass(Tx tx, Visit visit)
    {
        var (change, gone) = await visit.ChangeIn(tx, policies);
        if (change is null) return gone!;
        var (broken, no) = change.BreakGlass(visit.By, Words.Of(visit.Values[ChangeVerbs.Why]), visit.Values[ChangeVerbs.Confirm] == "yes", tx.Now);
        if (broken is null) return no switch { BreakGlassWhy => no with { Field = ChangeVerbs.Why }, BreakGlassConfirm => no with { Field = ChangeVerbs.Confirm }, _ => no! };
        return await Done(tx, broken, await ChangeLifeStore.Record(tx, broken), $"The gate is open for this commit until {ChangeWords.Time(change, broken.WindowUntil)}. Everybody has been told.");
    }

    /// <summary>Everything that can be done with it, and all that was said.</summary>
    public async Task<Result<Reply>> Look(Read read, Visit visit)
    {
        var (change, no) = await visit.ChangeIn(read, policies);
        if (change is null) return no!;
        var about = ChangeWords.About(change);
        var said = await ChangeStore.Said(read, change.Id);
        var buttons = new List<Button>();
        if (change.WaitsFor(visit.By, read.Now))
        {
            if (change.Commit is not null) buttons.Add(new(ChangeVerbs.Approve, $"Approve: deploy {ChangeWords.Where(change)}", about.With(ChangeVerbs.Shown, ChangeWords.Shown(change)), ButtonStyle.Primary));
            buttons.Add(new(ChangeVerbs.Reject, "Reject…", about, ButtonStyle.Danger));
        }

        if (change.LookSecond(visit.By, await authors.Of(read, change), agrees: true, null, ApproveChange.Clicked, "").Done) buttons.Add(new(ChangeVerbs.Second, "Give the second approval…", about, ButtonStyle.Primary));
        if (change.Withdraw(visit.By, null).Done) buttons.Add(new(ChangeVerbs.Withdraw, "Withdraw…", about));
        if (change.Name(visit.By, change.Commit, read.Now).No is null or CommitNotWhole) buttons.Add(new(ChangeVerbs.Commit, "Name another commit…", about));
        if (change.BreakGlass(visit.By, null, confirmed: false, read.Now).No is BreakGlassWhy) buttons.Add(new(ChangeVerbs.Glass, "Break-glass…", about, ButtonStyle.Danger));
        return new Tell(new(
            $"{change.Reference}: {ChangeWords.State(change)}",
            [
                new Heading($"{change.Reference}: {ChangeWords.State(change)}"),
                .. ChangeWords.Asked(change),
                .. change.Details is { } d ? [new Paragraph($"Impact: {d.Impact}"), new Paragraph($"Abort criteria: {d.AbortCriteria}"), new Paragraph($"Checks skipped: {d.ChecksSkipped}"), new Paragraph($"Compensating controls: {d.CompensatingControls}")] : Array.Empty<Block>(),
                .. said.Select(s => new Note($"{s.Name}, {ChangeWords.Time(change, s.At)}: {s.Words}")),
                new Note($"Policy “{change.Policy.Title}”, as it was when this was asked for ({change.PolicyHash[..12]})."),
                .. buttons.Count > 0 ? [new Buttons(buttons)] : Array.Empty<Block>(),
            ]));
    }

    private static Refusal? MayTalk(EmergencyChange change, Visit visit) =>
        !visit.By.Active ? new ChatOpsCompliance.AccessReviews.NoLongerActive()
        : visit.By.Id == change.Requester || visit.Roles.Compliance || change.Policy.MayApprove(visit.By) ? null : new NotAnApprover(change.Policy);

    private static Result<Reply> Form(EmergencyChange change, string act, Field field, Button submit) => Form(change, act, [field], submit);

    private static Result<Reply> Form(EmergencyChange change, string act, IReadOnlyList<Field> fields, Button submit) =>
        new Show(new($"{act}: {change.Reference}", [.. ChangeWords.Asked(change), .. fields], submit, [], ChangeWords.About(change)));

    private static Task<Result<Reply>> Done(Tx tx, ChangeFact fact, bool recorded, string said)
    {
        if (!recorded) return Task.FromResult<Result<Reply>>(new ChangedMeanwhile());
        tx.Happened(fact);
        return Task.FromResult<Result<Reply>>(new Finish(said));
    }
}

public sealed record NothingSaid() : Refusal("Write something.");
