using ChatOpsCompliance.Access;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>
/// What a new snapshot proves: claimed removals whose grant is gone are verified, or wait for a second person when their remover or holder made the
/// snapshot; those still there, and proven ones that came back, are open again, and their owner is told.
/// </summary>
public sealed class VerifyRemovals(Outbox outbox)
{
    public async Task From(Tx tx, SnapshotTaken taken)
    {
        var snapshot = (await SnapshotStore.Find(tx, taken.Snapshot))!;
        var makers = new Makers(tx, snapshot.Facts);
        var judged = new List<(RemediationTask Task, Fact Fact)>();
        foreach (var seen in await ProofStore.NotedIn(tx, snapshot.Number))
        {
            var task = (await RemediationStore.One(tx, seen.Task))!;
            if (task.Judge(snapshot, seen.Present, seen.Replaced, await makers.Include(task.ClaimedBy) || await makers.Include(task.Holder)) is not { } fact) continue;
            var recorded = fact switch
            {
                RemovalVerified verified => await ProofStore.Record(tx, verified),
                RemovalInspected inspected => await ProofStore.Record(tx, inspected),
                RemovalUnconfirmed unconfirmed => await ProofStore.Record(tx, unconfirmed),
                RemovalReopened reopened => await ProofStore.Record(tx, reopened),
                _ => throw new InvalidOperationException($"{fact.Kind} is no judgement."),
            };
            if (!recorded) continue;
            tx.Happened(fact);
            judged.Add((task, fact));
        }

        foreach (var mine in judged.GroupBy(j => j.Task.Owner).Where(mine => mine.Any(j => j.Fact is RemovalReopened))) await outbox.PostTo(tx, mine.Key, Back(snapshot, [.. mine]));
        await AskSecondPersons(tx, snapshot, [.. judged.Where(j => j.Fact is RemovalUnconfirmed).Select(j => j.Task)]);
    }

    /// <summary>Whoever wanted it gone is the first to ask; compliance may always look.</summary>
    private async Task AskSecondPersons(Tx tx, AccessSnapshot snapshot, IReadOnlyList<RemediationTask> tasks)
    {
        if (tasks.Count == 0) return;
        foreach (var mine in tasks.GroupBy(t => t.DecidedBy ?? t.Reviewer))
            if (await PeopleStore.ById(tx, mine.Key) is { } person && mine.All(t => t.MaySecond(person, isCompliance: false) is null))
                await outbox.PostTo(tx, person.Id, Ask(snapshot, [.. mine]));
        await outbox.PostToCompliance(tx, Ask(snapshot, tasks));
    }

    private static Card Back(AccessSnapshot snapshot, List<(RemediationTask Task, Fact Fact)> judged)
    {
        var back = judged.Where(j => j.Fact is RemovalReopened).ToList();
        var title = $"{Count(back.Count, "removal is", "removals are")} open again on {snapshot.System}";
        return new(title,
        [
            new Heading(title),
            new Paragraph($"The extract of {snapshot.Facts.ExtractedAt:yyyy-MM-dd HH:mm} UTC proves {judged.Count(j => j.Fact is RemovalVerified or RemovalInspected)} gone, but shows:"),
            .. back.Take(10).Select(j => new Paragraph($"{RemovalWords.Back(((RemovalReopened)j.Fact).Reason)}: {RemovalWords.What(j.Task)}.")),
            .. back.Count > 10 ? new Block[] { new Note($"and {back.Count - 10} more") } : [],
            new Buttons(new Button(RemovalVerbs.Open, "Open the list", Values.None, ButtonStyle.Primary)),
        ]);
    }

    private static Card Ask(AccessSnapshot snapshot, IReadOnlyList<RemediationTask> tasks)
    {
        var title = $"Is it gone? {Count(tasks.Count, "removal", "removals")} on {snapshot.System} {(tasks.Count == 1 ? "waits" : "wait")} for a second person";
        return new(title,
        [
            new Heading(title),
            new Paragraph($"The extract of {snapshot.Facts.ExtractedAt:yyyy-MM-dd HH:mm} UTC shows it gone, but was made by who removed the access or has it. Somebody else has to look: {RemovalWords.Some(tasks)}."),
            new Note("An extract made by anybody else settles it too."),
            new Buttons(new Button(RemovalVerbs.Second, "Look and confirm…", Values.None, ButtonStyle.Primary)),
        ]);
    }

    /// <summary>Who made the extract: as it says itself, and whoever handed it in.</summary>
    private sealed class Makers(Tx tx, ExtractFacts facts)
    {
        private readonly Dictionary<Id<Person>, bool> known = [];

        public async Task<bool> Include(Id<Person>? person)
        {
            if (person is not { } id) return false;
            if (!known.TryGetValue(id, out var made)) known[id] = made = tx.Actor.Person == id || (await PeopleStore.ById(tx, id) is { } somebody && facts.MadeBy(somebody));
            return made;
        }
    }
}
