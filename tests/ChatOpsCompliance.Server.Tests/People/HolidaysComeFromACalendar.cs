using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.People;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.People;

/// <summary>Holiday files as calendars export them.</summary>
public sealed class HolidaysComeFromACalendar : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holidays-").FullName;

    [Fact]
    public void Each_whole_day_is_a_holiday_repeated_or_longer_ones_too()
    {
        var calendar = HolidayFile.Read(Written(
            "SUMMARY:Good Friday\nDTSTART;VALUE=DATE:20260403\nDTEND;VALUE=DATE:20260404\nTRANSP:TRANSPARENT",
            "SUMMARY:Company shutdown\nDTSTART;VALUE=DATE:20261228\nDTEND;VALUE=DATE:20270101",
            "SUMMARY:Christmas Day\nDTSTART;VALUE=DATE:20251225\nRRULE:FREQ=YEARLY"));

        Assert.Contains(new DateOnly(2026, 4, 3), calendar.Holidays);
        Assert.DoesNotContain(new DateOnly(2026, 4, 4), calendar.Holidays);
        Assert.Equal(4, calendar.Holidays.Count(d => d >= new DateOnly(2026, 12, 28) && d < new DateOnly(2027, 1, 4)));
        Assert.Contains(new DateOnly(2041, 12, 25), calendar.Holidays);
    }

    [Fact]
    public void A_meeting_or_a_cancelled_day_is_none()
    {
        var calendar = HolidayFile.Read(Written(
            "SUMMARY:Easter Monday\nDTSTART;VALUE=DATE:20260406",
            "SUMMARY:Board meeting\nDTSTART:20260407T090000Z\nDTEND:20260407T170000Z",
            "SUMMARY:Not this year\nDTSTART;VALUE=DATE:20260408\nSTATUS:CANCELLED"));

        Assert.Equal([new DateOnly(2026, 4, 6)], calendar.Holidays);
    }

    [Fact]
    public void A_repetition_left_out_or_moved_is_followed()
    {
        var calendar = HolidayFile.Read(Written(
            "UID:off\nSUMMARY:Friday off\nDTSTART;VALUE=DATE:20260605\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;VALUE=DATE:20260612",
            "UID:off\nRECURRENCE-ID;VALUE=DATE:20260619\nSUMMARY:Thursday instead\nDTSTART;VALUE=DATE:20260618"));

        Assert.Equal([new(2026, 6, 5), new(2026, 6, 18), new(2026, 6, 26)], calendar.Holidays.Order());
    }

    [Theory]
    [InlineData("nothing.ics", null, "can't be read")]
    [InlineData("notes.ics", "Christmas: 25 December", "is no iCalendar file")]
    [InlineData("empty.ics", "", "is no iCalendar file")]
    [InlineData("meetings.ics", "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:20260407T090000Z\nEND:VEVENT\nEND:VCALENDAR\n", "has no whole-day event")]
    [InlineData("broken.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:2026-99-99\nEND:VEVENT\nEND:VCALENDAR\n", "file")]
    public void A_file_that_says_no_holidays_is_a_fault_that_names_it(string name, string? text, string says)
    {
        var path = Path.Combine(folder, name);
        if (text is not null) File.WriteAllText(path, text.ReplaceLineEndings("\r\n"));

        var refused = Assert.Throws<InvalidSettingsException>(() => SettingsFile.Load(null, Reviewed(path)));

        var fault = Assert.Single(refused.Faults);
        Assert.StartsWith($"Reviews:q:Calendar: the file {path} ", fault, StringComparison.Ordinal);
        Assert.Contains(says, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_have_it_and_a_definition_with_another_is_another()
    {
        var (without, _) = SettingsFile.Load(null, Reviewed(null));
        var (with, _) = SettingsFile.Load(null, Reviewed(Written("SUMMARY:May Day\nDTSTART;VALUE=DATE:20260501")));

        Assert.False(with.Reviews[0].Calendar.IsBusinessDay(new DateOnly(2026, 5, 1)));
        Assert.NotEqual(without.Reviews[0].ContentHash(), with.Reviews[0].ContentHash());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Dictionary<string, string?> Reviewed(string? calendar) => new()
    {
        ["Reviews:q:Scope"] = "all",
        ["Reviews:q:Cron"] = "0 9 1 1 *",
        ["Reviews:q:TimeZone"] = "Europe/Berlin",
        ["Reviews:q:Owner"] = "a@example.com",
        ["Reviews:q:Fallback"] = "b@example.com",
        ["Reviews:q:Calendar"] = calendar,
    };

    private string Written(params string[] events)
    {
        var path = Path.Combine(folder, $"{Guid.NewGuid():N}.ics");
        var text = string.Concat(events.Select((e, n) => $"BEGIN:VEVENT\n{(e.StartsWith("UID:", StringComparison.Ordinal) ? "" : $"UID:{n}\n")}DTSTAMP:20260101T000000Z\n{e}\nEND:VEVENT\n"));
        File.WriteAllText(path, $"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n{text}END:VCALENDAR\n".ReplaceLineEndings("\r\n"));
        return path;
    }
}
