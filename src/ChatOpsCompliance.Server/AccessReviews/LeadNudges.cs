using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Reminders;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>
/// What those around a review should hear: a reviewer's manager three days before it is due, its owner when it is overdue or nobody can decide
/// something, executives when one is closed and waits for approval.
/// </summary>
internal sealed class LeadNudges(ReviewBook reviews, RoleBook roles)
{
    /// <summary>How many days before the due day a reviewer's manager is told.</summary>
    public const int ManagerIsTold = 3;

    /// <summary>The owner of an overdue review is told again after so many days.</summary>
    private const int Again = 7;

    private const int MostNamed = 10;

    public async Task<IReadOnlyList<Nudge>> Of(Read read)
    {
        var nudges = new List<Nudge>();
        foreach (var campaign in await CampaignStore.All(read))
        {
            var calendar = reviews.Find(campaign.Definition)?.Calendar ?? BusinessCalendar.WeekendsOnly;
            var found = campaign.Status switch
            {
                CampaignStatus.Active => await OfActive(read, campaign, calendar),
                CampaignStatus.Closed => await OfClosed(read, campaign),
                _ => [],
            };
            nudges.AddRange(found.Select(n => n with { Calendar = calendar }));
        }

        return nudges;
    }

    private async Task<List<Nudge>> OfActive(Read read, Campaign campaign, BusinessCalendar calendar)
    {
        var nudges = new List<Nudge>();
        var late = (await ItemCountStore.ByReviewer(read, campaign.Id)).Where(t => t.Done < t.Items).ToList();
        if (late.Count == 0) return nudges;
        var lines = new ReportingLines(await PeopleStore.Everybody(read));
        var gone = late.Where(t => lines.Find(t.Reviewer) is not { Active: true }).ToList();
        if (read.Now > campaign.DueAt) nudges.Add(Overdue(campaign, late, read.Now));
        else if (gone.Count > 0) nudges.Add(Stuck(campaign, gone));
        foreach (var tally in late)
        {
            if (lines.Find(tally.Reviewer) is not { Active: true } reviewer || lines.ManagerOf(reviewer) is not { } manager) continue;
            var due = LocalDay.Of(manager, campaign.DueAt);
            var from = due.AddDays(-ManagerIsTold);
            while (from > LocalDay.Of(manager, campaign.LaunchedAt) && !calendar.IsBusinessDay(from)) from = from.AddDays(-1);
            var today = LocalDay.Of(manager, read.Now);
            if (today >= from && today <= due) nudges.Add(ToManager(campaign, manager, tally, due));
        }

        return nudges;
    }

    private static Nudge ToManager(Campaign campaign, Person manager, ItemCountStore.Tally tally, DateOnly due) => new(
        manager.Id,
        $"manager/{campaign.Id}/{tally.Reviewer}/{due:yyyy-MM-dd}",
        $"{campaign.Title}: {tally.Name} has {Count(tally.Items - tally.Done, "item", "items")} to decide",
        new Paragraph($"{tally.Name} reports to you and has decided {tally.Done} of {tally.Items}{(tally.Drafts > 0 ? $", with {Count(tally.Drafts, "choice", "choices")} not signed yet" : "")}. Due {Day(campaign.DueAt, manager.TimeZone)}. A word from you helps; deciding it stays with {tally.Name}."));

    private Nudge Overdue(Campaign campaign, List<ItemCountStore.Tally> late, DateTimeOffset now)
    {
        var open = late.Sum(t => t.Items - t.Done);
        var silence = ApplyNoResponse.CountsAt(campaign, reviews) is { } at
            ? $"After {at:yyyy-MM-dd HH:mm} UTC what is still undecided is revoked, except service accounts and a system's last administrator."
            : "Nothing is kept or revoked by silence: what stays undecided is a deviation, to which management responds when the review closes.";
        return new(
            campaign.Owner,
            string.Create(CultureInfo.InvariantCulture, $"overdue/{campaign.Id}/{campaign.DueAt:yyyyMMdd}/{(int)(now - campaign.DueAt).TotalDays / Again}"),
            $"{campaign.Title} is overdue: {Count(open, "item", "items")} undecided",
            new Paragraph($"It was due {campaign.DueAt:yyyy-MM-dd HH:mm} UTC. {Named(late)}"),
            new Paragraph(silence),
            new Buttons(
                new Button(LifeVerbs.Reassign, "Give items to somebody else…", ValuesOf(campaign), ButtonStyle.Primary),
                new Button(LifeVerbs.Extend, "Ask for more time…", ValuesOf(campaign)),
                new Button(LifeVerbs.CloseForm, "Close it…", ValuesOf(campaign))));
    }

    private static Nudge Stuck(Campaign campaign, List<ItemCountStore.Tally> gone) => new(
        campaign.Owner,
        $"stuck/{campaign.Id}/{string.Join('.', gone.Select(t => t.Reviewer.ToString()[^12..]).Take(10))}",
        $"{campaign.Title}: {Count(gone.Sum(t => t.Items - t.Done), "item has", "items have")} no reviewer who can act",
        new Paragraph($"{Named(gone)} They are not in the roster any more, and nobody independent was found by itself. Choose somebody."),
        new Buttons(new Button(LifeVerbs.Reassign, "Give items to somebody else…", ValuesOf(campaign), ButtonStyle.Primary)));

    private async Task<List<Nudge>> OfClosed(Read read, Campaign campaign)
    {
        var nudges = new List<Nudge>();
        foreach (var email in roles.Emails("executive"))
        {
            if (await PeopleStore.ByEmail(read, email) is not { Active: true } executive || executive.Id == campaign.ClosedBy) continue;
            nudges.Add(new(
                executive.Id,
                $"approve/{campaign.Id}",
                $"{campaign.Title}, {campaign.Period:yyyy-MM-dd}, waits for your approval",
                new Paragraph($"It was closed {campaign.ClosedAt:yyyy-MM-dd HH:mm} UTC with everything accounted for."),
                new Buttons(new Button(LifeVerbs.ApproveForm, "Look and approve…", ValuesOf(campaign), ButtonStyle.Primary))));
        }

        return nudges;
    }

    private static string Named(List<ItemCountStore.Tally> late) =>
        string.Join(", ", late.OrderByDescending(t => t.Items - t.Done).Take(MostNamed).Select(t => $"{t.Name}: {t.Items - t.Done}")) + (late.Count > MostNamed ? $", and {late.Count - MostNamed} others." : ".");

    private static Values ValuesOf(Campaign campaign) => new() { [LifeVerbs.Campaign] = campaign.Id.ToString() };
}
