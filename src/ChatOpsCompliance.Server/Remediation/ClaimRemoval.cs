using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>The system owner says what was removed. A claim closes nothing: the next extract of the system does, or shows it still there.</summary>
public static class ClaimRemoval
{
    public static async Task<Result<Reply>> Open(Read read, Visit visit)
    {
        var tasks = await RemediationStore.Of(read, visit.By.Id);
        if (tasks.Count == 0) return new NoRemovals();
        return new Show(RemovalForm.Page(tasks, visit.Values.Int(RemovalVerbs.At) ?? 0));
    }

    public static async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var ids = visit.Values[RemovalVerbs.Removed].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (ids.Length == 0) return new NothingTicked { Field = RemovalVerbs.Removed };
        foreach (var text in ids)
        {
            if (!Id<RemediationTask>.TryParse(text, out var id) || await RemediationStore.One(tx, id) is not { } task) return new RemovalUnknown();
            var (claimed, no) = task.Claim(visit.By, Words.Of(visit.Values[RemovalVerbs.Note]), tx.Now);
            if (claimed is null) return no!;
            // The guarded update, not the read above, settles a race.
            if (!await RemediationStore.Record(tx, claimed)) return (await RemediationStore.One(tx, id))!.Claim(visit.By, null, tx.Now).No ?? new RemovalUnknown();
            tx.Happened(claimed);
        }

        return new Finish($"Noted: you removed {ids.Length}. The next extract of the system, made after now, proves it; until then it counts as open.");
    }
}

public sealed record NoRemovals() : Refusal("There is nothing for you to remove. Removals go to the owner of the system.");

public sealed record NothingTicked() : Refusal("Tick what you have removed.");

public sealed record RemovalUnknown() : Refusal("This removal is not known; open the list again from its newest message.");
