using ChatOpsCompliance.AccessReviews;
using Quartz;

namespace ChatOpsCompliance.Server.Schedule;

/// <summary>When a review is due: its five-field cron, read in its own time zone, daylight saving included.</summary>
public static class ReviewSchedule
{
    /// <summary>What is wrong with a cron text, or null.</summary>
    public static string? Fault(string cron) =>
        cron.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length != 5 ? $"'{cron}' does not have five fields (minute hour day month weekday)"
        : !CronExpression.TryParse(cron, CronFormat.Unix, out _) ? $"'{cron}' is no cron expression"
        : null;

    public static DateTimeOffset? NextAfter(ReviewDefinition definition, DateTimeOffset instant) => Next(Expression(definition), instant);

    /// <summary>Every time the review was due in (<paramref name="after"/>, <paramref name="now"/>], oldest first.</summary>
    public static IReadOnlyList<DateTimeOffset> Due(ReviewDefinition definition, DateTimeOffset after, DateTimeOffset now)
    {
        var expression = Expression(definition);
        var all = new List<DateTimeOffset>();
        for (var at = Next(expression, after); at is { } due && due <= now; at = Next(expression, due)) all.Add(due);
        return all;
    }

    /// <summary>The review period: the scheduled date where the definition lives.</summary>
    public static DateOnly PeriodOf(ReviewDefinition definition, DateTimeOffset due) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(due, TimeZoneInfo.FindSystemTimeZoneById(definition.TimeZone)).DateTime);

    /// <summary>The same schedule as Quartz writes it, for its trigger.</summary>
    internal static string ForQuartz(ReviewDefinition definition) => CronExpression.Parse(definition.Cron, CronFormat.Unix).ToString();

    /// <summary>Strictly later: at some changes of Africa/Casablanca's clock Quartz 4.7 answers with the very instant it was asked about, for ever.</summary>
    private static DateTimeOffset? Next(CronExpression expression, DateTimeOffset instant)
    {
        for (var from = instant; ; from = from.AddMinutes(1))
        {
            var next = expression.GetNextValidTimeAfter(from);
            if (next is null || next > instant) return next;
        }
    }

    private static CronExpression Expression(ReviewDefinition definition) =>
        CronExpression.Parse(definition.Cron, CronFormat.Unix).WithTimeZone(TimeZoneInfo.FindSystemTimeZoneById(definition.TimeZone));
}
