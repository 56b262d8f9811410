using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.EmergencyChanges;

public sealed class ReportingEmergencyChanges
{
    private static readonly ReportScope March = new("March", Now.AddDays(-1), Now.AddDays(30), Now.AddDays(40), []);

    [Fact]
    public void The_register_has_whatever_became_of_a_request_by_its_number()
    {
        var table = ChangesReport.Of(March, [Line(1), Line(2, ChangeStatus.Rejected), Line(3, ChangeStatus.Withdrawn), Line(4, ChangeStatus.Expired), Line(5, ChangeStatus.Closed)]);

        Assert.Equal(["EC-1", "EC-2", "EC-3", "EC-4", "EC-5"], Column(table, "reference"));
        Assert.Equal(["approved", "rejected", "withdrawn", "expired", "closed"], Column(table, "state"));
        Assert.Equal(("none", 1, 5, 5), (Fact(table, "numbers_missing"), Fact(table, "first_number"), Fact(table, "last_number"), Fact(table, "asked_for")));
    }

    [Fact]
    public void A_number_that_is_not_there_is_named_also_one_between_the_periods()
    {
        var before = Line(1) with { Change = Change(1) with { RequestedAt = Now.AddDays(-60) } };

        Assert.Equal("EC-2", Fact(ChangesReport.Of(March, [before, Line(3)]), "numbers_missing"));
        Assert.Equal((1, "none"), (Fact(ChangesReport.Of(March, [before, Line(2)]), "last_number_before"), Fact(ChangesReport.Of(March, [before, Line(2)]), "numbers_missing")));
        Assert.Equal("none", Fact(ChangesReport.Of(March, []), "numbers_missing"));
    }

    [Fact]
    public void Marks_are_named_and_break_glass_says_who_and_why()
    {
        var broken = new ReportedChange(Change(1) with { BrokeGlass = true, Seats = [] }) { GlassBrokenBy = "Ben", GlassWords = "Nobody answered." };
        var late = new ReportedChange(Change(2) with { Retroactive = true }) { Deployment = Deployed(DeploymentClass.Unauthorised) };
        var table = ChangesReport.Of(March, [broken, late]);

        Assert.Equal(["break-glass", "retroactive, unauthorised deployment"], Column(table, "marks"));
        Assert.Equal("break-glass by Ben: Nobody answered.", Column(table, "approved_by")[0]);
    }

    [Fact]
    public void Times_count_from_asking_and_leave_out_what_waited_for_nobody()
    {
        var table = ApprovalTimesReport.Of(March, [.. Enumerable.Range(1, 10).Select(n => Took(n, n)), new(Change(11) with { BrokeGlass = true }), Line(12, ChangeStatus.Expired)]);

        Assert.Equal((5, 9), (Fact(table, "median_minutes"), Fact(table, "90th_percentile_minutes")));
        Assert.Equal((10, 1, 1), (Fact(table, "approved"), Fact(table, "not_approved"), Fact(table, "break_glass_or_retroactive")));
        Assert.Equal((5, 10), (Fact(table, "production_median_minutes"), Fact(table, "production_approved")));
        Assert.Equal([1, 2, null], new[] { Column(table, "minutes_to_approval")[0], Column(table, "minutes_to_approval")[1], Column(table, "minutes_to_approval")[10] });
    }

    [Fact]
    public void Of_nothing_approved_there_is_no_median() => Assert.Null(Fact(ApprovalTimesReport.Of(March, [Line(1, ChangeStatus.Rejected)]), "median_minutes"));

    [Fact]
    public void The_first_answer_is_whatever_somebody_else_said_first()
    {
        var line = Took(1, 9) with { PagedAt = Now.AddSeconds(90), SaidAt = Now.AddMinutes(4) };

        Assert.Equal(("2", "4"), (Cell(line, "minutes_to_call"), Cell(line, "minutes_to_answer")));
        Assert.Equal("3", Cell(new(Change(1, ChangeStatus.Rejected) with { ApprovedAt = null, Seats = [], EndedAt = Now.AddMinutes(3) }), "minutes_to_answer"));

        static string Cell(ReportedChange line, string column) => ReportTable.Text(Column(ApprovalTimesReport.Of(March, [line]), column)[0]);
    }

    [Theory]
    [InlineData(1, "in time")]
    [InlineData(3, "late")]
    [InlineData(null, "overdue")]
    public void The_second_approval_the_details_and_the_review_are_in_time_or_late(int? days, string way)
    {
        var at = days is { } d ? Now.AddDays(d) : (DateTimeOffset?)null;
        var due = Now.AddDays(2);
        var change = Change(1, days is null ? ChangeStatus.ReviewDue : ChangeStatus.Closed) with
        {
            Seats = at is { } second ? [Seat(1, Ada), Seat(2, Kim) with { At = second }] : [Seat(1, Ada)],
            Second = at is null ? SecondApproval.Due : SecondApproval.Given,
            SecondDue = due,
            ReviewDue = due,
            ReviewedAt = at,
            RequestedAt = Now.AddDays(1),
            Details = at is null ? null : new("", "", "", ""),
            DetailsAt = at,
        };
        var table = AftercareReport.Of(March, [new(change)]);

        Assert.Equal((way, way, way), (Column(table, "second_in_time")[0], Column(table, "details_in_time")[0], Column(table, "review_in_time")[0]));
        Assert.Equal(way == "in time" ? null : "second approval late, details late, review late", Column(table, "deviations")[0]);
        Assert.Equal((1, 1, 1), (Fact(table, $"second_approval_{way.Replace(' ', '_')}"), Fact(table, $"details_{way.Replace(' ', '_')}"), Fact(table, $"review_{way.Replace(' ', '_')}")));
        Assert.Equal(way == "in time" ? 0 : 3, Deviation.Of(new ReportedChange(change), March.AsOf).Count());
    }

    [Fact]
    public void What_was_never_approved_owes_nothing_afterwards()
    {
        Assert.Empty(AftercareReport.Of(March, [Line(1, ChangeStatus.Rejected), Line(2, ChangeStatus.Expired), Line(3, ChangeStatus.Requested)]).Rows);
        Assert.Empty(Deviation.Of(Line(1, ChangeStatus.Rejected), March.AsOf));
    }

    [Fact]
    public void What_was_over_before_its_details_were_due_owes_none()
    {
        Assert.False(new ReportedChange(Change(1, ChangeStatus.Withdrawn) with { EndedAt = Now.AddHours(2) }).OwesDetails);
        Assert.False(new ReportedChange(Change(1, ChangeStatus.ExpiredUnused) with { WindowUntil = Now.AddHours(8), EndedAt = Now.AddHours(30) }).OwesDetails);
        Assert.False(new ReportedChange(Change(1, ChangeStatus.Rejected) with { ApprovedAt = Now, Seats = [Seat(1, Ada), Seat(2, Kim) with { Agrees = false }] }).OwesDetails);
        Assert.True(new ReportedChange(Change(1)).OwesDetails);
    }

    [Fact]
    public void An_objection_afterwards_and_an_entry_after_the_fact_are_deviations_of_their_day()
    {
        var line = new ReportedChange(Change(1) with { Retroactive = true, Second = SecondApproval.Objected, Seats = [Seat(1, Ada), Seat(2, Kim) with { Agrees = false }] });
        var table = DeviationsReport.Of(March).Of([.. Deviation.Of(line, Now), Deviation.Of(Deployed(DeploymentClass.Unauthorised), "ben", "It was on fire.")]);

        Assert.Equal(["unauthorised deployment", "retroactive entry", "second approval objected"], Column(table, "deviation"));
        Assert.Equal("It was on fire.", Column(table, "response")[0]);
        Assert.Empty(DeviationsReport.Of(March with { Start = Now.AddDays(1) }).Of(Deviation.Of(line, Now)).Rows);
    }

    [Fact]
    public void Who_and_what_comes_again_is_counted_by_service_and_by_person()
    {
        var table = RepeatUseReport.Of(March, [Line(1), Line(2, ChangeStatus.Rejected), new(Change(3) with { Requester = Mia.Id, RequesterName = "Ben", Asked = Change(3).Asked with { Repository = "acme/other", Incident = "INC-2" } })]);

        Assert.Equal(["acme/app to production", "acme/other to production", "Ben", "Ben"], Column(table, "of"));
        Assert.Equal([2, 1, 2, 1], Column(table, "changes"));
        Assert.Equal((1, "EC-1, EC-2", "INC-1"), (Column(table, "rejected")[0], Column(table, "references")[0], Column(table, "incidents")[0]));
        Assert.Equal((1, 1), (Fact(table, "services_more_than_once"), Fact(table, "requesters_more_than_once")));
    }

    [Fact]
    public void What_was_asked_for_outside_the_period_is_not_in_it()
    {
        var before = Line(1) with { Change = Change(1) with { RequestedAt = Now.AddDays(-1).AddTicks(-1) } };

        Assert.All(
            (IEnumerable<ReportTable>)[ChangesReport.Of(March, [before]), ApprovalTimesReport.Of(March, [before]), AftercareReport.Of(March, [before]), RepeatUseReport.Of(March, [before])],
            t => Assert.Empty(t.Rows));
    }

    private static ReportedChange Took(int number, int minutes) => new(Change(number) with { ApprovedAt = Now.AddMinutes(minutes), Seats = [Seat(1, Ada) with { At = Now.AddMinutes(minutes) }] });

    private static ReportedChange Line(int number, ChangeStatus status = ChangeStatus.Approved) => new(Change(number, status));

    /// <summary>Ben asked; Ada approved ten minutes later, where it was approved.</summary>
    private static EmergencyChange Change(int number, ChangeStatus status = ChangeStatus.Approved)
    {
        var approved = status is not (ChangeStatus.Requested or ChangeStatus.Rejected or ChangeStatus.Withdrawn or ChangeStatus.Expired);
        return new()
        {
            Id = new(new Guid(number, 0, 0, new byte[8])),
            Number = number,
            Status = status,
            Policy = new() { Name = "production", Title = "Emergency changes to production", Owner = "kim@example.org", Repositories = ["acme/*"], Environments = ["production"], Approvers = [new("leads", ["ada@example.org", "kim@example.org"])], TimeZone = "Europe/Vienna" },
            PolicyHash = "00",
            Requester = Ben.Id,
            RequesterName = "Ben",
            RequestedAt = Now,
            Asked = new() { Repository = "acme/app", Environment = "production", Commit = new('a', 40), Incident = "INC-1", What = "Turn the cache off.", WhyNow = "Orders are lost.", Risk = Risk.Medium, RiskWords = "Slower pages.", TestDone = "On staging.", Rollback = "Turn it on." },
            Before = 1,
            ApproveBy = Now.AddHours(4),
            ApprovedAt = approved || status == ChangeStatus.Withdrawn ? Now.AddMinutes(10) : null,
            Seats = approved ? [Seat(1, Ada)] : [],
        };
    }

    private static Seat Seat(int number, Person by) => new(number, by.Id, by.Name, Now.AddMinutes(10), Agrees: true, "click");

    private static Deployment Deployed(DeploymentClass of) => new()
    {
        Id = new(new Guid(9, 0, 0, new byte[8])),
        Source = "github",
        Repository = "acme/app",
        Environment = "production",
        Commit = new('b', 40),
        RunUrl = "https://ci.example/1",
        Actor = "ben",
        StartedAt = Now.AddHours(-1),
        Outcome = ChatOpsCompliance.Deployments.Outcome.Success,
        Class = of,
        Reason = "Its run never asked at the gate.",
        SeenBy = SeenBy.Webhook,
        SeenAt = Now,
    };

    private static List<object?> Column(ReportTable table, string name)
    {
        var at = table.Columns.ToList().FindIndex(c => c.Name == name);
        return [.. table.Rows.Select(r => r[at])];
    }

    private static object? Fact(ReportTable table, string name) => table.Facts.Single(f => f.Name == name).Value;
}
