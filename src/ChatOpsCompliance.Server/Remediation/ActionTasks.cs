using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>What of the actions waits for somebody, and all of them for whoever watches.</summary>
public sealed class ActionTasks(RoleBook roles)
{
    private const int Most = 10;

    /// <summary>For <c>my tasks</c>: what is theirs to do, and what they may confirm.</summary>
    public async Task<IReadOnlyList<Block>> Of(Read read, Person person)
    {
        var unsettled = await ActionStore.Unsettled(read);
        var mine = unsettled.Where(a => a.Owner == person.Id && a.Status == ActionStatus.Open).ToList();
        var rights = await roles.Of(read, person);
        var look = unsettled.Where(a => a.Kind != ActionKind.Drift && a.MayConfirm(person, rights.Compliance || rights.Executive) is null).ToList();
        return [.. List("Yours to do", mine, person, rights, read.Now), .. List("Is it done?", look, person, rights, read.Now)];
    }

    /// <summary>The command: those who see everything see all that is not settled, everybody else what is theirs.</summary>
    public static async Task<Result<Reply>> Answer(Read read, Visit visit)
    {
        var all = (await ActionStore.Unsettled(read)).Where(a => visit.Roles.SeesAll || a.Owner == visit.By.Id || a.About == visit.By.Id).ToList();
        return new Tell(all.Count == 0
            ? new Card("No action is open", new Paragraph(visit.Roles.SeesAll ? "Nothing is to be done about unauthorised changes, gates or reviews of emergency changes." : "No action is yours."))
            : new Card("What is to be done", [.. List("What is to be done", all, visit.By, visit.Roles, read.Now)]));
    }

    private static IEnumerable<Block> List(string title, List<ActionTask> actions, Person by, Roles rights, DateTimeOffset now)
    {
        if (actions.Count == 0) yield break;
        yield return new Heading(title);
        foreach (var action in actions.Take(Most))
        {
            var values = new Values { [ActionVerbs.Action] = action.Id.ToString() };
            yield return new Paragraph($"{ActionWords.Line(action, now)}. {(action.Owner == by.Id ? "" : $"With {action.Whose}. ")}{ActionWords.State(action)}.");
            if (action.MayDo(by, rights.Compliance) is null) yield return new Buttons(new Button(ActionVerbs.Open, $"{action.Reference} is done…", values));
            else if (action.Kind != ActionKind.Drift && action.MayConfirm(by, rights.Compliance || rights.Executive) is null) yield return new Buttons(new Button(ActionVerbs.Look, $"Look at {action.Reference}…", values));
        }

        if (actions.Count > Most) yield return new Note($"and {actions.Count - Most} more; the report “actions” has all of them");
    }
}
