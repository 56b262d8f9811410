using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Reminders;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>What reviewers should hear of items that wait for them, on the days of the plan.</summary>
internal sealed class ReviewNudges(ReviewBook reviews)
{
    public async Task<IReadOnlyList<Nudge>> Of(Read read)
    {
        var nudges = new List<Nudge>();
        foreach (var campaign in (await CampaignStore.All(read)).Where(c => c.Status == CampaignStatus.Active))
        {
            var definition = reviews.Find(campaign.Definition);
            foreach (var tally in (await ItemCountStore.ByReviewer(read, campaign.Id)).Where(t => t.Done < t.Items))
                if (await PeopleStore.ById(read, tally.Reviewer) is { Active: true } reviewer && Reached(definition, campaign, reviewer, read.Now) is { } mark)
                    nudges.Add(ToReviewer(campaign, tally, reviewer, mark) with { Calendar = CalendarOf(definition) });
        }

        return nudges;
    }

    /// <summary>A review may have left the configuration since.</summary>
    private static BusinessCalendar CalendarOf(ReviewDefinition? definition) => definition?.Calendar ?? BusinessCalendar.WeekendsOnly;

    private static string? Reached(ReviewDefinition? definition, Campaign campaign, Person person, DateTimeOffset now) =>
        (definition?.Reminders ?? ReminderPlan.Usual).Reached(DayOf(person, campaign.LaunchedAt), DayOf(person, campaign.DueAt), DayOf(person, now), CalendarOf(definition));

    private static DateOnly DayOf(Person person, DateTimeOffset at) => BusinessCalendar.DayOf(at, TimeZoneInfo.FindSystemTimeZoneById(person.TimeZone));

    private static Nudge ToReviewer(Campaign campaign, ItemCountStore.Tally tally, Person reviewer, string mark)
    {
        var open = tally.Items - tally.Done;
        return new(
            reviewer.Id,
            // After an extension the due day is another, and is said again.
            $"review/{campaign.Id}/{mark}{(mark[0] == 'd' ? $"/{DayOf(reviewer, campaign.DueAt):yyyy-MM-dd}" : "")}",
            $"{campaign.Title}: {Count(open, "item waits", "items wait")} for your decision",
            new Paragraph($"Due {Day(campaign.DueAt, reviewer.TimeZone)}.{(tally.Drafts > 0 ? $" {Count(tally.Drafts, "choice is", "choices are")} saved but not signed: only what is signed counts." : "")}"),
            new Buttons(new Button(ReviewVerbs.Open, $"Review {Count(open, "item", "items")}", new Values { [ReviewVerbs.Campaign] = campaign.Id.ToString() }, ButtonStyle.Primary)));
    }
}
