using ChatOpsCompliance.Remediation;
using FsCheck.Xunit;
using Xunit;

namespace ChatOpsCompliance.Tests.Remediation;

public sealed class KeepingADeadline
{
    private static readonly DateTimeOffset Friday = new(2026, 3, 6, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_leaver_has_one_day_weekend_or_not()
    {
        Assert.Equal(Friday.AddDays(1), Deadlines.For(leaver: true, privileged: false, Friday));
        Assert.Equal(Friday.AddDays(1), Deadlines.For(leaver: true, privileged: true, Friday));
    }

    [Fact]
    public void Privileged_access_has_three_business_days() => Assert.Equal(Friday.AddDays(5), Deadlines.For(leaver: false, privileged: true, Friday));

    [Fact]
    public void Everything_else_has_a_week() => Assert.Equal(Friday.AddDays(7), Deadlines.For(leaver: false, privileged: false, Friday));

    [Theory]
    [InlineData("2026-03-02", "2026-03-05")] // Monday → Thursday
    [InlineData("2026-03-04", "2026-03-09")] // Wednesday → Monday
    [InlineData("2026-03-07", "2026-03-11")] // Saturday → Wednesday
    [InlineData("2026-03-08", "2026-03-11")] // Sunday → Wednesday
    public void Weekends_do_not_count(string from, string to) =>
        Assert.Equal(DateTimeOffset.Parse(to + "Z", null), Deadlines.AddBusinessDays(DateTimeOffset.Parse(from + "Z", null), 3));

    [Property]
    public void A_deadline_of_business_days_never_falls_on_a_weekend(ushort hours, byte days)
    {
        var deadline = Deadlines.AddBusinessDays(Friday.AddHours(hours), (days % 20) + 1);

        Assert.False(deadline.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
    }
}
