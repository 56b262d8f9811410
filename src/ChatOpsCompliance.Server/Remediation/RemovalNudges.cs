using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Reminders;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>What people should hear of removals: due within a day, late (once a week), waiting for their second look, accepted risk about to end.</summary>
internal sealed class RemovalNudges(ReviewBook reviews)
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(1), RiskEnds = TimeSpan.FromDays(14);

    public async Task<IReadOnlyList<Nudge>> Of(Read read)
    {
        var tasks = await RemediationStore.In(read, Removal.Open, Removal.Unconfirmed);
        var ending = await RemediationStore.RiskEndingBy(read, read.Now + RiskEnds);
        var calendars = new Dictionary<Id<Campaign>, BusinessCalendar>();
        foreach (var campaign in tasks.Concat(ending).Select(t => t.Campaign).Distinct()) calendars[campaign] = RemovalTime.Of(reviews, (await CampaignStore.ById(read, campaign))!).Calendar;
        var nudges = new List<Nudge>();
        foreach (var mine in tasks.Where(t => t.Status == Removal.Open).GroupBy(t => t.Owner)) nudges.AddRange(OfOwner(mine.Key, [.. mine], read.Now).Select(n => n with { Calendar = calendars[mine.First().Campaign] }));
        nudges.AddRange(tasks.Where(t => t.Status == Removal.Unconfirmed && (t.DecidedBy ?? t.Reviewer) != t.ClaimedBy).GroupBy(t => (To: t.DecidedBy ?? t.Reviewer, t.ProvenBy)).Select(w =>
            ToSecond(w.Key.To, w.Key.ProvenBy ?? 0, [.. w]) with { Calendar = calendars[w.First().Campaign] }));
        nudges.AddRange(ending.GroupBy(t => (t.Owner, Day: RemovalWords.Date(t.RiskUntil!.Value))).Select(e => Ending(e.Key.Owner, e.Key.Day, [.. e]) with { Calendar = calendars[e.First().Campaign] }));
        return nudges;
    }

    private static IEnumerable<Nudge> OfOwner(Id<Person> owner, IReadOnlyList<RemediationTask> open, DateTimeOffset now)
    {
        var late = open.Where(t => t.LateAt(now)).ToList();
        if (late.Count > 0)
        {
            var first = late.Min(t => t.Deadline);
            var weeks = ((int)(now - first).TotalDays / 7).ToString(CultureInfo.InvariantCulture);
            yield return Said(owner, $"removal/late/{RemovalWords.Date(first)}/{weeks}", $"{Count(late.Count, "removal is", "removals are")} late", late, now);
        }

        var soon = open.Where(t => !t.LateAt(now) && t.Deadline - now <= Soon).ToList();
        if (soon.Count > 0) yield return Said(owner, $"removal/soon/{RemovalWords.Date(soon[0].Deadline)}", $"{Count(soon.Count, "removal is", "removals are")} due within a day", soon, now);
    }

    private static Nudge Said(Id<Person> to, string topic, string title, IReadOnlyList<RemediationTask> tasks, DateTimeOffset now) => new(
        to,
        topic,
        title,
        [.. tasks.Take(5).Select(t => new Paragraph($"{RemovalWords.Line(t, now)}.")), .. tasks.Count > 5 ? new Block[] { new Note($"and {tasks.Count - 5} more") } : [], List]);

    private static Nudge ToSecond(Id<Person> to, long snapshot, IReadOnlyList<RemediationTask> tasks) => new(
        to,
        $"removal/second/{snapshot}",
        $"Is it gone? {Count(tasks.Count, "removal waits", "removals wait")} for your look",
        new Paragraph($"{RemovalWords.Some(tasks)}."),
        new Buttons(new Button(RemovalVerbs.Second, "Look and confirm…", Values.None, ButtonStyle.Primary)));

    private static Nudge Ending(Id<Person> to, string day, IReadOnlyList<RemediationTask> tasks) => new(
        to,
        $"removal/risk/{day}",
        $"Accepted risk ends on {day}",
        new Paragraph($"Remove it by then, or ask again: {RemovalWords.Some(tasks)}."),
        List);

    private static Buttons List => new(new Button(RemovalVerbs.Open, "Open the list", Values.None, ButtonStyle.Primary));
}
