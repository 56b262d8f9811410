using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Remediation;

/// <summary>By when actions are to be done, in business days.</summary>
/// <param name="Drift">Also of lists of deployments that differ: either way the gate can't be relied on.</param>
public sealed record ActionDays(int Unauthorised, int Drift, int FollowUp)
{
    public static readonly ActionDays Usual = new(3, 3, 10);

    public int For(ActionKind kind) => kind switch
    {
        ActionKind.Unauthorised => Unauthorised,
        ActionKind.FollowUp => FollowUp,
        _ => Drift,
    };

    public DateTimeOffset Deadline(ActionKind kind, DateTimeOffset from, BusinessCalendar calendar, TimeZoneInfo zone) => calendar.Add(from, For(kind), zone);
}
