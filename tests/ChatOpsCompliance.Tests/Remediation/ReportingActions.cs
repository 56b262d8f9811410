using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Remediation;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Remediation;

public sealed class ReportingActions
{
    [Fact]
    public void Each_with_whether_it_was_in_time_and_how_old_what_is_open_is()
    {
        var table = Of(
            Some.Action(status: ActionStatus.Confirmed),
            Some.Action(ActionKind.Drift, ActionStatus.Verified) with { Number = 8, SettledAt = Now.AddDays(4) },
            Some.Action(ActionKind.FollowUp) with { Number = 9, Deadline = Now.AddDays(100) },
            Some.Action(ActionKind.Untied) with { Number = 10 });

        Assert.Equal([("AT-7", "confirmed", 2, "yes"), ("AT-8", "verified", 4, "no"), ("AT-9", "open", 40, "not due yet"), ("AT-10", "open", 40, "no")], table.Rows.Select(r => ((string)r[0]!, (string)r[7]!, (int)r[17]!, (string)r[18]!)));
        Assert.Equal((4, 1, 2, 2), (Fact(table, "actions"), Fact(table, "in_time"), Fact(table, "late"), Fact(table, "open_31_to_90_days")));
        Assert.Equal((1, 1, 2), (Fact(table, "about_drift"), Fact(table, "about_follow_up"), Fact(table, "status_open")));
    }

    [Fact]
    public void Those_that_were_there_at_some_time_of_the_period()
    {
        Assert.Empty(Of(Some.Action() with { OpenedAt = Now.AddDays(60) }).Rows);
        Assert.Empty(Of(Some.Action(status: ActionStatus.Confirmed) with { OpenedAt = Now.AddDays(-30), SettledAt = Now.AddDays(-20) }).Rows);
        Assert.Single(Of(Some.Action() with { OpenedAt = Now.AddDays(-30) }).Rows);
    }

    private static ReportTable Of(params ActionTask[] actions) => ActionsReport.Of(new("March", Now.AddDays(-1), Now.AddDays(30), Now.AddDays(40), []), actions);

    private static object? Fact(ReportTable table, string name) => table.Facts.Single(f => f.Name == name).Value;
}
