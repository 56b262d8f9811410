using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Schedule;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Schedule;

/// <summary>A schedule is read on the wall clock of its own zone, summer and winter.</summary>
public sealed class ReviewsAreDueAtTheirLocalHour
{
    private static readonly string[] Zones =
        ["Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Sydney", "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Chatham", "Africa/Casablanca", "UTC", "America/St_Johns", "Pacific/Apia"];

    [Property(MaxTest = 500)]
    public Property At_the_hour_of_the_cron_or_the_first_that_exists_after_it() => Prop.ForAll(
        (from zone in Gen.Elements(Zones)
         from hour in Gen.Choose(0, 23)
         from minute in Gen.Choose(0, 59)
         from day in Gen.Choose(0, 365 * 12)
         select (zone, hour, minute, start: new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day))).ToArbitrary(),
        c =>
        {
            var definition = Daily(c.zone, $"{c.minute} {c.hour} * * *");
            var zone = TimeZoneInfo.FindSystemTimeZoneById(c.zone);

            var due = ReviewSchedule.NextAfter(definition, c.start)!.Value;
            var local = TimeZoneInfo.ConvertTime(due, zone).DateTime;

            var wanted = local.Date.AddHours(c.hour).AddMinutes(c.minute);
            return (zone.IsInvalidTime(wanted) ? local > wanted && local <= wanted.AddHours(1) : local == wanted)
                .Label($"{c}: due {due:o}, local {local:o}");
        });

    [Property(MaxTest = 200)]
    public Property Each_local_day_has_one_period_however_often_it_is_asked() => Prop.ForAll(
        (from zone in Gen.Elements(Zones)
         from hour in Gen.Choose(0, 23)
         from steps in Gen.ListOf(Gen.Choose(1, 60 * 50))
         select (zone, hour, steps)).ToArbitrary(),
        c =>
        {
            var definition = Daily(c.zone, $"30 {c.hour} * * *");
            var since = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
            var now = since;
            var periods = new List<DateOnly>();
            foreach (var step in c.steps)
            {
                now = now.AddMinutes(step);
                if (ReviewSchedule.Due(definition, since, now) is [.., var due]) periods.Add(ReviewSchedule.PeriodOf(definition, due));
            }

            return periods.SequenceEqual(periods.Order()) && periods.All(p => p <= DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(c.zone)).DateTime));
        });

    [Fact]
    public void The_first_hour_of_summer_time_and_the_doubled_one_of_autumn_are_each_due_once()
    {
        var berlin = Daily("Europe/Berlin", "30 2 * * *");

        var spring = Dues(berlin, new(2026, 3, 28, 0, 0, 0, TimeSpan.Zero), 3);
        var autumn = Dues(berlin, new(2026, 10, 24, 0, 0, 0, TimeSpan.Zero), 3);

        Assert.Equal(["2026-03-28T01:30:00", "2026-03-29T01:00:00", "2026-03-30T00:30:00"], spring);
        Assert.Equal(["2026-10-24T00:30:00", "2026-10-25T00:30:00", "2026-10-26T01:30:00"], autumn);
    }

    [Fact]
    public void A_clock_that_stands_still_for_the_scheduler_does_not_stop_us()
    {
        var casablanca = Daily("Africa/Casablanca", "30 2 * * *");
        var stuck = new DateTimeOffset(2020, 5, 31, 1, 30, 0, TimeSpan.Zero);

        Assert.True(ReviewSchedule.NextAfter(casablanca, stuck) > stuck);
    }

    [Fact]
    public void What_was_due_before_the_definition_was_known_is_not_launched_late()
    {
        var quarterly = Daily("Europe/Berlin", "0 9 1 1,4,7,10 *");
        var known = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

        Assert.Empty(ReviewSchedule.Due(quarterly, known, known.AddDays(38)));
        Assert.Equal(new DateOnly(2027, 1, 1), ReviewSchedule.PeriodOf(quarterly, Assert.Single(ReviewSchedule.Due(quarterly, known, known.AddDays(45)))));
    }

    [Theory]
    [InlineData("0 9 * *", "'0 9 * *' does not have five fields (minute hour day month weekday)")]
    [InlineData("0 9 * * 1 2026", "'0 9 * * 1 2026' does not have five fields (minute hour day month weekday)")]
    [InlineData("61 9 * * 1", "'61 9 * * 1' is no cron expression")]
    public void A_cron_that_means_nothing_is_told(string cron, string fault) => Assert.Equal(fault, ReviewSchedule.Fault(cron));

    private static IReadOnlyList<string> Dues(ReviewDefinition definition, DateTimeOffset from, int count)
    {
        var dues = new List<string>();
        for (var at = from; dues.Count < count;)
        {
            at = ReviewSchedule.NextAfter(definition, at)!.Value;
            dues.Add(at.UtcDateTime.ToString("s", System.Globalization.CultureInfo.InvariantCulture));
        }

        return dues;
    }

    private static ReviewDefinition Daily(string zone, string cron) => new()
    {
        Name = "daily",
        Title = "Daily",
        Scope = Scope.Parse("all", out _)!,
        Cron = cron,
        TimeZone = zone,
        Owner = "a@b.c",
        Fallback = "a@b.c",
    };
}
