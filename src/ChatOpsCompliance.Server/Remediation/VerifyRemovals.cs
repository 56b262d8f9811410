using ChatOpsCompliance.Access;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>
/// What a new snapshot proves: claimed removals whose grant is gone are verified; those still there, and verified ones that came back, are
/// open again, and their owner is told.
/// </summary>
public sealed class VerifyRemovals(Outbox outbox, RemovalDigest digest)
{
    public async Task From(Tx tx, SnapshotTaken taken)
    {
        var snapshot = (await SnapshotStore.Find(tx, taken.Snapshot))!;
        var told = new Dictionary<Id<Person>, List<(RemediationTask Task, Fact Fact)>>();
        foreach (var (id, present) in await RemediationStore.NotedIn(tx, snapshot.Number))
        {
            var task = (await RemediationStore.One(tx, id))!;
            if (task.Judge(snapshot, present) is not { } fact) continue;
            var recorded = fact switch
            {
                RemovalVerified verified => await RemediationStore.Record(tx, verified),
                RemovalReopened reopened => await RemediationStore.Record(tx, reopened),
                _ => throw new InvalidOperationException($"{fact.Kind} is no judgement."),
            };
            if (!recorded) continue;
            tx.Happened(fact);
            if (!told.TryGetValue(task.Owner, out var list)) told[task.Owner] = list = [];
            list.Add((task, fact));
        }

        foreach (var (owner, judged) in told)
        {
            await digest.Redraw(tx, owner);
            if (judged.Any(j => j.Fact is RemovalReopened)) await outbox.PostTo(tx, owner, Told(snapshot, judged));
        }
    }

    private static Card Told(AccessSnapshot snapshot, List<(RemediationTask Task, Fact Fact)> judged)
    {
        var back = judged.Where(j => j.Fact is RemovalReopened).ToList();
        var title = $"{Count(back.Count, "removal is", "removals are")} open again on {snapshot.System}";
        return new(title,
        [
            new Heading(title),
            new Paragraph($"The extract of {snapshot.Facts.ExtractedAt:yyyy-MM-dd HH:mm} UTC proves {judged.Count - back.Count} gone, but shows:"),
            .. back.Take(10).Select(j => new Paragraph($"{(((RemovalReopened)j.Fact).Reason == ReopenReason.StillPresent ? "Still present" : "Came back")}: {RemovalForm.What(j.Task)}.")),
            .. back.Count > 10 ? new Block[] { new Note($"and {back.Count - 10} more") } : [],
            new Buttons(new Button(RemovalVerbs.Open, "Open the list", Values.None, ButtonStyle.Primary)),
        ]);
    }
}
