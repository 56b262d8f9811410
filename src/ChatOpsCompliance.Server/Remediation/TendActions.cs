using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>What time alone does to actions: owners leave, deadlines pass and are told further up. Asked often; asking twice changes nothing.</summary>
public sealed class TendActions(Database database, RoleBook roles, Outbox outbox)
{
    public async Task Run(CancellationToken ct = default)
    {
        foreach (var action in await database.Read(OfThoseWhoLeft, ct)) await database.Bulk(Actor.Service, tx => HandOver(tx, action), ct);
        foreach (var told in (await database.Read(Late, ct)).GroupBy(l => (l.To, l.Level))) await database.Bulk(Actor.Service, tx => Tell(tx, told.Key.To, told.Key.Level, [.. told.Select(l => l.Action)]), ct);
    }

    private static async Task<IReadOnlyList<ActionTask>> OfThoseWhoLeft(Read read)
    {
        var theirs = new List<ActionTask>();
        foreach (var action in await ActionStore.Unsettled(read))
            if (action.Owner is { } owner && await PeopleStore.ById(read, owner) is not { Active: true }) theirs.Add(action);
        return theirs;
    }

    /// <summary>To the manager of who left, else to compliance.</summary>
    private async Task<Done> HandOver(Tx tx, ActionTask action)
    {
        var candidates = new List<Person?> { await ManagerOf(tx, action) };
        foreach (var email in roles.Emails("compliance").Order(StringComparer.Ordinal)) candidates.Add(await PeopleStore.ByEmail(tx, email));
        var handed = action.OwnerLeft(candidates);
        if (await ActionActsStore.Record(tx, handed)) tx.Happened(handed);
        return Done.It;
    }

    private static async Task<IReadOnlyList<(ActionTask Action, Escalation Level, Id<Person>? To)>> Late(Read read)
    {
        var late = new List<(ActionTask, Escalation, Id<Person>?)>();
        foreach (var action in await ActionStore.Unsettled(read))
        {
            if (action.Due(read.Now, BusinessCalendar.WeekendsOnly, TimeZoneInfo.Utc) <= action.Escalated) continue;
            // One step at a time, though nobody asked for days: the manager hears of it too. Nobody above: it is compliance's at once.
            var level = action.Escalated + 1;
            var manager = level == Escalation.Manager ? await ManagerOf(read, action) : null;
            late.Add(manager is { Active: true } ? (action, level, manager.Id) : (action, Escalation.Compliance, null));
        }

        return late;
    }

    private static async Task<Person?> ManagerOf(Read read, ActionTask action) =>
        action.Owner is { } owner && await PeopleStore.ById(read, owner) is { Manager: { } boss } ? await PeopleStore.ById(read, boss) : null;

    private async Task<Done> Tell(Tx tx, Id<Person>? to, Escalation level, IReadOnlyList<ActionTask> actions)
    {
        var told = new List<ActionTask>();
        foreach (var action in actions)
        {
            var escalated = new ActionEscalated(action.Id, level, to);
            if (!await ActionActsStore.Record(tx, escalated, action.Escalated)) continue;
            tx.Happened(escalated);
            told.Add(action);
        }

        if (told.Count == 0) return Done.It;
        if (to is { } manager) await outbox.PostTo(tx, manager, Card(told, level, tx.Now));
        else await outbox.PostToCompliance(tx, Card(told, level, tx.Now));
        return Done.It;
    }

    private static Card Card(IReadOnlyList<ActionTask> actions, Escalation level, DateTimeOffset now)
    {
        var title = $"{Count(actions.Count, "action is", "actions are")} late";
        return new(title,
        [
            new Heading(title),
            new Paragraph(level == Escalation.Manager ? "People of yours should have done this by now:" : "This should be done, and asking did not help:"),
            .. actions.Take(5).SelectMany(a => (Block[])
            [
                new Paragraph($"{ActionWords.Name(a)}: {a.Whose}, {ActionWords.Late(a, now)}{(a.Status == ActionStatus.Done ? ", said to be done but not seen by the source" : "")}."),
                new Buttons(new Button(ActionVerbs.Hand, $"Hand {a.Reference} over…", new() { [ActionVerbs.Action] = a.Id.ToString() })),
            ]),
            .. actions.Count > 5 ? new Block[] { new Note($"and {actions.Count - 5} more; write “actions” for all of them") } : [],
        ]);
    }
}
