using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.People;

/// <summary>Which day it is where somebody lives.</summary>
public static class LocalDay
{
    public static DateOnly Of(Person person, DateTimeOffset now) => BusinessCalendar.DayOf(now, TimeZoneInfo.TryFindSystemTimeZoneById(person.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc);
}
