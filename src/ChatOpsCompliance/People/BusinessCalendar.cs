namespace ChatOpsCompliance.People;

/// <summary>
/// Which days people work: all but Saturdays, Sundays and holidays. A holiday is a date, and which date it is depends on where one stands, so every
/// question about an instant names a time zone.
/// </summary>
public sealed class BusinessCalendar(IEnumerable<DateOnly> holidays)
{
    public static readonly BusinessCalendar WeekendsOnly = new([]);

    private readonly HashSet<DateOnly> holidays = [.. holidays];

    public IReadOnlyCollection<DateOnly> Holidays => holidays;

    public bool IsBusinessDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day);

    public bool IsBusinessDay(DateTimeOffset at, TimeZoneInfo zone) => IsBusinessDay(DayOf(at, zone));

    public static DateOnly DayOf(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>The business day so many business days later; the starting day itself does not count, working day or not.</summary>
    public DateOnly Add(DateOnly day, int days) => Step(day, days, 1);

    /// <summary>The business day so many business days earlier.</summary>
    public DateOnly Subtract(DateOnly day, int days) => Step(day, days, -1);

    /// <summary>So many business days later at the same local time of day, as UTC. A local time that the clock skips is moved to after the gap.</summary>
    public DateTimeOffset Add(DateTimeOffset from, int days, TimeZoneInfo zone) => Move(from, zone, day => Add(day, days));

    /// <summary>So many business days earlier at the same local time of day, as UTC.</summary>
    public DateTimeOffset Subtract(DateTimeOffset from, int days, TimeZoneInfo zone) => Move(from, zone, day => Subtract(day, days));

    /// <summary>An instant by the local clock, as UTC. A time that the clock skips is moved on to after the gap; of one it shows twice the later is meant.</summary>
    public static DateTimeOffset Instant(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(time);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private DateOnly Step(DateOnly day, int days, int direction)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        for (var left = days; left > 0;)
        {
            day = day.AddDays(direction);
            if (IsBusinessDay(day)) left--;
        }

        return day;
    }

    private static DateTimeOffset Move(DateTimeOffset from, TimeZoneInfo zone, Func<DateOnly, DateOnly> step)
    {
        var local = TimeZoneInfo.ConvertTime(from, zone).DateTime;
        return Instant(step(DateOnly.FromDateTime(local)), TimeOnly.FromDateTime(local), zone);
    }
}
