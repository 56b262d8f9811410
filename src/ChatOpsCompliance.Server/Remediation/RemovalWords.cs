using System.Globalization;
using ChatOpsCompliance.Remediation;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>How a removal is put into words, the same on cards, forms and pages.</summary>
public static class RemovalWords
{
    private const int Named = 3;

    public static string What(RemediationTask t) =>
        $"{t.Grant.Entitlement}{(t.Grant.Environment.Length > 0 ? $" ({t.Grant.Environment})" : "")} of {t.Grant.Account} on {t.System}{(t.Becomes is { } other ? $", to become {other}" : "")}";

    /// <summary>Without its account, for tables that have it beside.</summary>
    public static string Access(RemediationTask t) =>
        $"{t.Grant.Entitlement} on {t.System}{(t.Grant.Environment.Length > 0 ? $", {t.Grant.Environment}" : "")}{(t.Becomes is { } other ? $", to become {other}" : "")}";

    /// <summary>With what its owner should know: until when, the ticket, why it is back.</summary>
    public static string Line(RemediationTask t, DateTimeOffset now) =>
        $"{What(t)}, by {Date(t.Deadline)}{(t.LateAt(now) ? $", {Late(t, now)}" : "")}{(t.Ticket is { } ticket ? $", ticket {ticket}" : "")}{Again(t.Reopened)}";

    public static string Late(RemediationTask t, DateTimeOffset now) => (int)(now - t.Deadline).TotalDays is var days && days > 0 ? Count(days, "day late", "days late") : "late";

    public static string Some(IReadOnlyList<RemediationTask> tasks) => Listed([.. tasks.Select(What)], 10);

    public static string Date(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What to know before touching a group: who goes with it, and what.</summary>
    public static string Group(GroupEffect group, IEnumerable<RemediationTask> tasks)
    {
        var through = tasks.Where(t => t.System == group.System && t.Via == group.Via).ToList();
        var accounts = through.Select(t => t.Grant.Account).Distinct().ToList();
        var going = through.Select(t => t.Grant.Entitlement).ToHashSet(StringComparer.Ordinal);
        var more = group.Gives.Where(g => !going.Contains(g)).ToList();
        var others = group.Members.Where(m => !accounts.Contains(m.Account)).Select(m => m.Name).ToList();
        var whom = Listed(accounts, Named);
        return $"Group {group.Via}: {Listed([.. going], Named)} of {whom} comes through it. "
            + (more.Count > 0 ? $"Taking {whom} out of the group also takes away {Listed(more, Named)}. " : "")
            + (group.Members.Count == 0 ? "The newest extract does not name the group, so who else is in it is not known."
                : others.Count > 0 ? $"Taking {Listed([.. going], Named)} from the group also takes it from {Listed(others, Named)}." : "Nobody else is in the group.");
    }

    /// <summary>Ada, Ben and 3 more.</summary>
    public static string Listed(IReadOnlyList<string> names, int most) =>
        names.Count <= most ? string.Join(", ", names) : $"{string.Join(", ", names.Take(most))} and {(names.Count - most).ToString(CultureInfo.InvariantCulture)} more";

    private static string Again(ReopenReason? reason) => reason switch
    {
        ReopenReason.StillPresent => " — still present in the extract made after your word",
        ReopenReason.CameBack => " — it came back after it was gone",
        ReopenReason.NotReplaced => " — it is gone, but what should take its place is not there",
        ReopenReason.SeenBySecondPerson => " — a second person looked and saw it there",
        ReopenReason.RiskExpired => " — the time for which its risk was accepted is over",
        _ => "",
    };

    /// <summary>Why it is back, short, as a heading of a line.</summary>
    public static string Back(ReopenReason reason) => reason switch
    {
        ReopenReason.StillPresent => "Still present",
        ReopenReason.CameBack => "Came back",
        ReopenReason.NotReplaced => "Gone, but not replaced",
        ReopenReason.SeenBySecondPerson => "Seen by a second person",
        _ => "Accepted risk is over",
    };
}
