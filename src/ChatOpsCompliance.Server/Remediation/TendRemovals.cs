using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>
/// What time alone does to removals: accepted risk ends, owners leave, deadlines pass and are told further up. Asked often; asking twice changes
/// nothing.
/// </summary>
public sealed class TendRemovals(Database database, ReviewBook reviews, SystemBook systems, Outbox outbox)
{
    public async Task Run(CancellationToken ct = default)
    {
        foreach (var task in await database.Read(read => RemediationStore.RiskEndingBy(read, read.Now), ct)) await database.Bulk(Actor.Service, tx => End(tx, task), ct);
        foreach (var task in await database.Read(OfThoseWhoLeft, ct)) await database.Bulk(Actor.Service, tx => HandOver(tx, task), ct);
        foreach (var told in (await database.Read(Late, ct)).GroupBy(l => (l.To, l.Level))) await database.Bulk(Actor.Service, tx => Tell(tx, told.Key.To, told.Key.Level, [.. told.Select(l => l.Task)]), ct);
    }

    private async Task<Done> End(Tx tx, RemediationTask task)
    {
        var item = (await ItemStore.One(tx, task.Campaign, task.Ordinal))!;
        var time = RemovalTime.Of(reviews, (await CampaignStore.ById(tx, task.Campaign))!);
        var expired = new RiskExpired(task.Id, task.Campaign, task.Ordinal, task.RiskUntil!.Value, time.Deadline(item.Flags.Any(f => f.Kind == FlagKind.Leaver), item.Privileged, tx.Now));
        if (await RiskStore.Record(tx, expired)) tx.Happened(expired);
        return Done.It;
    }

    private static async Task<IReadOnlyList<RemediationTask>> OfThoseWhoLeft(Read read)
    {
        var left = new Dictionary<Id<Person>, bool>();
        var tasks = new List<RemediationTask>();
        foreach (var task in await RemediationStore.In(read, [.. RemediationTask.Waiting, Removal.RiskAccepted]))
        {
            if (!left.TryGetValue(task.Owner, out var gone)) left[task.Owner] = gone = await PeopleStore.ById(read, task.Owner) is not { Active: true };
            if (gone) tasks.Add(task);
        }

        return tasks;
    }

    /// <summary>To whoever owns the system now, else the manager of who left, else the owner of the review.</summary>
    private async Task<Done> HandOver(Tx tx, RemediationTask task)
    {
        var owner = systems.Find(task.System) is { } system ? await PeopleStore.ByEmail(tx, system.Owner) : null;
        var manager = await PeopleStore.ById(tx, task.Owner) is { Manager: { } boss } ? await PeopleStore.ById(tx, boss) : null;
        if (task.OwnerLeft([owner, manager, await PeopleStore.ById(tx, task.CampaignOwner)]) is { } handed && await TaskStore.Record(tx, handed)) tx.Happened(handed);
        return Done.It;
    }

    private async Task<IReadOnlyList<(RemediationTask Task, Escalation Level, Id<Person> To)>> Late(Read read)
    {
        var late = new List<(RemediationTask, Escalation, Id<Person>)>();
        foreach (var task in await RemediationStore.In(read, RemediationTask.Waiting))
        {
            if (!task.LateAt(read.Now)) continue;
            var time = RemovalTime.Of(reviews, (await CampaignStore.ById(read, task.Campaign))!);
            if (task.Due(read.Now, time.Calendar, time.Zone) <= task.Escalated) continue;
            // One step at a time, though nobody asked for days: the manager hears of it too.
            var level = task.Escalated + 1;
            var manager = level == Escalation.Manager && await PeopleStore.ById(read, task.Owner) is { Manager: { } boss } && await PeopleStore.ById(read, boss) is { Active: true } able ? able : null;
            // Nobody above: it is compliance's at once.
            late.Add(manager is null ? (task, Escalation.Compliance, task.CampaignOwner) : (task, level, manager.Id));
        }

        return late;
    }

    private async Task<Done> Tell(Tx tx, Id<Person> to, Escalation level, IReadOnlyList<RemediationTask> tasks)
    {
        var told = new List<RemediationTask>();
        foreach (var task in tasks)
        {
            var escalated = new RemovalEscalated(task.Id, task.Campaign, task.Ordinal, level, to);
            if (!await TaskStore.Record(tx, escalated, task.Escalated)) continue;
            tx.Happened(escalated);
            told.Add(task);
        }

        if (told.Count == 0) return Done.It;
        await outbox.PostTo(tx, to, Card(told, level, tx.Now));
        if (level == Escalation.Compliance) await outbox.PostToCompliance(tx, Card(told, level, tx.Now));
        return Done.It;
    }

    private static Card Card(IReadOnlyList<RemediationTask> tasks, Escalation level, DateTimeOffset now)
    {
        var title = $"{Count(tasks.Count, "removal is", "removals are")} late";
        return new(title,
        [
            new Heading(title),
            new Paragraph(level == Escalation.Manager ? "People of yours should have removed this access by now:" : "This access should be gone, and asking once more did not help:"),
            .. tasks.Take(10).Select(t => new Paragraph($"{RemovalWords.What(t)}: {t.OwnerName}, {RemovalWords.Late(t, now)}{(t.Status switch { Removal.Claimed => ", said to be removed but not proven", Removal.Unconfirmed => ", gone, but no second person has looked", _ => "" })}.")),
            .. tasks.Count > 10 ? new Block[] { new Note($"and {tasks.Count - 10} more; the console has all of them under Removals") } : [],
            new Buttons(new Button(RemovalVerbs.Hand, "Hand over…", new() { [RemovalVerbs.Task] = Ticked.Write(tasks.Take(10)) })),
        ]);
    }
}
