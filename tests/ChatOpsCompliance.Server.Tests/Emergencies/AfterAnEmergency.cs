using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Emergencies;

public sealed class AfterAnEmergency
{
    private static readonly (string, string)[] Details = [(ChangeVerbs.Impact, "Payments of one hour"), (ChangeVerbs.Abort, "Errors above 1 %"), (ChangeVerbs.Skipped, "Load test"), (ChangeVerbs.Compensating, "Watched for an hour")];

    private static readonly (string, string)[] Reviewed = [(ChangeVerbs.Outcome, "Worked"), (ChangeVerbs.RolledBack, "no"), (ChangeVerbs.Happened, "Payments went through.")];

    [Fact]
    public async Task The_second_approval_is_due_by_the_end_of_the_next_business_day_and_late_it_is_a_deviation()
    {
        await using var story = await Emergency.Starting();
        var change = await story.Approved();
        await story.Gate("1");
        await story.Deployed("1");
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 16, 0, 0, TimeSpan.Zero), (await story.Now(change)).SecondDue); // Tuesday 17:00 in Berlin

        await story.After(TimeSpan.FromHours(32));

        using var grace = await story.As(SmallCompany.Grace);
        await grace.GoTo("compliance");
        await grace.Sees("EC-1: the second approval was due Tuesday 3 March, 17:00 (Europe/Berlin) and is not there.");
        await grace.Sees("EC-1: the details were due");
        Assert.Equal(2, (await story.Facts("change.late")).Count());
        Assert.IsType<Finish>(await story.Second(Emergency.Mia, change)); // late is better than never
        await story.Holds();
    }

    [Fact]
    public async Task Nobody_who_approved_first_asked_or_wrote_looks_second()
    {
        await using var story = await Emergency.Starting();
        var change = await story.Approved();

        Assert.StartsWith("You have approved this change already.", Assert.IsType<Refused>(await story.Second(Emergency.Omar, change)).Text, StringComparison.Ordinal);
        Assert.StartsWith("You asked for this change", Assert.IsType<Refused>(await story.Second(Emergency.Ada, change)).Text, StringComparison.Ordinal);
        Assert.StartsWith("Only on-call, leads", Assert.IsType<Refused>(await story.Second(Emergency.Carla, change)).Text, StringComparison.Ordinal);
        Assert.IsType<Finish>(await story.Second(Emergency.Ben, change));
        Assert.Equal("EC-1 has its second approval already.", Assert.IsType<Refused>(await story.Second(Emergency.Mia, change)).Text);
    }

    [Fact]
    public async Task An_objection_shuts_the_gate_while_nothing_was_let_through_and_compliance_hears_of_it()
    {
        await using var story = await Emergency.Starting();
        var change = await story.Approved();

        Assert.IsType<Finish>(await story.Second(Emergency.Mia, change, agrees: false));

        Assert.Equal((ChangeStatus.Rejected, SecondApproval.Objected), ((await story.Now(change)).Status, (await story.Now(change)).Second));
        Assert.NotEqual(Answer.Approved, (await story.Gate("1")).Answer);
        using var grace = await story.As(SmallCompany.Grace);
        await grace.GoTo("compliance");
        await grace.Sees("EC-1: whoever looked second would not have approved it: It was seen.");
        await story.Holds();
    }

    [Fact]
    public async Task Break_glass_is_loud_and_looked_at_by_somebody_else()
    {
        await using var story = await Emergency.Starting();
        story.At.Authors = new(["ada"], null);
        var change = await story.Ask();
        var about = (ChangeVerbs.Change, change.Id.ToString());
        Assert.True(Assert.IsType<Mistakes>(await story.Act(Emergency.Ada, ChangeVerbs.BreakGlass, about, (ChangeVerbs.Why, "Nobody answers"))).Fields.ContainsKey(ChangeVerbs.Confirm));
        Assert.True(Assert.IsType<Mistakes>(await story.Act(Emergency.Ada, ChangeVerbs.BreakGlass, about, (ChangeVerbs.Confirm, "yes"))).Fields.ContainsKey(ChangeVerbs.Why));

        Assert.True(await story.Press(Emergency.Ada, ChangeVerbs.BreakGlass, change));
        Assert.Equal(Answer.Approved, (await story.Gate("1")).Answer);
        await story.Deployed("1");

        foreach (var (person, place) in ((string, string)[])[(SmallCompany.Grace, "compliance"), (SmallCompany.Ben, "emergency"), (SmallCompany.Omar, "ChatOpsCompliance")])
        {
            using var somebody = await story.As(person);
            await somebody.GoTo(place);
            await somebody.Sees("BREAK-GLASS: Ada Novak opened the gate alone, EC-1");
        }

        var now = await story.Now(change);
        Assert.Equal((true, SecondApproval.Due, new DateTimeOffset(2026, 3, 3, 9, 0, 0, TimeSpan.Zero)), (now.BrokeGlass, now.Second, now.ReviewDue!.Value));
        Assert.IsType<Refused>(await story.Second(Emergency.Ada, change));
        await story.Holds();
    }

    [Fact]
    public async Task Who_broke_the_glass_neither_looks_second_nor_reviews_though_they_could_approve()
    {
        await using var story = await Emergency.Starting();
        story.At.Authors = new(["ada"], null);
        var change = await story.Ask();
        var about = (ChangeVerbs.Change, change.Id.ToString());
        Assert.True(await story.Press(Emergency.Omar, ChangeVerbs.BreakGlass, change));
        await story.Gate("1");
        await story.Deployed("1");
        await story.Act(Emergency.Ada, ChangeVerbs.DetailIt, [about, .. Details]);

        Assert.Equal("You opened the gate alone, so somebody else has to look at it.", Assert.IsType<Refused>(await story.Second(Emergency.Omar, change)).Text);
        Assert.Equal("You opened the gate alone, so somebody else has to look at it.", Assert.IsType<Refused>(await story.Act(Emergency.Omar, ChangeVerbs.ReviewIt, [about, .. Reviewed])).Text);
        Assert.IsType<Finish>(await story.Second(Emergency.Ben, change));
        Assert.IsType<Finish>(await story.Act(Emergency.Carla, ChangeVerbs.ReviewIt, [about, .. Reviewed]));
        await story.Holds();
    }

    [Fact]
    public async Task After_an_objection_no_other_run_gets_it()
    {
        await using var story = await Emergency.Starting();
        var change = await story.Approved();
        await story.Gate("1");
        Assert.IsType<Finish>(await story.Second(Emergency.Mia, change, agrees: false));

        await story.Deployed("1", Outcome.Failure);

        Assert.NotEqual(Answer.Approved, (await story.Gate("2")).Answer);
        Assert.Equal(DeploymentClass.Unauthorised, (await story.Deployed("2")).Class);
        Assert.Equal(DeploymentClass.Unauthorised, (await story.Deployed("3")).Class);
        using var ada = await story.As(SmallCompany.Ada);
        await ada.Sees("Since somebody has objected, no other run gets it.");
        await story.Holds();
    }

    [Fact]
    public async Task Where_the_policy_does_not_allow_it_nobody_breaks_the_glass()
    {
        await using var story = await Emergency.Starting(("EmergencyChanges:Policies:production:BreakGlass", "false"));
        var change = await story.Ask();

        var reply = await story.Act(Emergency.Ada, ChangeVerbs.BreakGlass, (ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.Why, "Nobody answers"), (ChangeVerbs.Confirm, "yes"));

        Assert.Equal("“Emergency changes to production” does not allow one person alone to open the gate. Its owner is carla@example.com.", Assert.IsType<Refused>(reply).Text);
    }

    [Fact]
    public async Task Its_reviewer_neither_asked_nor_approved_and_what_they_find_is_somebodys_task()
    {
        await using var story = await Emergency.Starting();
        var change = await story.Approved();
        var about = (ChangeVerbs.Change, change.Id.ToString());
        Assert.Equal("EC-1 is not due for review: it was not deployed.", Assert.IsType<Refused>(await story.Act(Emergency.Carla, ChangeVerbs.ReviewIt, about)).Text);
        await story.Gate("1");
        await story.Deployed("1");
        Assert.StartsWith("Ada Novak has to add the details first", Assert.IsType<Refused>(await story.Act(Emergency.Carla, ChangeVerbs.ReviewIt, about)).Text, StringComparison.Ordinal);
        Assert.IsType<Finish>(await story.Act(Emergency.Ada, ChangeVerbs.DetailIt, [about, .. Details]));

        Assert.StartsWith("You asked for this change", Assert.IsType<Refused>(await story.Act(Emergency.Ada, ChangeVerbs.ReviewIt, [about, .. Reviewed])).Text, StringComparison.Ordinal);
        Assert.StartsWith("You approved this change", Assert.IsType<Refused>(await story.Act(Emergency.Omar, ChangeVerbs.ReviewIt, [about, .. Reviewed])).Text, StringComparison.Ordinal);
        Assert.True(Assert.IsType<Mistakes>(await story.Act(Emergency.Carla, ChangeVerbs.ReviewIt, [about, .. Reviewed, ($"{ChangeVerbs.FollowUp}-1", "Alert on retries")])).Fields.ContainsKey($"{ChangeVerbs.FollowUpOwner}-1"));
        Assert.Equal("EC-1 is reviewed. Each follow-up is a task now.", Assert.IsType<Finish>(await story.Act(Emergency.Carla, ChangeVerbs.ReviewIt, [about, .. Reviewed, ($"{ChangeVerbs.FollowUp}-1", "Alert on retries"), ($"{ChangeVerbs.FollowUpOwner}-1", "Ben Weber")])).Text);

        Assert.Equal(ChangeStatus.Reviewed, (await story.Now(change)).Status); // the second approval is still due
        await story.Second(Emergency.Mia, change);
        Assert.Equal(ChangeStatus.Closed, (await story.Now(change)).Status);
        using var ben = await story.As(SmallCompany.Ben);
        await ben.Sees("Alert on retries (from the review of EC-1)");
        await story.Holds();
    }

    [Fact]
    public async Task People_are_reminded_of_what_they_owe_in_their_working_hours_once()
    {
        await using var story = await Emergency.Starting();
        await story.Approved();
        await story.Gate("1");
        await story.Deployed("1");

        await story.After(TimeSpan.FromHours(1));
        await story.Tend();

        using var ada = await story.As(SmallCompany.Ada);
        await ada.Sees("EC-1: the details are needed");
        using var carla = await story.As(SmallCompany.Carla);
        await carla.Sees("EC-1: it is to be reviewed");
        using var mia = await story.As(SmallCompany.Mia);
        await mia.Sees("EC-1: a second approval is needed");
        Assert.Single(ada.Cards, c => c.Text.Contains("EC-1: the details are needed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_approved_and_not_used_is_told()
    {
        await using var story = await Emergency.Starting();
        var change = await story.Approved();

        await story.After(TimeSpan.FromHours(9));

        Assert.Equal(ChangeStatus.ExpiredUnused, (await story.Now(change)).Status);
        using var grace = await story.As(SmallCompany.Grace);
        await grace.GoTo("compliance");
        await grace.Sees("EC-1 was approved and nothing was deployed in its time.");
        await story.Holds();
    }
}
