using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Reminders;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.People;

/// <summary>Access of people who left that is past its deadline, told to who answers for the system, once an incident.</summary>
internal sealed class LeaverNudges(SystemBook systems, RoleBook roles)
{
    public async Task<IReadOnlyList<Nudge>> Of(Read read)
    {
        var nudges = new List<Nudge>();
        foreach (var late in (await LeaverStore.Unsettled(read)).Where(i => i.Status == IncidentStatus.Open && i.DueAt <= read.Now).GroupBy(i => i.System))
        {
            var system = systems.Find(late.Key);
            if ((await SystemCharge.Of(read, system, roles)).Person is not { } owner) continue;
            foreach (var incident in late)
            {
                nudges.Add(new(
                    owner.Id,
                    $"leaver/{incident.Id}/overdue",
                    $"{incident.PersonName} left and still has access on {system?.Title ?? late.Key}",
                    new Paragraph($"{LeaverNews.What(incident)}. It had to be gone by {Day(incident.DueAt, owner.TimeZone)}."),
                    new Buttons(new Button(LeaverVerbs.Open, "Tick what I removed", Values.None, ButtonStyle.Primary))));
            }
        }

        return nudges;
    }
}
