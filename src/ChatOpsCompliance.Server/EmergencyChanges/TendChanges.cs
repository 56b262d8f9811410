using ChatOpsCompliance.Chat;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>
/// What time alone does to emergency changes: the next approver is called, requests and windows end, what is owed becomes late. Asked each minute; asking twice changes nothing. Silence never approves.
/// </summary>
public sealed class TendChanges(Database database, PolicyBook policies, ReadAuthors authors, Outbox outbox)
{
    /// <summary>How long after its window a run that was let through may still say that it has deployed.</summary>
    private static readonly TimeSpan LateNews = TimeSpan.FromDays(1);

    public async Task Run(CancellationToken ct = default)
    {
        foreach (var change in await database.Read(read => ChangeStore.Unfinished(read, policies), ct))
            await database.Bulk(Actor.Service, tx => Tend(tx, change.Id), ct);
    }

    private async Task<Done> Tend(Tx tx, Id<EmergencyChange> id)
    {
        var change = (await ChangeStore.One(tx, id, policies))!;
        if (change.Status == ChangeStatus.Requested && tx.Now >= change.ApproveBy)
        {
            var expired = new ChangeExpired(id);
            if (await ChangeLifeStore.Record(tx, expired)) tx.Happened(expired);
            return Done.It;
        }

        if (change.Status == ChangeStatus.Requested) await Page(tx, change);
        if (change is { Status: ChangeStatus.Approved, WindowUntil: { } until } && tx.Now >= until + (change.Run is null || change.RunFailed ? TimeSpan.Zero : LateNews))
        {
            var unused = new ChangeUnused(id);
            if (await ChangeLifeStore.Record(tx, unused)) tx.Happened(unused);
        }

        var told = await ChangeStore.ToldLate(tx, id);
        if (change.Details is null && change.Status is not ChangeStatus.Requested && !told.Details) await Late(tx, change, LateStep.Details, change.DetailsDue);
        if (change is { Second: SecondApproval.Due, SecondDue: { } second } && !told.Second) await Late(tx, change, LateStep.Second, second);
        if (change is { Status: ChangeStatus.ReviewDue, ReviewDue: { } review } && !told.Review) await Late(tx, change, LateStep.Review, review);
        return Done.It;
    }

    private static async Task Late(Tx tx, EmergencyChange change, LateStep step, DateTimeOffset due)
    {
        var late = new ChangeLate(change.Id, step, due);
        if (tx.Now > due && await ChangeLifeStore.Record(tx, late)) tx.Happened(late);
    }

    /// <summary>One after the other in the policy's order, those who can't approve it left out; from the first again when all were called.</summary>
    private async Task Page(Tx tx, EmergencyChange change)
    {
        var paged = await ChangeStore.PagedSoFar(tx, change.Id);
        if (paged.At is { } last && tx.Now < last + change.Policy.PageAfter) return;
        var independence = await authors.Of(tx, change);
        var able = change.Policy.InOrder(await PeopleStore.Everybody(tx))
            .Where(p => change.Seats.All(s => s.Person != p.Id) && independence.Refuses(p, change.Requester) is null or AuthorsNotReadYet or AuthorsUnknown or AuthorUnknown).ToList();
        if (able.Count == 0) return;
        var next = able[paged.Turn % able.Count];
        var page = new ChangePaged(change.Id, next.Id, paged.Turn + 1);
        if (!await ChangeLifeStore.Record(tx, page)) return;
        tx.Happened(page);
        var title = $"{change.Reference} needs you now: {ChangeWords.Where(change)}";
        await outbox.PostTo(tx, next.Id, new Card(
            title,
            new Heading(title),
            new Paragraph($"{change.RequesterName} asks: {change.Asked.What}"),
            new Note($"You are called because you can approve it. If you can't now, nothing need be done: the next one is called in {change.Policy.PageAfter.TotalMinutes:0} minutes."),
            // What is decided with is on the card, which is drawn anew; this message stays as it is.
            new Buttons(new Button(ChangeVerbs.Look, "Look at it…", ChangeWords.About(change), ButtonStyle.Primary))));
    }
}
