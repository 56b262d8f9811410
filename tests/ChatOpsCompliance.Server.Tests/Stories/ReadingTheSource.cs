using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Tests.Emergencies;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>
/// The source's own list and its gates, read each day: what skipped the webhook is found, what differs is somebody's to settle. Nobody asked for anything of
/// what is deployed here but for the fix of the emergency.
/// </summary>
public sealed class ReadingTheSource
{
    [Fact]
    public async Task A_deployment_whose_webhook_never_came_is_found_within_a_day_and_is_unauthorised()
    {
        await using var story = await Watched();
        story.At.Deployed.Add(Listed("77", story.Workspace.Clock.GetUtcNow().AddHours(1)));
        story.Workspace.Clock.Advance(TimeSpan.FromHours(23));

        await Read(story);

        var found = Assert.Single(await Deployments(story));
        Assert.Equal((DeploymentClass.Unauthorised, SeenBy.DailyRead, Emergency.RunOf("77"), Outcome.Success), (found.Class, found.SeenBy, found.RunUrl, found.Outcome));
        var action = Assert.Single(await Actions(story));
        Assert.Equal((ActionKind.Unauthorised, $"deployment/{found.Id}", "Carla Mendes", "Ada Novak"), (action.Kind, action.Subject, action.OwnerName, action.AboutName));
        var tie = (await Readings(story))[^1];
        Assert.Equal((1, 0, 1, 0, 0), (tie.Listed, tie.Known, tie.Found, tie.Unrecorded, tie.Extra));
        using var grace = await story.As(SmallCompany.Grace);
        await grace.GoTo("compliance");
        await grace.Sees("acme/app was deployed to production, and nobody approved it");
        await story.Holds();
    }

    [Fact]
    public async Task What_webhooks_told_of_ties_and_is_read_once_a_day()
    {
        await using var story = await Watched();
        story.Workspace.Clock.Advance(TimeSpan.FromHours(2));
        var paid = await story.Approved();
        await story.Gate("1");
        await story.Deployed("1");
        story.At.Deployed.Add(Listed("1", story.Workspace.Clock.GetUtcNow(), Emergency.Fix));
        story.At.Running = Emergency.Fix;
        story.Workspace.Clock.Advance(TimeSpan.FromHours(22));

        await Read(story);
        await Read(story);

        var tie = (await Readings(story))[^1];
        Assert.Equal((2, 1, 1, 0, true), ((await Readings(story)).Count, tie.Listed, tie.Known, tie.Found, tie.RunsWhatWasApproved));
        Assert.Equal(ChangeStatus.ReviewDue, (await story.Now(paid)).Status);
        Assert.Empty(await Actions(story));
        await story.Holds();
    }

    [Fact]
    public async Task What_was_there_before_it_was_watched_is_nobodys_to_explain()
    {
        await using var story = await Emergency.Starting(Place);
        story.At.Deployed.Add(Listed("1", story.Workspace.Clock.GetUtcNow().AddDays(-1)));
        story.At.Deployed.Add(Listed("2", story.Workspace.Clock.GetUtcNow().AddMinutes(-30)));

        await Read(story);
        story.Workspace.Clock.Advance(TimeSpan.FromDays(1));
        await Read(story);

        Assert.Empty(await Deployments(story));
        Assert.Equal([0, 0], (await Readings(story)).Select(r => r.Listed));
    }

    [Fact]
    public async Task Where_nothing_was_ever_heard_of_the_source_tells_what_there_is()
    {
        await using var story = await Emergency.Starting();
        story.At.Environments.AddRange([("Acme/Billing", "Production"), ("Acme/Billing", "staging"), ("other/shop", "production")]);
        await Read(story);
        story.At.Deployed.Add(Listed("5", story.Workspace.Clock.GetUtcNow().AddHours(3)));
        await NextDay(story);

        var found = Assert.Single(await Deployments(story), d => d.Repository == "acme/billing");
        Assert.Equal(("production", DeploymentClass.Unauthorised, SeenBy.DailyRead), (found.Environment, found.Class, found.SeenBy));
        Assert.Contains("Acme/Billing Production", story.At.AskedOf); // asked as it spells it
        Assert.DoesNotContain(story.At.AskedOf, a => a.StartsWith("other", StringComparison.Ordinal) || a.EndsWith("staging", StringComparison.Ordinal));
        await story.Holds();
    }

    [Fact]
    public async Task How_a_deployment_ended_is_learnt_from_the_list_too()
    {
        await using var story = await Watched();
        story.Workspace.Clock.Advance(TimeSpan.FromHours(1));
        await story.Deployed("1", Outcome.Running);
        story.At.Deployed.Add(Listed("1", story.Workspace.Clock.GetUtcNow(), Emergency.Fix) with { Outcome = Outcome.Failure });
        story.Workspace.Clock.Advance(TimeSpan.FromHours(23));

        await Read(story);
        story.Workspace.Clock.Advance(TimeSpan.FromDays(1));
        await Read(story);

        Assert.Equal(Outcome.Failure, Assert.Single(await Deployments(story)).Outcome);
        Assert.Single(await story.Facts("deployment.ended"));
    }

    [Fact]
    public async Task What_the_source_does_not_list_is_somebodys_to_explain()
    {
        await using var story = await Watched();
        story.Workspace.Clock.Advance(TimeSpan.FromHours(2));
        await story.Approved();
        await story.Gate("1");
        await story.Deployed("1");
        story.Workspace.Clock.Advance(TimeSpan.FromHours(22));

        await Read(story);

        var action = Assert.Single(await Actions(story));
        Assert.Equal((ActionKind.Untied, "deployments/acme/app/production/2026-03-03", "Carla Mendes"), (action.Kind, action.Subject, action.OwnerName));
        Assert.Contains("the source lists 0: 0 were known, 0 found by the reading, 0 could not be recorded. Of ours, 1 is not on its list.", action.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_does_not_answer_is_asked_each_hour_and_after_a_day_that_is_told()
    {
        await using var story = await Watched();
        story.At.Down = true;
        story.Workspace.Clock.Advance(TimeSpan.FromDays(1));
        for (var hour = 0; hour < 24; hour++)
        {
            await Read(story);
            Assert.Empty(await Actions(story));
            story.Workspace.Clock.Advance(TimeSpan.FromHours(1));
        }

        await Read(story);
        await Read(story);
        Assert.Equal(["The list of deployments of acme/app to production can't be read", "The list of repositories of github can't be read", "The protection of production of acme/app can't be read"], (await Actions(story)).Select(a => a.Title).Order(StringComparer.Ordinal));
        Assert.Single(await Readings(story)); // the one of the first day: failed is not empty

        story.At.Down = false;
        story.At.Deployed.Add(Listed("1", story.Workspace.Clock.GetUtcNow().AddHours(-20)));
        story.Workspace.Clock.Advance(TimeSpan.FromHours(1));
        await Read(story);
        Assert.Equal([ActionStatus.Verified, ActionStatus.Verified, ActionStatus.Verified, ActionStatus.Open], (await Actions(story)).OrderBy(a => a.Number).Select(a => a.Status)); // and the one that was missed
        Assert.Equal(ActionKind.Unauthorised, (await Actions(story)).MaxBy(a => a.Number)!.Kind);
        await story.Holds();
    }

    [Fact]
    public async Task A_gate_that_no_longer_protects_is_drift_until_a_newer_reading_shows_otherwise()
    {
        await using var story = await Watched();
        story.At.Protection = new() { AdminsCanBypass = true, SelfReviewPrevented = false, GateIsOn = false };
        await NextDay(story);
        Assert.Equal(["gate/acme/app/production/admin-bypass", "gate/acme/app/production/gate-off", "gate/acme/app/production/self-review"], (await Actions(story)).Select(a => a.Subject).Order(StringComparer.Ordinal));
        Assert.All(await Actions(story), a => Assert.Equal((ActionKind.Drift, ActionStatus.Open, "Carla Mendes"), (a.Kind, a.Status, a.OwnerName)));

        story.At.Protection = new() { AdminsCanBypass = false, SelfReviewPrevented = null, GateIsOn = true };
        await NextDay(story);
        Assert.Equal([ActionStatus.Verified, ActionStatus.Verified, ActionStatus.Open], (await Actions(story)).OrderBy(a => a.Subject, StringComparer.Ordinal).Select(a => a.Status)); // of self-review the source said nothing

        story.At.Protection = new() { AdminsCanBypass = true, SelfReviewPrevented = true, GateIsOn = true };
        await NextDay(story);
        Assert.Equal([ActionStatus.Open, ActionStatus.Verified, ActionStatus.Verified], (await Actions(story)).OrderBy(a => a.Subject, StringComparer.Ordinal).Select(a => a.Status));
        Assert.Equal(3, (await Actions(story)).Count);
        await story.Holds();
    }

    [Fact]
    public async Task What_runs_and_was_not_approved_is_found_though_no_list_has_it()
    {
        await using var story = await Watched();
        story.At.Running = Emergency.Other;
        await NextDay(story);
        var action = Assert.Single(await Actions(story));
        Assert.Equal((ActionKind.Untied, "running/acme/app/production"), (action.Kind, action.Subject));
        Assert.Contains("The source says that 0000000000 runs there", action.What, StringComparison.Ordinal);

        story.At.Running = Emergency.Before; // the baseline of the policy
        await NextDay(story);

        Assert.Equal(ActionStatus.Verified, Assert.Single(await Actions(story)).Status);
    }

    [Fact]
    public async Task What_runs_unauthorised_has_its_own_action_and_no_second()
    {
        await using var story = await Watched();
        await story.Deployed("1", commit: Emergency.Other);
        story.At.Deployed.Add(Listed("1", story.Workspace.Clock.GetUtcNow()));
        story.At.Running = Emergency.Other;

        await NextDay(story);

        Assert.Equal(ActionKind.Unauthorised, Assert.Single(await Actions(story)).Kind);
        Assert.False((await Readings(story))[^1].RunsWhatWasApproved);
    }

    [Fact]
    public async Task A_reading_altered_in_the_tables_is_found()
    {
        await using var story = await Watched();
        await NextDay(story);

        story.Workspace.Tamper("update reconciliation set extra = 3");
        Assert.Contains("reconciliation/acme/app/production", (await story.Workspace.Verify()).Fault, StringComparison.Ordinal);
        story.Workspace.Tamper("update reconciliation set extra = 0");
        await story.Holds();
        story.Workspace.Tamper("update protection_reading set gate_is_on = 0");
        Assert.Contains("protection/acme/app/production", (await story.Workspace.Verify()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_justification_stands_beside_it_and_makes_nothing_approved()
    {
        await using var story = await Emergency.Starting();
        var d = await story.Deployed("1");
        Assert.Equal(DeploymentClass.Unauthorised, d.Class);
        using var grace = await story.As(SmallCompany.Grace);
        await grace.GoTo("compliance");
        await grace.Click("Say why…");
        grace.Write("Why was it deployed without approval?", "The release train was late.");
        await grace.Submit("Add this");
        var action = Assert.Single(await Actions(story));

        Assert.IsType<Refused>(await story.Act(Emergency.Ben, ActionVerbs.Justify, (ActionVerbs.Action, $"{action.Id}"), (ActionVerbs.Why, "I think so too.")));
        Assert.IsType<Finish>(await story.Act(Emergency.Ada, ActionVerbs.Justify, (ActionVerbs.Action, $"{action.Id}"), (ActionVerbs.Why, "Ops had asked me to."))); // whom it is about

        Assert.Equal(("Ops had asked me to.", DeploymentClass.Unauthorised), ((await Actions(story))[0].Justification, (await Deployments(story))[0].Class));
        await story.Holds();
    }

    [Fact]
    public async Task What_the_review_of_an_emergency_wants_done_is_an_action()
    {
        await using var story = await Emergency.Starting();
        var change = await story.Approved();
        await story.Gate("1");
        await story.Deployed("1");
        await story.Workspace.Database.InTransaction<Done>(
            new(null, "test"),
            async tx =>
            {
                var owner = (await story.Workspace.Person(Emergency.Ben)).Id;
                foreach (var (number, what) in (IEnumerable<(int, string)>)[(1, "Alert on lost payments.\nAnd write down how."), (2, "Test the retry.")]) tx.Happened(new ChangeFollowUp(change.Id, number, owner, owner, new(what)));
                return Done.It;
            },
            ct: TestContext.Current.CancellationToken);

        var actions = await Actions(story);
        Assert.Equal(["Alert on lost payments. (from the review of EC-1)", "Test the retry. (from the review of EC-1)"], actions.OrderBy(a => a.Number).Select(a => a.Title));
        Assert.All(actions, a => Assert.Equal(("Ben Weber", new DateTimeOffset(2026, 3, 16, 9, 0, 0, TimeSpan.Zero)), (a.OwnerName, a.Deadline)));
    }

    private static readonly (string, string) Place = ("EmergencyChanges:Policies:production:Repositories", "acme/app acme/*");

    /// <summary>The place is watched from now on, and was read a first time.</summary>
    private static async Task<Emergency> Watched()
    {
        var story = await Emergency.Starting(Place);
        await Read(story);
        return story;
    }

    private static async Task NextDay(Emergency story)
    {
        story.Workspace.Clock.Advance(TimeSpan.FromDays(1));
        await Read(story);
    }

    /// <summary>What the job asks each hour.</summary>
    private static async Task Read(Emergency story)
    {
        await story.Workspace.Get<DailyPlaces>().Find();
        await story.Workspace.Get<ReconcileDeployments>().Run();
        await story.Workspace.Get<ReadProtection>().Run();
        await story.Workspace.Deliver();
    }

    private static SourceDeployment Listed(string run, DateTimeOffset at, string commit = Emergency.Other) => new(run, commit, Emergency.RunOf(run) + "/job/3", "ada", at, Outcome.Success, at.AddMinutes(5));

    private static Task<IReadOnlyList<Deployment>> Deployments(Emergency story) => story.Workspace.Read(read => DeploymentStore.Latest(read, 100));

    private static Task<IReadOnlyList<ActionTask>> Actions(Emergency story) => story.Workspace.Read(ActionStore.All);

    private static Task<IReadOnlyList<DeploymentsReconciled>> Readings(Emergency story) => story.Workspace.Read(read => ReconciliationStore.Between(read, DateOnly.MinValue, DateOnly.MaxValue));
}
