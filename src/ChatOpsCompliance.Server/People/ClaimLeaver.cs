using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.People;

/// <summary>Who answers for a system says that the access of somebody who left was removed. A claim closes nothing: the next extract does.</summary>
public sealed class ClaimLeaver(SystemBook systems, RoleBook roles)
{
    /// <summary>No platform shows more boxes in one group (Slack: 10).</summary>
    private const int Most = 10;

    public async Task<Result<Reply>> Open(Read read, Visit visit)
    {
        var mine = await Of(read, visit.By);
        return mine.Count == 0 ? new NoLeavers() : new Show(Form(mine, visit.By.TimeZone));
    }

    public async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var ids = visit.Values[LeaverVerbs.Removed].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count == 0) return new NobodyTicked { Field = LeaverVerbs.Removed };
        foreach (var text in ids)
        {
            if (!Id<LeaverIncident>.TryParse(text, out var id) || await LeaverStore.One(tx, id) is not { } incident) return new IncidentUnknown();
            var charge = await ChargeOf(tx, incident);
            var (claimed, no) = incident.Claim(visit.By, charge.Person?.Id == visit.By.Id, charge.Name, Words.Of(visit.Values[LeaverVerbs.Note]), tx.Now);
            if (claimed is null) return no!;
            // The guarded update, not the read above, settles a race.
            if (!await LeaverStore.Record(tx, claimed)) return new IncidentUnknown();
            tx.Happened(claimed);
        }

        return new Finish($"Noted for {Count(ids.Count, "person", "people")}. The next extract of the system proves it; until then it counts as open.");
    }

    /// <summary>For <c>my tasks</c>.</summary>
    public async Task<IReadOnlyList<Block>> TasksOf(Read read, Person person)
    {
        var open = (await Of(read, person)).Where(i => i.Status == IncidentStatus.Open).ToList();
        if (open.Count == 0) return [];
        return
        [
            new Paragraph($"{Count(open.Count, "person who left still has", "people who left still have")} access. The first is due {Day(open.Min(i => i.DueAt), person.TimeZone)}."),
            new Buttons(new Button(LeaverVerbs.Open, "Tick what I removed", Values.None)),
        ];
    }

    private async Task<List<LeaverIncident>> Of(Read read, Person person)
    {
        var mine = new List<LeaverIncident>();
        foreach (var incident in await LeaverStore.Unsettled(read))
            if ((await ChargeOf(read, incident)).Person?.Id == person.Id) mine.Add(incident);
        return mine;
    }

    private static Form Form(List<LeaverIncident> mine, string zone)
    {
        var open = mine.Where(i => i.Status == IncidentStatus.Open).ToList();
        var claimed = mine.Where(i => i.Status == IncidentStatus.Claimed).ToList();
        var blocks = new List<Block>();
        if (open.Count > 0)
        {
            blocks.Add(new Paragraph("These people left and still have access. Tick whose access you have removed, all of it."));
            blocks.Add(new Tick(LeaverVerbs.Removed, "Removed", [.. open.Take(Most).Select(i => new Option(i.Id.ToString(), $"{i.PersonName} on {i.System}: {LeaverNews.What(i)}, by {Day(i.DueAt, zone)}"))]));
            blocks.Add(new Write(LeaverVerbs.Note, "Ticket or note (optional)"));
            if (open.Count > Most) blocks.Add(new Note($"{open.Count - Most} more come after these."));
        }

        if (claimed.Count > 0) blocks.Add(new Note($"Removed by your word, waiting for an extract that proves it: {string.Join("; ", claimed.Take(Most).Select(i => $"{i.PersonName} on {i.System}"))}{(claimed.Count > Most ? " …" : "")}."));
        var submit = open.Count > 0 ? new Button(LeaverVerbs.Claim, "I removed what is ticked", Values.None, ButtonStyle.Primary) : new Button(LeaverVerbs.Open, "Look again", Values.None);
        return new("Access of people who left", blocks, submit, [], Values.None);
    }

    private Task<SystemCharge> ChargeOf(Read read, LeaverIncident incident) => SystemCharge.Of(read, systems.Find(incident.System), roles);
}

public sealed record NoLeavers() : Refusal("Nobody who left has access to a system you answer for, as far as the newest extracts say.");

public sealed record NobodyTicked() : Refusal("Tick whose access you have removed.");

public sealed record IncidentUnknown() : Refusal("This is not known any more; open the list again from its newest message.");
