using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Controls;
using ChatOpsCompliance.Server.Operations;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>A number of the first page, and where it is explained.</summary>
/// <param name="Bad">It should be zero.</param>
public sealed record GlanceLine(string Label, string Value, string Address, bool Bad);

/// <summary>How everything stands, in a few numbers.</summary>
internal sealed class Glance
{
    /// <summary>Coverage asks much of the database, and is another only after another day or another fact.</summary>
    private Covered? covered;

    private sealed record Covered(long Seq, DateOnly Day, GlanceLine Line);

    /// <param name="openReviews">How many reviews are not closed yet.</param>
    public async Task<IReadOnlyList<GlanceLine>> Of(Read read, int openReviews)
    {
        var (vitals, counts) = (await VitalStore.Of(read), await GlanceStore.Of(read));
        return
        [
            new("Open reviews", ConsoleWords.Number(openReviews), "#reviews", false),
            Zero("Reviewers overdue", await ItemCountStore.ReviewersOverdue(read), "#reviews"),
            Zero("Removals late", vitals.RemovalsOverdue, RemovalPages.Address("late")),
            new("Emergency changes waiting for somebody", ConsoleWords.Number(counts.Emergencies), ChangePages.Home, false),
            Zero("Changes nobody approved, not settled", counts.Unauthorised, ActionPages.Home),
            Zero("Actions late", vitals.ActionsOverdue, ActionPages.Address("late")),
            await Controls(read, vitals.LedgerHead),
            Zero("Messages given up", vitals.OutboxDead, MessagePages.Home),
        ];
    }

    /// <summary>Of the year until today.</summary>
    private async Task<GlanceLine> Controls(Read read, long head)
    {
        var today = DateOnly.FromDateTime(read.Now.UtcDateTime);
        if (covered is { } known && known.Seq == head && known.Day == today) return known.Line;
        var (scope, _) = await new ReportRequest(null, today.AddYears(-1).AddDays(1), today).Scope(read, ReportOf.Period);
        IReadOnlyList<ControlCoverage> controls = scope is null ? [] : await Coverage.Of(read, scope);
        var failing = controls.Count(c => c.Verdict is Verdict.No or Verdict.NotShown);
        var line = new GlanceLine("Controls not shown to operate all year", controls.Count == 0 ? "none defined" : $"{failing} of {controls.Count}", ControlPages.Home, failing > 0);
        covered = new(head, today, line);
        return line;
    }

    private static GlanceLine Zero(string label, int count, string address) => new(label, ConsoleWords.Number(count), address, count > 0);
}
