using System.Globalization;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Remediation;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>How an action is put into words, the same on cards, forms and pages.</summary>
public static class ActionWords
{
    public static string Name(ActionTask a) => $"{a.Reference}: {a.Title}";

    /// <summary>With what its owner should know.</summary>
    public static string Line(ActionTask a, DateTimeOffset now) => $"{Name(a)}, by {Time(a.Deadline)}{(a.LateAt(now) ? $", {Late(a, now)}" : "")}";

    public static string Late(ActionTask a, DateTimeOffset now) => (int)(now - a.Deadline).TotalDays is var days && days > 0 ? Count(days, "day late", "days late") : "late";

    public static string State(ActionTask a) => a.Status switch
    {
        ActionStatus.Open => "Open",
        ActionStatus.Done when a.Kind == ActionKind.Drift => "Said to be done; the next read of the source shows it",
        ActionStatus.Done => "Said to be done; waits for a second look",
        ActionStatus.Confirmed => $"Done, confirmed by {a.ConfirmedByName ?? "a second person"}",
        _ => "Mended, as a newer read of the source shows",
    };

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>What has become of it so far, a line each.</summary>
    public static IEnumerable<Block> Story(ActionTask a, IEnumerable<Attachment> evidence)
    {
        var files = string.Join("; ", evidence);
        if (a.Justification is { } why) yield return new Paragraph($"Said afterwards by {a.JustifiedByName ?? "somebody"}, {Time(a.JustifiedAt!.Value)}: “{why}” It stays unauthorised.");
        if (a.Status == ActionStatus.Open && Again(a) is { } again) yield return new Paragraph(again);
        if (a.DoneAt is { } done) yield return new Paragraph($"Done, says {a.DoneByName}, {Time(done)}{(a.DoneWords is { } words ? $": “{words}”" : ".")}");
        if (files.Length > 0) yield return new Note($"Handed in with it: {files}.");
        if (a is { Status: ActionStatus.Confirmed, SettledAt: { } at }) yield return new Note($"Confirmed by {a.ConfirmedByName ?? "a second person"}, {Time(at)}{(a.SettledWords is { } said ? $": “{said}”" : ".")}");
        if (a is { Status: ActionStatus.Verified, SettledAt: { } read }) yield return new Note($"The source, read {Time(read)}, no longer shows it.");
    }

    public static string? Again(ActionTask a) => a.Reopened switch
    {
        ActionReopening.Doubted => $"It was said to be done, and a second person does not think so{(a.ReopenedWords is { } words ? $": “{words}”" : ".")}",
        ActionReopening.StillThere => "It was said to be done, and the source shows it still.",
        ActionReopening.CameBack => "It was mended once, and the source shows it again.",
        _ => null,
    };
}
