using ChatOpsCompliance.People;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Calendar = Ical.Net.Calendar;

namespace ChatOpsCompliance.Server.People;

/// <summary>
/// Holidays from an iCalendar file (RFC 5545), as calendars of every kind export them: each whole-day event is a holiday on each of its days, repeated
/// ones too. Events with a time of day, such as meetings, and cancelled ones are none.
/// </summary>
public static class HolidayFile
{
    /// <summary>How far a holiday that repeats for ever is followed.</summary>
    private static readonly DateOnly First = new(2020, 1, 1), Last = new(2060, 1, 1);

    /// <exception cref="FormatException">The file is no iCalendar file, or has no holiday; the message says which.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static BusinessCalendar Read(string path)
    {
        var days = Days(Load(File.ReadAllText(path))).ToHashSet();
        return days.Count > 0 ? new(days) : throw new FormatException("has no whole-day event, so no holiday");
    }

    private static Calendar Load(string text)
    {
        const string no = "is no iCalendar file (RFC 5545, as calendars export them with the ending .ics)";
        try
        {
            return Calendar.Load(text) ?? throw new FormatException(no);
        }
        catch (Exception e) when (e is not FormatException and not OutOfMemoryException)
        {
            throw new FormatException(no, e);
        }
    }

    private static IEnumerable<DateOnly> Days(Calendar calendar)
    {
        foreach (var occurrence in calendar.GetOccurrences<CalendarEvent>(new CalDateTime(First)).TakeWhile(o => o.Period.StartTime.Date < Last))
        {
            if (occurrence.Source is not CalendarEvent { IsAllDay: true } holiday || string.Equals(holiday.Status, "CANCELLED", StringComparison.OrdinalIgnoreCase)) continue;
            var end = occurrence.Period.EffectiveEndTime?.Date ?? occurrence.Period.StartTime.Date;
            yield return occurrence.Period.StartTime.Date;
            for (var day = occurrence.Period.StartTime.Date.AddDays(1); day < end; day = day.AddDays(1)) yield return day;
        }
    }
}
