using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Reminders;
using ChatOpsCompliance.Server.Schedule;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Access;

/// <summary>A system whose newest extract will be too old when a review launches.</summary>
public sealed record NeededExtract(SystemDefinition System, ReviewDefinition Review, DateTimeOffset LaunchAt, AccessSnapshot? Newest)
{
    public DateOnly Period => ReviewSchedule.PeriodOf(Review, LaunchAt);

    /// <summary>How old an extract may be at the launch.</summary>
    public DateTimeOffset OldestFresh => LaunchAt.AddDays(-Review.FreshDays);
}

/// <summary>Which systems need a fresh extract before a review launches: asked of the schedule and the snapshots, so that one handed in anywhere settles it.</summary>
public sealed class NeededExtracts(SystemBook systems, ReviewBook reviews, RoleBook roles)
{
    /// <summary>From so many business days before a launch.</summary>
    public const int DaysBefore = 5;

    /// <param name="daysBefore">Business days of the review's calendar, in its zone.</param>
    public async Task<IReadOnlyList<NeededExtract>> Of(Read read, int daysBefore = DaysBefore)
    {
        var needed = new List<NeededExtract>();
        foreach (var review in reviews.All.Where(r => !r.WhenSomebodyMoves))
        {
            if (ReviewSchedule.NextAfter(review, read.Now) is not { } launch || read.Now < review.Calendar.Subtract(launch, daysBefore, review.Zone)) continue;
            foreach (var system in systems.All.Where(s => review.Scope.CoversSystem(s.Name)))
            {
                var need = new NeededExtract(system, review, launch, await SnapshotStore.Newest(read, system.Name));
                if (need.Newest is null || need.Newest.Facts.ExtractedAt < need.OldestFresh) needed.Add(need);
            }
        }

        return needed;
    }

    public Task<SystemCharge> InCharge(Read read, SystemDefinition system) => SystemCharge.Of(read, system, roles);

    /// <summary>For <c>my tasks</c>.</summary>
    public async Task<IReadOnlyList<Block>> TasksOf(Read read, Person person)
    {
        var blocks = new List<Block>();
        // One extract serves every review, so a system stands here once, for the first that needs it.
        foreach (var need in (await Of(read)).OrderBy(n => n.LaunchAt).DistinctBy(n => n.System.Name))
        {
            if ((await InCharge(read, need.System)).Person?.Id != person.Id) continue;
            blocks.Add(new Paragraph(Why(need, person)));
            blocks.Add(new Buttons(HandIn(need)));
        }

        return blocks;
    }

    /// <summary>Once more, on the last business day before the launch.</summary>
    public async Task<IReadOnlyList<Nudge>> Nudges(Read read)
    {
        var nudges = new List<Nudge>();
        foreach (var need in await Of(read, daysBefore: 1))
        {
            if ((await InCharge(read, need.System)).Person is { } owner)
                nudges.Add(new(owner.Id, $"extract/{need.System.Name}/{need.Review.Name}/{need.Period:yyyy-MM-dd}", $"{need.System.Title} still needs a fresh extract", new Paragraph(Why(need, owner)), new Buttons(HandIn(need))) { Calendar = need.Review.Calendar });
        }

        return nudges;
    }

    internal static string Why(NeededExtract need, Person reader) =>
        $"{need.Review.Title} launches {ReviewWords.Day(need.LaunchAt, reader.TimeZone)}. {(need.Newest is { } old ? $"The newest extract of {need.System.Title} is of {old.Facts.ExtractedAt:yyyy-MM-dd HH:mm} UTC, which will be too old" : $"There is no extract of {need.System.Title} yet")}: one made after {need.OldestFresh:yyyy-MM-dd HH:mm} UTC is needed.";

    internal static Button HandIn(NeededExtract need) => new(ExtractVerbs.Open, "Hand in an extract", new Values { [ExtractVerbs.System] = need.System.Name }, ButtonStyle.Primary);
}
