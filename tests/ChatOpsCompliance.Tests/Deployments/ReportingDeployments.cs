using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Evidence;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Deployments;

public sealed class ReportingDeployments
{
    private static readonly ReportScope March = new("March", Now.AddDays(-1), Now.AddDays(29), Now.AddDays(40), []);

    [Fact]
    public void Each_with_its_class_and_what_became_of_it()
    {
        var table = DeploymentsReport.Of(
            March,
            [
                new(Some.Deployment(), "Ben", [], null),
                new(Some.Deployment("2") with { Class = DeploymentClass.Unauthorised, Reference = null, SeenBy = SeenBy.DailyRead, StartedAt = Now.AddDays(5) }, null, [Anomaly.OutsideHours, Anomaly.NewActor], Some.Action() with { Justification = "It was urgent." }),
                new(Some.Deployment("3") with { StartedAt = Now.AddDays(30) }, null, [], null),
            ],
            [Reading(), Reading(listed: 3, known: 1, found: 1, unrecorded: 1, extra: 2), Reading() with { Until = Now.AddDays(50) }]);

        Assert.Equal([("emergency", "EC-1", null, null), ("unauthorised", null, "AT-7", "It was urgent.")], table.Rows.Select(r => ((string)r[9]!, (string?)r[10], (string?)r[15], (string?)r[16])));
        Assert.Equal("outside the usual hours; by somebody who never deployed there before", table.Rows[1][12]);
        Assert.Equal((2, 1, 1, 1), (Fact(table, "deployments"), Fact(table, "class_unauthorised"), Fact(table, "seen_by_daily_read"), Fact(table, "unusual_new_actor")));
        Assert.Equal((2, 5, 3, 1, 1, 2), (Fact(table, "readings"), Fact(table, "listed_by_the_source"), Fact(table, "known_before_the_reading"), Fact(table, "found_by_the_reading"), Fact(table, "listed_and_not_recorded"), Fact(table, "ours_and_not_listed")));
    }

    [Fact]
    public void Where_nothing_was_read_that_is_said()
    {
        var table = DeploymentsReport.Of(March, [new(Some.Deployment(), null, [], null), new(Some.Deployment("2") with { Environment = "eu" }, null, [], null)], [Reading()]);

        Assert.Equal((2, 1), (Fact(table, "places"), Fact(table, "places_never_read")));
    }

    [Fact]
    public void Readings_by_day_with_unknown_as_unknown()
    {
        var day = new DateOnly(2026, 3, 3);
        var table = ReconciliationsReport.Of(March, [new("github", "acme/app", "production", day, Reading(), new("github", "acme/app", "production", day, Now, true, null, false)), new("github", "acme/app", "production", day.AddDays(1), Reading(extra: 1) with { RunsWhatWasApproved = false }, null)]);

        Assert.Equal(("unknown", "yes", "unknown", "no"), ((string)table.Rows[0][14]!, (string)table.Rows[0][15]!, (string)table.Rows[0][16]!, (string)table.Rows[0][17]!));
        Assert.Equal(("no", null), ((string)table.Rows[1][14]!, table.Rows[1][15]));
        Assert.Equal((2, 1, 1, 1, 1, 1, 0), (Fact(table, "lists_read"), Fact(table, "that_tied"), Fact(table, "running_what_was_not_approved"), Fact(table, "gates_read"), Fact(table, "gates_off"), Fact(table, "gates_that_administrators_pass"), Fact(table, "gates_with_self_review")));
    }

    private static DeploymentsReconciled Reading(int listed = 2, int known = 2, int found = 0, int unrecorded = 0, int extra = 0) =>
        new("github", "acme/app", "production", new(2026, 3, 3), Now.AddDays(1), Now, Now.AddDays(1), listed, known, found, unrecorded, extra, null, null, null);

    private static object? Fact(ReportTable table, string name) => table.Facts.Single(f => f.Name == name).Value;
}
