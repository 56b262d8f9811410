using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>Who hears what of an emergency change, in the transaction of what happened: one card everywhere, drawn anew; whoever asked at once; the loud things aloud.</summary>
public sealed class TellChange(PolicyBook policies, ChangeSources sources, Outbox outbox)
{
    public async Task Send(Tx tx, ChangeRequested asked)
    {
        var change = (await ChangeStore.One(tx, asked.Change, policies))!;
        await outbox.StandInEmergency(tx, ChangeCard.Kind, change.Id.ToString());
        foreach (var person in Approvers(change, await PeopleStore.Everybody(tx)).Append(change.Requester)) await outbox.Stand(tx, ChangeCard.Kind, change.Id.ToString(), person);
        await ReadAuthors(tx, change);
    }

    public async Task Named(Tx tx, ChangeCommitNamed named)
    {
        await Redraw(tx, named);
        await ReadAuthors(tx, (await ChangeStore.One(tx, named.Change, policies))!);
    }

    public Task Redraw(Tx tx, ChangeFact fact) => outbox.Redraw(tx, ChangeCard.Kind, fact.Change.ToString());

    /// <summary>Outcome and window, to whoever asked.</summary>
    public async Task Turned(Tx tx, ChangeFact fact)
    {
        await Redraw(tx, fact);
        var change = (await ChangeStore.One(tx, fact.Change, policies))!;
        if (fact is ChangeApproved { Status: ChangeStatus.Requested }) return;
        var text = fact switch
        {
            ChangeApproved when change.Retroactive => $"{change.Reference} was looked at after the fact and noted. The deployment stays unauthorised.",
            ChangeApproved => $"{change.Reference} is approved: the gate opens for {ChangeWords.Where(change)} until {ChangeWords.Time(change, change.WindowUntil!.Value)}, for one deployment.",
            ChangeRejected rejected => $"{change.Reference} is rejected by {change.EndedByName ?? "somebody"}: {rejected.Why.Text}",
            ChangeExpired => $"{change.Reference} expired: nobody approved it in time. You can ask again.",
            ChangeUnused => $"{change.Reference} expired unused: nothing was deployed in its time.",
            ChangeUsed => $"{change.Reference} was deployed. Its review is due {ChangeWords.Time(change, change.ReviewDue!.Value)}, by somebody who neither asked nor approved; your details are needed before.",
            ChangeSecondGiven { Agrees: false } => $"Whoever looked second at {change.Reference} would not have approved it.",
            ChangeRunFailed when change.Second == SecondApproval.Objected => $"The run that {change.Reference} let through failed. Since somebody has objected, no other run gets it.",
            ChangeRunFailed => $"The run that {change.Reference} let through failed. Another run of this commit may have it{(change.WindowUntil is { } until ? $" until {ChangeWords.Time(change, until)}" : "")}.",
            _ => null,
        };
        if (text is not null) await outbox.PostTo(tx, change.Requester, new Card(text, new Paragraph(text), new Buttons(new Button(ChangeVerbs.Look, "More…", ChangeWords.About(change)))));
    }

    /// <summary>Loud: everybody who could have been asked, both channels.</summary>
    public async Task Glass(Tx tx, ChangeGlassBroken broken)
    {
        await Redraw(tx, broken);
        var change = (await ChangeStore.One(tx, broken.Change, policies))!;
        var by = (await PeopleStore.ById(tx, broken.By))?.Name ?? "Somebody";
        var title = $"BREAK-GLASS: {by} opened the gate alone, {change.Reference}";
        var card = new Card(
            title,
            new Heading(title),
            new Paragraph($"{ChangeWords.Where(change)}, until {ChangeWords.Time(change, broken.WindowUntil)}."),
            new Paragraph($"Why nobody else: {broken.Why.Text}"),
            new Note($"Somebody independent has to look at it by {ChangeWords.Time(change, broken.SecondDue)}."),
            new Buttons(new Button(ChangeVerbs.Look, "Look at it…", ChangeWords.About(change))));
        await outbox.PostInEmergency(tx, card);
        await outbox.PostToCompliance(tx, card);
        foreach (var person in Approvers(change, await PeopleStore.Everybody(tx)).Where(p => p != broken.By)) await outbox.PostTo(tx, person, card);
        if (await PeopleStore.ByEmail(tx, change.Policy.Owner) is { } owner && !change.Policy.MayApprove(owner)) await outbox.PostTo(tx, owner.Id, card);
    }

    /// <summary>Compliance hears of what did not go as it should.</summary>
    public async Task Deviation(Tx tx, ChangeFact fact)
    {
        var change = (await ChangeStore.One(tx, fact.Change, policies))!;
        var text = fact switch
        {
            ChangeLate { Step: LateStep.Details } late => $"{change.Reference}: the details were due {ChangeWords.Time(change, late.Due)} and are not there. {change.RequesterName} can add them; it stays a deviation.",
            ChangeLate { Step: LateStep.Second } late => $"{change.Reference}: the second approval was due {ChangeWords.Time(change, late.Due)} and is not there. It can still be given; it stays a deviation.",
            ChangeLate late => $"{change.Reference}: the review was due {ChangeWords.Time(change, late.Due)} and is not done. It can still be; it stays a deviation.",
            ChangeSecondGiven { Agrees: false } objected => $"{change.Reference}: whoever looked second would not have approved it: {objected.Words?.Text}",
            ChangeUnused => $"{change.Reference} was approved and nothing was deployed in its time.",
            _ => null,
        };
        if (text is not null) await outbox.PostToCompliance(tx, new Card(text, new Paragraph(text), new Buttons(new Button(ChangeVerbs.Look, "More…", ChangeWords.About(change)))));
    }

    /// <summary>A run was answered: its card shows it; the way back is announced.</summary>
    public async Task Answered(Tx tx, GateAnswered answered)
    {
        await outbox.Redraw(tx, WaitingCard.Kind, answered.Question.ToString());
        if (answered is not { Rule: GateRule.Rollback, Answer: Answer.Approved }) return;
        var text = $"Rollback: the gate opened for {Commit.Short(answered.Commit)} of {answered.Repository} to {answered.Environment}, which was deployed there with approval before.";
        await outbox.PostInEmergency(tx, new Card(text, new Paragraph(text)));
    }

    /// <summary>Something was deployed with approval there: who wrote what since then is another question for whatever waits.</summary>
    public async Task DeployedThere(Tx tx, string repository, string environment, Outcome outcome)
    {
        if (outcome != Outcome.Success) return;
        foreach (var change in await ChangeStore.In(tx, policies, ChangeStatus.Requested))
            if (change.Repository == repository && change.Environment == environment) await ReadAuthors(tx, change);
    }

    /// <summary>Everybody who could approve it, but whoever asked.</summary>
    private static IEnumerable<Id<Person>> Approvers(EmergencyChange change, IReadOnlyList<Person> everybody) =>
        change.Policy.InOrder(everybody).Select(p => p.Id).Where(p => p != change.Requester);

    private async Task ReadAuthors(Tx tx, EmergencyChange change)
    {
        if (change.Commit is null) return;
        if (!change.Policy.AuthorsDeclared) await outbox.Errand(tx, sources.Of(change.Repository)?.Name ?? ChatHome.FileLane, RequestChange.AuthorsErrand, change.Id.ToString());
    }
}
