using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using Xunit;

namespace ChatOpsCompliance.Tests.Remediation;

public sealed class KeepingADeadline
{
    private static readonly DateTimeOffset Friday = new(2026, 3, 6, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_leaver_has_one_day_weekend_or_not()
    {
        Assert.Equal(Friday.AddDays(1), For(leaver: true, privileged: false));
        Assert.Equal(Friday.AddDays(1), For(leaver: true, privileged: true));
    }

    [Fact]
    public void Privileged_access_has_three_business_days() => Assert.Equal(Friday.AddDays(5), For(leaver: false, privileged: true));

    [Fact]
    public void Everything_else_has_a_week() => Assert.Equal(Friday.AddDays(7), For(leaver: false, privileged: false));

    [Fact]
    public void What_may_be_privileged_is_not_counted_as_if_it_were_not() => Assert.Equal(For(leaver: false, privileged: true), For(leaver: false, privileged: null));

    [Fact]
    public void A_holiday_gives_a_day_more()
    {
        var calendar = new BusinessCalendar([new(2026, 3, 9)]);

        Assert.Equal(Friday.AddDays(6), Deadlines.Default.For(leaver: false, privileged: true, Friday, calendar, TimeZoneInfo.Utc));
        Assert.Equal(Friday.AddDays(1), Deadlines.Default.For(leaver: true, privileged: true, Friday, calendar, TimeZoneInfo.Utc));
    }

    [Fact]
    public void The_days_are_those_of_the_reviews_zone()
    {
        // Friday 23:00 in Berlin is 22:00 UTC; in Auckland it is Saturday morning already.
        var friday = new DateTimeOffset(2026, 3, 6, 22, 0, 0, TimeSpan.Zero);

        Assert.Equal(friday.AddDays(5), Deadlines.Default.For(leaver: false, privileged: true, friday, BusinessCalendar.WeekendsOnly, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));
        Assert.Equal(friday.AddDays(4), Deadlines.Default.For(leaver: false, privileged: true, friday, BusinessCalendar.WeekendsOnly, TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland")));
    }

    private static DateTimeOffset For(bool leaver, bool? privileged) => Deadlines.Default.For(leaver, privileged, Friday, BusinessCalendar.WeekendsOnly, TimeZoneInfo.Utc);
}
