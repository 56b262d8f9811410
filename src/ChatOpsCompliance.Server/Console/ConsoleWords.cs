using System.Globalization;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Remediation;

namespace ChatOpsCompliance.Server.Console;

/// <summary>How states and spans of time read on the console's pages.</summary>
internal static class ConsoleWords
{
    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Undecided => "Undecided",
        Outcome.Kept => "Kept",
        Outcome.Revoked => "Revoked",
        Outcome.Modified => "Modified",
        Outcome.RevokedByNoResponse => "Revoked: no response",
        Outcome.UndecidedDeviation => "Undecided (deviation)",
        Outcome.RemovedBeforeDecision => "Removed before decision",
        _ => "Excluded",
    };

    public static string Of(RemediationTask task) => task switch
    {
        { Status: Removal.Verified } => "Proven gone",
        { Status: Removal.ConfirmedByInspection } => "Confirmed by inspection",
        { Status: Removal.RiskAccepted } => "Risk accepted",
        { Status: Removal.Withdrawn } => "Withdrawn: the decision was corrected",
        { Status: Removal.Claimed } => "Said to be removed, not proven yet",
        { Status: Removal.Unconfirmed } => "Gone, waiting for a second person",
        { Reopened: ReopenReason.StillPresent } => "Open again: it was still there",
        { Reopened: ReopenReason.CameBack } => "Open again: it came back",
        { Reopened: ReopenReason.NotReplaced } => "Open again: gone, but not replaced",
        { Reopened: ReopenReason.SeenBySecondPerson } => "Open again: a second person saw it",
        { Reopened: ReopenReason.RiskExpired } => "Open again: the accepted risk is over",
        _ => "Open",
    };

    public static string Of(FlagKind kind) => kind switch
    {
        FlagKind.Privileged => "Privileged",
        FlagKind.NoMfa => "No multi-factor sign-in",
        FlagKind.Unused90Days => "Unused for 90 days",
        FlagKind.NewSinceLastReview => "New since the last review",
        FlagKind.NoOwner => "Nobody behind it",
        FlagKind.Leaver => "Somebody who left",
        FlagKind.Shared => "Shared account",
        FlagKind.OneCredentialAcrossEnvironments => "One credential in several environments",
        FlagKind.KeyPastRotation => "Old key",
        _ => "Reviewer reports to the holder",
    };

    /// <summary>Rounded down: 2 hours, 3 days.</summary>
    public static string Ago(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } => Count((int)span.TotalMinutes, "minute") + " ago",
        { TotalDays: < 2 } => Count((int)span.TotalHours, "hour") + " ago",
        _ => Count((int)span.TotalDays, "day") + " ago",
    };

    /// <summary>With a capital, as a sentence begins.</summary>
    public static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    public static string Number(long n) => n.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(int n, string one) => n == 1 ? $"1 {one}" : $"{Number(n)} {one}s";
}
