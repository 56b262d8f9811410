using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>The one message a system owner has about what to remove. Drawn anew as tasks open, are claimed, proven and reopened.</summary>
public sealed class RemovalDigest(Outbox outbox)
{
    public const string Kind = "removal.digest";

    public static async Task<Card?> Draw(Read read, string subject)
    {
        var owner = Id<Person>.Parse(subject);
        var tasks = await RemediationStore.Of(read, owner);
        return tasks.Count == 0 || await PeopleStore.ById(read, owner) is not { } person ? null : For(person, tasks);
    }

    public static Card For(Person owner, IReadOnlyList<RemediationTask> tasks)
    {
        var open = tasks.Where(t => t.Status == Removal.Open).ToList();
        var claimed = tasks.Count(t => t.Status == Removal.Claimed);
        var settled = tasks.Count - open.Count - claimed;
        var blocks = new List<Block>
        {
            new Heading("Access to remove"),
            new Progress(settled, tasks.Count, "proven gone"),
            new Facts(("To remove", $"{open.Count}"), ("Removed by your word, not proven yet", $"{claimed}")),
        };
        foreach (var again in open.Where(t => t.Reopened is not null).Take(5))
            blocks.Add(new Paragraph(again.Reopened == ReopenReason.StillPresent ? $"Still present: {RemovalForm.What(again)}." : $"Came back: {RemovalForm.What(again)}."));
        if (open.Count == 0)
        {
            blocks.Add(new Note(claimed > 0 ? "Nothing left to do but the next extract, which proves what you said." : "All proven gone. Thank you."));
            return new($"Access to remove: {settled} of {tasks.Count} proven gone", blocks);
        }

        blocks.Add(new Note($"The first is due {Day(open.Min(t => t.Deadline), owner.TimeZone)}."));
        blocks.Add(new Buttons(new Button(RemovalVerbs.Open, "Open the list", Values.None, ButtonStyle.Primary)));
        return new($"{Count(open.Count, "grant", "grants")} to remove", blocks);
    }

    /// <summary>What <c>my tasks</c> shows of it.</summary>
    public static async Task<IReadOnlyList<Block>> TasksOf(Read read, Person owner)
    {
        var tasks = await RemediationStore.Of(read, owner.Id);
        return tasks.Any(t => t.Status is Removal.Open or Removal.Claimed) ? For(owner, tasks).Blocks : [];
    }

    public async Task When(Tx tx, TaskOpened opened)
    {
        await outbox.Stand(tx, Kind, opened.Owner.ToString(), opened.Owner);
        await Redraw(tx, opened.Owner);
    }

    public Task When(Tx tx, RemovalClaimed claimed) => Redraw(tx, claimed.By);

    internal Task Redraw(Tx tx, Id<Person> owner) => outbox.Redraw(tx, Kind, owner.ToString());
}
