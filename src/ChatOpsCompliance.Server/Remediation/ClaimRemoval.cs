using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>The system owner says what was removed. A claim closes nothing: the next extract of the system does, or shows it still there.</summary>
public static class ClaimRemoval
{
    public static async Task<Result<Reply>> Open(Read read, Visit visit)
    {
        var tasks = await RemediationStore.Of(read, visit.By.Id);
        if (tasks.Count == 0) return new NoRemovals();
        var page = RemovalForm.At(tasks, visit.Values.Int(RemovalVerbs.At) ?? 0);
        return new Show(RemovalForm.Page(tasks, page, await GroupStore.Of(read, RemovalForm.Shown(tasks, page)), read.Now));
    }

    public static async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var (tasks, no) = await Ticked.In(tx, visit.Values, RemovalVerbs.Removed);
        if (tasks is null) return no!;
        foreach (var task in tasks)
        {
            var (claimed, refused) = task.Claim(visit.By, Words.Of(visit.Values[RemovalVerbs.Note]), Words.Of(visit.Values[RemovalVerbs.TicketOf]), tx.Now);
            if (claimed is null) return refused!;
            // The guarded update, not the read above, settles a race.
            if (!await TaskStore.Record(tx, claimed)) return (await RemediationStore.One(tx, task.Id))!.Claim(visit.By, null, null, tx.Now).No ?? new RemovalChanged();
            tx.Happened(claimed);
        }

        return new Finish($"Noted: you removed {tasks.Count}. The next extract of the system, made after now, proves it; until then it counts as open.{(tasks.Any(t => t.Method.Length > 0) ? " If you make that extract yourself, a second person has to look too." : "")}");
    }

    /// <summary>Where the work is tracked, without saying that it is done.</summary>
    public static async Task<Result<Reply>> Ticket(Tx tx, Visit visit)
    {
        if (Words.Of(visit.Values[RemovalVerbs.TicketOf]) is not { } ticket) return new TicketMissing { Field = RemovalVerbs.TicketOf };
        var (tasks, no) = await Ticked.In(tx, visit.Values, RemovalVerbs.Removed);
        if (tasks is null) return no!;
        foreach (var task in tasks)
        {
            var (noted, refused) = task.Note(visit.By, ticket);
            if (noted is null) return refused!;
            if (!await TaskStore.Record(tx, noted)) return new RemovalChanged();
            tx.Happened(noted);
        }

        return new Finish($"Noted: {Count(tasks.Count, "removal is", "removals are")} tracked as {ticket}. {(tasks.Any(t => t.Status == Removal.Open) ? "They count as open until you say that they are done." : "")}".TrimEnd());
    }
}

public sealed record NoRemovals() : Refusal("There is nothing for you to remove. Removals go to the owner of the system.");

public sealed record TicketMissing() : Refusal("Write the ticket's number, such as OPS-123.");
