using ChatOpsCompliance.Chat;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>What of emergency changes waits for a person, and what they asked for.</summary>
public sealed class MyChanges(PolicyBook policies)
{
    /// <summary>Details, second approvals, reviews: as <c>my tasks</c> shows them.</summary>
    public async Task<IReadOnlyList<Block>> Tasks(Read read, Person person)
    {
        var blocks = new List<Block>();
        var everybody = await PeopleStore.Everybody(read);
        foreach (var change in await ChangeStore.Unfinished(read, policies))
        {
            var buttons = new List<Button>();
            var about = ChangeWords.About(change);
            if (change.Status != ChangeStatus.Requested && change.Details is null && change.Requester == person.Id) buttons.Add(new(ChangeVerbs.Detail, $"Add the details, due {ChangeWords.Time(change, change.DetailsDue)}…", about, ButtonStyle.Primary));
            if (change.Second == SecondApproval.Due && change.Policy.MayApprove(person) && change.Requester != person.Id && change.GlassBrokenBy != person.Id && change.Seats.All(s => s.Person != person.Id)) buttons.Add(new(ChangeVerbs.Second, "Give the second approval…", about, ButtonStyle.Primary));
            if (change.Status == ChangeStatus.ReviewDue && ChangeNudges.Reviewers(change, everybody).Any(r => r.Id == person.Id)) buttons.Add(new(ChangeVerbs.Review, "Review…", about, ButtonStyle.Primary));
            if (buttons.Count == 0) continue;
            blocks.Add(new Paragraph($"{change.Reference}, {ChangeWords.State(change)}: {ChangeWords.Where(change)}"));
            blocks.Add(new Buttons(buttons));
        }

        return blocks;
    }

    /// <summary>On everybody's own page: what they asked for and what waits for their approval.</summary>
    public async Task<IReadOnlyList<Block>> AtHome(Read read, Visit visit)
    {
        var blocks = new List<Block>();
        foreach (var change in await ChangeStore.Unfinished(read, policies))
        {
            var mine = change.Requester == visit.By.Id;
            if (!mine && !(change.Status == ChangeStatus.Requested && change.Policy.MayApprove(visit.By))) continue;
            blocks.Add(new Paragraph($"{change.Reference}, {ChangeWords.State(change)}: {ChangeWords.Where(change)}{(mine ? "" : $", asked for by {change.RequesterName}")}"));
            blocks.Add(new Buttons(new Button(ChangeVerbs.Look, "More…", ChangeWords.About(change))));
        }

        if (policies.All.Count > 0) blocks.Add(new Buttons(new Button(ChangeVerbs.Open, "Ask for an emergency change…", Values.None)));
        return blocks;
    }
}
