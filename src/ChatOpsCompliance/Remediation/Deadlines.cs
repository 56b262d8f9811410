using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Remediation;

/// <summary>
/// When removed access must be gone: leavers in 1 day, weekend or not; privileged access in 3 business days; everything else in 7 days. Unknown is not
/// counted as unprivileged.
/// </summary>
/// <param name="LeaverDays">Days.</param>
/// <param name="PrivilegedBusinessDays">Business days of the review's calendar and time zone.</param>
/// <param name="OtherDays">Days.</param>
public sealed record Deadlines(int LeaverDays, int PrivilegedBusinessDays, int OtherDays)
{
    public static readonly Deadlines Default = new(1, 3, 7);

    public DateTimeOffset For(bool leaver, bool? privileged, DateTimeOffset from, BusinessCalendar calendar, TimeZoneInfo zone) =>
        leaver ? from.AddDays(LeaverDays)
        : privileged == false ? from.AddDays(OtherDays)
        : calendar.Add(from, PrivilegedBusinessDays, zone);
}
