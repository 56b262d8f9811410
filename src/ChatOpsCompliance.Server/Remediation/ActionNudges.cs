using System.Globalization;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Reminders;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>What people should hear of actions: due within a day, late (once a week), waiting for a second look (the day after, then once a week).</summary>
internal sealed class ActionNudges(ActionConfirmers confirmers)
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(1);

    public async Task<IReadOnlyList<Nudge>> Of(Read read)
    {
        var unsettled = await ActionStore.Unsettled(read);
        var nudges = new List<Nudge>();
        foreach (var action in unsettled.Where(a => a is { Status: ActionStatus.Open, Owner: not null }))
        {
            if (action.LateAt(read.Now)) nudges.Add(Said(action, $"late/{Weeks(read.Now - action.Deadline)}", "is late", read.Now));
            else if (action.Deadline - read.Now <= Soon) nudges.Add(Said(action, "soon", "is due within a day", read.Now));
        }

        foreach (var done in unsettled.Where(a => a.Status == ActionStatus.Done && a.Kind != ActionKind.Drift && read.Now - a.DoneAt >= Soon))
            foreach (var person in (await confirmers.Of(read, done)).Able) nudges.Add(ToSecond(person.Id, done, read.Now));
        return nudges;
    }

    private static Nudge Said(ActionTask action, string topic, string what, DateTimeOffset now) => new(
        action.Owner!.Value,
        $"action/{action.Id}/{RemovalWords.Date(action.Deadline)}/{topic}",
        $"{action.Reference} {what}",
        new Paragraph($"{ActionWords.Line(action, now)}."),
        new Buttons(new Button(ActionVerbs.Open, "It is done…", new() { [ActionVerbs.Action] = action.Id.ToString() }, ButtonStyle.Primary), new Button(ActionVerbs.Hand, "Hand over…", new() { [ActionVerbs.Action] = action.Id.ToString() })));

    private static Nudge ToSecond(Id<Person> to, ActionTask done, DateTimeOffset now) => new(
        to,
        $"action/{done.Id}/{RemovalWords.Date(done.DoneAt!.Value)}/look/{Weeks(now - done.DoneAt!.Value)}",
        $"{done.Reference} waits for your look",
        new Paragraph($"{ActionWords.Name(done)}. Done, says {done.DoneByName}, for {Count((int)(now - done.DoneAt!.Value).TotalDays, "day", "days")} now."),
        new Buttons(new Button(ActionVerbs.Look, "Look at it…", new() { [ActionVerbs.Action] = done.Id.ToString() }, ButtonStyle.Primary)));

    private static string Weeks(TimeSpan time) => ((int)time.TotalDays / 7).ToString(CultureInfo.InvariantCulture);
}
