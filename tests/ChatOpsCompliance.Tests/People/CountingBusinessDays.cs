using ChatOpsCompliance.People;
using FsCheck.Xunit;
using Xunit;

namespace ChatOpsCompliance.Tests.People;

public sealed class CountingBusinessDays
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    /// <summary>Good Friday and Easter Monday of 2026.</summary>
    private static readonly BusinessCalendar Easter = new([new(2026, 4, 3), new(2026, 4, 6)]);

    [Theory]
    [InlineData("2026-03-02", "2026-03-05")] // Monday → Thursday
    [InlineData("2026-03-04", "2026-03-09")] // Wednesday → Monday
    [InlineData("2026-03-07", "2026-03-11")] // Saturday → Wednesday
    [InlineData("2026-03-08", "2026-03-11")] // Sunday → Wednesday
    [InlineData("2026-04-01", "2026-04-08")] // Wednesday before Easter → Wednesday after it
    public void Weekends_and_holidays_do_not_count(string from, string to) => Assert.Equal(Day(to), Easter.Add(Day(from), 3));

    [Fact]
    public void Backwards_too()
    {
        Assert.Equal(Day("2026-04-01"), Easter.Subtract(Day("2026-04-08"), 3));
        Assert.Equal(Day("2026-03-06"), Easter.Subtract(Day("2026-03-08"), 1));
    }

    [Fact]
    public void None_is_the_day_itself() => Assert.Equal(Day("2026-03-07"), Easter.Add(Day("2026-03-07"), 0));

    [Fact]
    public void The_local_time_of_day_stays_though_the_clock_changes()
    {
        // Friday 27 March 2026, 10:00 in Berlin, before summer time; Monday 10:00 is an hour earlier in UTC.
        var friday = new DateTimeOffset(2026, 3, 27, 9, 0, 0, TimeSpan.Zero);

        Assert.Equal(new DateTimeOffset(2026, 3, 30, 8, 0, 0, TimeSpan.Zero), Easter.Add(friday, 1, Berlin));
        Assert.Equal(friday, Easter.Subtract(Easter.Add(friday, 1, Berlin), 1, Berlin));
    }

    [Fact]
    public void A_time_the_clock_skips_is_moved_on() =>
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), BusinessCalendar.Instant(new(2026, 3, 29), new(2, 30), Berlin));

    [Fact]
    public void A_day_is_a_business_day_where_one_stands()
    {
        var sundayNightInNewYork = new DateTimeOffset(2026, 3, 9, 2, 0, 0, TimeSpan.Zero);

        Assert.True(Easter.IsBusinessDay(sundayNightInNewYork, Berlin));
        Assert.False(Easter.IsBusinessDay(sundayNightInNewYork, TimeZoneInfo.FindSystemTimeZoneById("America/New_York")));
    }

    [Property]
    public void The_day_reached_is_a_business_day_and_so_many_lie_between(ushort offset, byte days, byte[] holidays)
    {
        var start = new DateOnly(2026, 1, 1).AddDays(offset % 2000);
        var calendar = new BusinessCalendar(holidays.Select(h => start.AddDays(h)));
        var count = days % 30;

        var reached = calendar.Add(start, count + 1);

        Assert.True(calendar.IsBusinessDay(reached));
        Assert.Equal(count + 1, Enumerable.Range(1, reached.DayNumber - start.DayNumber).Count(n => calendar.IsBusinessDay(start.AddDays(n))));
        if (calendar.IsBusinessDay(start)) Assert.Equal(start, calendar.Subtract(reached, count + 1));
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
