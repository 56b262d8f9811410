using System.Globalization;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>
/// The days on which people with undecided items are reminded: so many days after the launch, or before the due day; <c>3,7,due-3,due</c>. A day
/// before the due one that nobody works on comes earlier, so that the word is not late.
/// </summary>
public sealed class ReminderPlan
{
    public static readonly ReminderPlan Usual = new([new(3, false), new(7, false), new(3, true), new(0, true)]);

    private readonly IReadOnlyList<Mark> marks;

    private ReminderPlan(IReadOnlyList<Mark> marks) => this.marks = marks;

    private sealed record Mark(int Days, bool BeforeDue)
    {
        public override string ToString() => BeforeDue ? Days == 0 ? "due" : $"due-{Days.ToString(CultureInfo.InvariantCulture)}" : Days.ToString(CultureInfo.InvariantCulture);
    }

    public static ReminderPlan? Parse(string text, out string? fault)
    {
        fault = null;
        var found = new List<Mark>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part == "due") found.Add(new(0, true));
            else if (Days(part.StartsWith("due-", StringComparison.Ordinal) ? part[4..] : part) is { } days) found.Add(new(days, part[0] == 'd'));
            else fault = $"'{part}' is neither a number of days after the launch nor 'due' nor 'due-' and a number";
        }

        return fault is null ? new(found) : null;
    }

    /// <summary>The newest day of the plan that has come, by its name in the plan; null before the first.</summary>
    /// <param name="launched">The day of the launch where the person lives; <paramref name="due"/> and <paramref name="today"/> too.</param>
    public string? Reached(DateOnly launched, DateOnly due, DateOnly today, BusinessCalendar calendar) =>
        marks.Select(m => (Mark: m, Day: DayOf(m, launched, due, calendar))).Where(m => m.Day <= today && m.Day > launched).OrderBy(m => m.Day).Select(m => m.Mark.ToString()).LastOrDefault();

    public override string ToString() => string.Join(',', marks);

    private static DateOnly DayOf(Mark mark, DateOnly launched, DateOnly due, BusinessCalendar calendar)
    {
        if (!mark.BeforeDue) return launched.AddDays(mark.Days);
        var day = due.AddDays(-mark.Days);
        while (day > launched && !calendar.IsBusinessDay(day)) day = day.AddDays(-1);
        return day;
    }

    private static int? Days(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= ReviewDefinition.MostDays ? days : null;
}
