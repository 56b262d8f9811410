using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using Xunit;

namespace ChatOpsCompliance.Tests.AccessReviews;

public sealed class PlanningReminders
{
    /// <summary>A Monday.</summary>
    private static readonly DateOnly Launched = new(2026, 3, 2);

    /// <summary>A Monday, two weeks later.</summary>
    private static readonly DateOnly Due = new(2026, 3, 16);

    [Theory]
    [InlineData(0, null)]
    [InlineData(2, null)]
    [InlineData(3, "3")]
    [InlineData(6, "3")]
    [InlineData(7, "7")]
    [InlineData(10, "7")]
    [InlineData(11, "due-3")]
    [InlineData(13, "due-3")]
    [InlineData(14, "due")]
    [InlineData(40, "due")]
    public void The_newest_day_that_has_come_counts(int days, string? mark) => Assert.Equal(mark, Reached(ReminderPlan.Usual, Due, Launched.AddDays(days)));

    [Fact]
    public void The_due_day_on_a_Sunday_is_told_on_the_Friday_before() => Assert.Equal("due", Reached(ReminderPlan.Usual, new(2026, 3, 15), new(2026, 3, 13)));

    [Fact]
    public void A_short_review_is_not_nagged_about_before_it_began() => Assert.Null(Reached(ReminderPlan.Usual, Launched.AddDays(2), Launched));

    [Theory]
    [InlineData("3,7,due-3,due", null)]
    [InlineData(" due , 1 ", null)]
    [InlineData("", null)]
    [InlineData("3,soon", "soon")]
    [InlineData("due-x", "due-x")]
    [InlineData("-1", "-1")]
    [InlineData("400", "400")]
    public void Its_text_is_checked(string text, string? wrong)
    {
        var plan = ReminderPlan.Parse(text, out var fault);

        Assert.Equal(wrong is null, plan is not null);
        if (wrong is not null) Assert.Contains($"'{wrong}'", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_written_as_it_is_read() => Assert.Equal("3,7,due-3,due", ReminderPlan.Usual.ToString());

    private static string? Reached(ReminderPlan plan, DateOnly due, DateOnly today) =>
        plan.Reached(Launched, due, today, BusinessCalendar.WeekendsOnly);
}
