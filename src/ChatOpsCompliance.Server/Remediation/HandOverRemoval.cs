using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>A removal goes to somebody else: its owner, their manager, the owner of the review or compliance says so.</summary>
public static class HandOverRemoval
{
    public static async Task<Result<Reply>> Open(Read read, Visit visit)
    {
        var (tasks, no) = await Ticked.In(read, visit.Values, RemovalVerbs.Removed, RemovalVerbs.Left, RemovalVerbs.Task);
        if (tasks is null) return no!;
        foreach (var task in tasks)
            if (task.MayHandOver(visit.By, visit.Roles.Compliance, await Manages(read, visit.By, task)) is { } refused) return refused;
        return new Show(new(
            "Hand over",
            [
                new Paragraph($"Who should remove this? {RemovalWords.Some(tasks)}."),
                new Write(RemovalVerbs.To, "E-mail of who takes it", Most: 320) { Required = true },
                new Write(RemovalVerbs.Why, "Why? (optional)"),
                new Note("The deadline stays as it is."),
            ],
            new(RemovalVerbs.HandOver, "Hand it over", Values.None, ButtonStyle.Primary),
            [],
            new() { [RemovalVerbs.Removed] = Ticked.Write(tasks) }));
    }

    public static async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var (tasks, no) = await Ticked.In(tx, visit.Values, RemovalVerbs.Removed);
        if (tasks is null) return no!;
        var to = await PeopleStore.ByEmail(tx, visit.Values[RemovalVerbs.To].Trim().ToLowerInvariant());
        foreach (var task in tasks)
        {
            var (handed, refused) = task.HandOver(visit.By, visit.Roles.Compliance, await Manages(tx, visit.By, task), to, Words.Of(visit.Values[RemovalVerbs.Why]));
            if (handed is null) return refused is NobodyOfThatName or HolderCantRemove or OwnsItAlready ? refused with { Field = RemovalVerbs.To } : refused!;
            if (!await TaskStore.Record(tx, handed)) return new RemovalChanged();
            tx.Happened(handed);
        }

        return new Finish($"{to!.Name} has {Count(tasks.Count, "removal", "removals")} now, and was told.");
    }

    private static async Task<bool> Manages(Read read, Person by, RemediationTask task) => await PeopleStore.ById(read, task.Owner) is { Manager: { } manager } && manager == by.Id;
}
