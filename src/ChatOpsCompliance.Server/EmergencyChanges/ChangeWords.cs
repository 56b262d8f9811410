using System.Globalization;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>How emergency changes are spoken of, the same on every card, form and report.</summary>
internal static class ChangeWords
{
    public static string Where(EmergencyChange c) => $"{(c.Commit is { } commit ? Commit.Short(commit) : "a commit not named yet")} of {c.Repository} to {c.Environment}";

    /// <summary>In the policy's zone, with its name.</summary>
    public static string Time(EmergencyChange c, DateTimeOffset at) => Time(c.Policy, at);

    public static string Time(EmergencyPolicy policy, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(at, policy.Zone):dddd d MMMM, HH:mm} ({policy.TimeZone})");

    public static string State(EmergencyChange c) => c.Status switch
    {
        ChangeStatus.Requested => string.Create(CultureInfo.InvariantCulture, $"waits for approval, {c.Seats.Count} of {c.Before}"),
        ChangeStatus.Approved when c.BrokeGlass => "break-glass: open without approval",
        ChangeStatus.Approved when c.Run is not null => c.RunFailed ? c.Second == SecondApproval.Objected ? "approved, objected to; its run failed" : "approved; its run failed, another may have it" : "approved and under way",
        ChangeStatus.Approved => "approved",
        ChangeStatus.Rejected => "rejected",
        ChangeStatus.Withdrawn => "withdrawn",
        ChangeStatus.Expired => "expired: nobody approved it in time",
        ChangeStatus.ExpiredUnused => "expired unused",
        ChangeStatus.ReviewDue => "deployed, to be reviewed",
        ChangeStatus.Reviewed => "reviewed",
        _ => "closed",
    };

    public static string Risk(Risk risk) => risk switch { ChatOpsCompliance.EmergencyChanges.Risk.Low => "low", ChatOpsCompliance.EmergencyChanges.Risk.Medium => "medium", _ => "high" };

    public static string Outcome(ReviewOutcome outcome) => outcome switch { ReviewOutcome.Worked => "it worked", ReviewOutcome.PartlyWorked => "it worked in part", _ => "it failed" };

    /// <summary>What is asked, as whoever approves it reads it.</summary>
    public static IReadOnlyList<Block> Asked(EmergencyChange c) =>
    [
        new Facts(
            ("Repository", c.Repository),
            ("Environment", c.Environment),
            ("Commit", c.Commit ?? "not named yet"),
            ("Incident", c.Asked.Incident),
            ("Asked by", c.RequesterName),
            ("Asked at", Time(c, c.RequestedAt))),
        new Paragraph($"What: {c.Asked.What}"),
        new Paragraph($"Why now: {c.Asked.WhyNow}"),
        new Paragraph($"Risk: {Risk(c.Asked.Risk)}. {c.Asked.RiskWords}"),
        new Paragraph($"Tested: {c.Asked.TestDone}"),
        new Paragraph($"Rollback: {c.Asked.Rollback}"),
    ];

    public static Values About(EmergencyChange c) => new() { [ChangeVerbs.Change] = c.Id.ToString() };

    /// <summary>SHA-256 of what is approved, lower-case hex.</summary>
    public static string Shown(EmergencyChange c) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(c.Statement())));
}
