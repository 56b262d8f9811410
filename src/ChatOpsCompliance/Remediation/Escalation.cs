using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Remediation;

/// <summary>Who has been told that a removal is late.</summary>
public enum Escalation
{
    None,

    /// <summary>The manager of who should remove it.</summary>
    Manager,

    /// <summary>The owner of the review, and compliance.</summary>
    Compliance,
}

public static class Escalating
{
    /// <summary>Business days after the deadline until it goes past the manager.</summary>
    public const int ManagerHas = 2;

    /// <summary>How far up a removal belongs now. Each step is told once; a removal that was reopened with a new deadline starts anew.</summary>
    public static Escalation Due(this RemediationTask task, DateTimeOffset now, BusinessCalendar calendar, TimeZoneInfo zone)
    {
        if (!task.LateAt(now)) return Escalation.None;
        return now > calendar.Add(task.Deadline, ManagerHas, zone) ? Escalation.Compliance : Escalation.Manager;
    }
}
