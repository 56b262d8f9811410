using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>A second person looks: at what an extract shows gone that its remover or holder made.</summary>
public static class ConfirmRemoval
{
    public static async Task<Result<Reply>> Open(Read read, Visit visit)
    {
        var waiting = (await RemediationStore.In(read, Removal.Unconfirmed, Removal.Claimed)).Where(t => t.MaySecond(visit.By, visit.Roles.Compliance) is null).ToList();
        if (waiting.Count == 0) return new NothingToConfirm();
        return new Show(Form([.. waiting.Where(t => t.Status == Removal.Unconfirmed)], [.. waiting.Where(t => t.Status == Removal.Claimed)]));
    }

    public static Task<Result<Reply>> Confirm(Tx tx, Visit visit) => Settle(
        tx,
        visit,
        async task =>
        {
            var (confirmed, no) = task.Confirm(visit.By, visit.Roles.Compliance);
            if (confirmed is null) return no!;
            return await ProofStore.Record(tx, confirmed) ? confirmed : new RemovalChanged();
        },
        n => $"Confirmed: {n} gone, as the extract shows.");

    public static Task<Result<Reply>> Doubt(Tx tx, Visit visit) => Settle(
        tx,
        visit,
        async task =>
        {
            var (reopened, no) = task.Doubt(visit.By, visit.Roles.Compliance);
            if (reopened is null) return no!;
            return await ProofStore.Record(tx, reopened) ? reopened : new RemovalChanged();
        },
        n => $"Noted: {n} still there. The removal is open again, and its owner is told.");

    /// <summary>What <c>my tasks</c> shows of it.</summary>
    public static async Task<IReadOnlyList<Block>> TasksOf(Read read, Person person)
    {
        var mine = (await RemediationStore.ForASecondPerson(read)).Where(t => t.MaySecond(person, isCompliance: false) is null).ToList();
        return mine.Count == 0
            ? []
            :
            [
                new Heading("Is it gone?"),
                new Paragraph($"Said to be removed, and no extract of somebody independent can show it: a second person has to look. {RemovalWords.Some(mine)}."),
                new Buttons(new Button(RemovalVerbs.Second, "Look and confirm…", Values.None)),
            ];
    }

    private static async Task<Result<Reply>> Settle(Tx tx, Visit visit, Func<RemediationTask, Task<Result<RemovalFact>>> act, Func<int, string> said)
    {
        var (tasks, no) = await Ticked.In(tx, visit.Values, RemovalVerbs.Removed);
        if (tasks is null) return no!;
        foreach (var task in tasks)
        {
            var (fact, refused) = await act(task);
            if (fact is null) return refused!;
            tx.Happened(fact);
        }

        return new Finish(said(tasks.Count));
    }

    private static Form Form(IReadOnlyList<RemediationTask> unconfirmed, IReadOnlyList<RemediationTask> claimed)
    {
        var blocks = new List<Block>();
        if (unconfirmed.Count > 0)
        {
            blocks.Add(new Paragraph("An extract shows these gone, but it was made by who removed the access or has it. Look in the system yourself; then tick what you have seen."));
            blocks.Add(new Tick(RemovalVerbs.Removed, "I looked", [.. unconfirmed.Take(RemovalForm.PerPage).Select(t => new Option(t.Id.ToString(), Told(t)))]));
            if (unconfirmed.Count > RemovalForm.PerPage) blocks.Add(new Note($"{unconfirmed.Count - RemovalForm.PerPage} more follow when these are done."));
        }

        if (claimed.Count > 0)
        {
            blocks.Add(new Paragraph("These are said to be removed and wait for an extract. Of a system that gives none you can look yourself, and attach what you saw."));
            blocks.Add(new Choose(RemovalVerbs.Task, "Look yourself at", [.. claimed.Take(25).Select(t => new Option(t.Id.ToString(), Told(t)))], null));
        }

        var look = new Button(RemovalVerbs.Inspection, "I looked myself…", Values.None);
        return unconfirmed.Count == 0
            ? new("Is it gone?", blocks, look, [], Values.None)
            : new("Is it gone?", blocks, new(RemovalVerbs.Confirm, "What is ticked is gone", Values.None, ButtonStyle.Primary), [new(RemovalVerbs.Doubt, "What is ticked is still there", Values.None, ButtonStyle.Danger), .. claimed.Count > 0 ? new[] { look } : []], Values.None);
    }

    private static string Told(RemediationTask t) => $"{RemovalWords.What(t)}; {t.ClaimedByName ?? "somebody"} said so{(t.ClaimedAt is { } at ? $" on {RemovalWords.Date(at)}" : "")}";
}

/// <summary>A second person has looked at the system itself, and attaches what they saw: where no extract can be had.</summary>
public static class InspectRemoval
{
    public static async Task<Result<Reply>> Open(Read read, Visit visit)
    {
        var (task, no) = await Find(read, visit);
        if (task is null) return no!;
        if (task.MaySecond(visit.By, visit.Roles.Compliance) is { } refused) return refused;
        if (task.Status == Removal.Open) return new NotClaimedYet(task.OwnerName);
        if (!task.Waits) return new RemovalSettled(task.Status);
        return new Show(new(
            "I looked myself",
            [
                new Paragraph($"{RemovalWords.What(task)}. {task.ClaimedByName ?? "Somebody"} said on {RemovalWords.Date(task.ClaimedAt ?? read.Now)} that it is gone."),
                new Write(RemovalVerbs.Seen, "What did you look at, and what did you see?", Long: true, Most: 2000) { Required = true },
                new Attach(RemovalVerbs.File, "What shows it, such as a screenshot") { Required = true },
                new Note("It counts as confirmed by inspection, apart from what extracts prove. Should a later extract show the access, it is open again."),
            ],
            new(RemovalVerbs.Inspect, "It is gone: I have seen it", Values.None, ButtonStyle.Primary),
            [],
            new() { [RemovalVerbs.Task] = task.Id.ToString() }));
    }

    public static async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var (task, no) = await Find(tx, visit);
        if (task is null) return no!;
        // Who may, and whether there is something to say, before the file is taken.
        if (task.Inspect(visit.By, visit.Roles.Compliance, Words.Of(visit.Values[RemovalVerbs.Seen]), default, tx.Now).No is { } early) return early is SayWhatYouSaw ? early with { Field = RemovalVerbs.Seen } : early;
        var (file, missing) = await AttachmentStore.Keep(tx, visit, RemovalVerbs.File, $"removal/{task.Id}");
        if (file is null) return missing!;
        var inspected = task.Inspect(visit.By, visit.Roles.Compliance, Words.Of(visit.Values[RemovalVerbs.Seen]), file.Id, tx.Now).Value;
        if (!await ProofStore.Record(tx, inspected)) return new RemovalChanged();
        tx.Happened(inspected);
        return new Finish($"Confirmed by inspection: {RemovalWords.What(task)} is gone.");
    }

    private static async Task<Result<RemediationTask>> Find(Read read, Visit visit)
    {
        if (visit.Values[RemovalVerbs.Task].Length == 0) return new NothingTicked { Field = RemovalVerbs.Task };
        return visit.Values.Id<RemediationTask>(RemovalVerbs.Task) is { } id && await RemediationStore.One(read, id) is { } task ? task : new RemovalUnknown();
    }
}

public sealed record NothingToConfirm() : Refusal("Nothing waits for you to confirm. What its remover or holder can't prove alone waits for its reviewer, the owner of the review, or compliance.");
