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
            var plan = reviews.Find(campaign.Definition)?.Reminders ?? ReminderPlan.Usual;
            foreach (var tally in (await ItemStore.ByReviewer(read, campaign.Id)).Where(t => t.Done < t.Items))
                if (await PeopleStore.ById(read, tally.Reviewer) is { Active: true } reviewer && Reached(plan, campaign, reviewer, read.Now) is { } mark)
                    nudges.Add(ToReviewer(campaign, tally, reviewer, mark));
        }

        return nudges;
    }

    private static string? Reached(ReminderPlan plan, Campaign campaign, Person person, DateTimeOffset now) =>
        plan.Reached(DayOf(person, campaign.LaunchedAt), DayOf(person, campaign.DueAt), DayOf(person, now), day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    private static DateOnly DayOf(Person person, DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(person.TimeZone)).DateTime);

    private static Nudge ToReviewer(Campaign campaign, ItemStore.Tally tally, Person reviewer, string mark)
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
