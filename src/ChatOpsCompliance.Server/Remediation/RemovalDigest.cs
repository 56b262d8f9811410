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
        return await PeopleStore.ById(read, owner) is not { } person ? null : For(person, tasks);
    }

    public static Card For(Person owner, IReadOnlyList<RemediationTask> tasks)
    {
        if (tasks.Count == 0) return new("Access to remove: nothing is yours any more", new Heading("Access to remove"), new Note("Nothing is left for you: it was handed over, or the decisions were corrected."));
        int Of(Removal status) => tasks.Count(t => t.Status == status);
        var open = tasks.Where(t => t.Status == Removal.Open).ToList();
        var waiting = Of(Removal.Claimed) + Of(Removal.Unconfirmed);
        var settled = tasks.Count - open.Count - waiting;
        var facts = new List<(string, string)> { ("To remove", $"{open.Count}"), ("Removed by your word, not proven yet", $"{Of(Removal.Claimed)}") };
        if (Of(Removal.Unconfirmed) > 0) facts.Add(("Gone, waiting for a second person", $"{Of(Removal.Unconfirmed)}"));
        if (Of(Removal.RiskAccepted) > 0) facts.Add(("Left for a time, risk accepted", $"{Of(Removal.RiskAccepted)}"));
        var blocks = new List<Block> { new Heading("Access to remove"), new Progress(settled, tasks.Count, Of(Removal.RiskAccepted) > 0 ? "proven gone or settled" : "proven gone"), new Facts(facts) };
        foreach (var again in open.Where(t => t.Reopened is not null).Take(5)) blocks.Add(new Paragraph($"{RemovalWords.Back(again.Reopened!.Value)}: {RemovalWords.What(again)}."));
        if (open.Count == 0)
        {
            blocks.Add(new Note(waiting > 0 ? "Nothing left to do but the next extract, which proves what you said." : "All settled. Thank you."));
            if (Of(Removal.RiskAccepted) > 0) blocks.Add(new Buttons(new Button(RemovalVerbs.Open, "Open the list", Values.None)));
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
        return tasks.Any(t => t.Waits) ? For(owner, tasks).Blocks : [];
    }

    public Task When(Tx tx, TaskOpened opened) => Stand(tx, opened.Owner);

    public async Task When(Tx tx, RemovalHandedOver handed)
    {
        await Stand(tx, handed.To);
        await Redraw(tx, handed.From);
    }

    public Task When(Tx tx, RemovalClaimed claimed) => Redraw(tx, claimed.By);

    /// <summary>Whatever else became of it: its owner's message shows it.</summary>
    public async Task WhenChanged(Tx tx, RemovalFact fact) => await Redraw(tx, (await RemediationStore.One(tx, fact.Task))!.Owner);

    /// <summary>Back on its owner's list without an extract saying so: they are told.</summary>
    public async Task Tell(Tx tx, RemovalFact fact)
    {
        var task = (await RemediationStore.One(tx, fact.Task))!;
        var back = task.Reopened ?? throw new InvalidOperationException($"{fact.Kind} reopened nothing.");
        var title = $"{RemovalWords.Back(back)}: {RemovalWords.What(task)}";
        await outbox.PostTo(tx, task.Owner, new(title, new Heading(title), new Paragraph($"It is open again and due {RemovalWords.Date(task.Deadline)}."), new Buttons(new Button(RemovalVerbs.Open, "Open the list", Values.None, ButtonStyle.Primary))));
    }

    private async Task Stand(Tx tx, Id<Person> owner)
    {
        await outbox.Stand(tx, Kind, owner.ToString(), owner);
        await Redraw(tx, owner);
    }

    private Task Redraw(Tx tx, Id<Person> owner) => outbox.Redraw(tx, Kind, owner.ToString());
}
