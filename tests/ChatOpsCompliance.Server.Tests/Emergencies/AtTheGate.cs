using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Emergencies;

public sealed class AtTheGate
{
    private static readonly PullRequestFacts Good = new(7, "https://code.example.com/acme/app/pull/7", Merged: true)
    {
        Authors = ["ada"],
        Reviews = [new("ben", Approved: true, OfHead: true)],
        Checks = [new("build", Green: true), new("test", Green: true)],
    };

    [Fact]
    public async Task Without_an_approval_a_run_waits_and_is_told_no_in_the_end()
    {
        await using var story = await Emergency.Starting();

        var waits = await story.Gate("1");
        await story.After(TimeSpan.FromMinutes(61));

        Assert.Equal(Answer.Pending, waits.Answer);
        var told = Assert.Single(story.At.Told);
        Assert.Equal((Answer.Rejected, "Nobody approved this commit for production in time."), (told.Answer, told.Reason));
        Assert.Equal(Answer.Pending, (await story.Gate("1/attempts/2")).Answer); // it may ask anew
        await story.Holds();
    }

    [Fact]
    public async Task Where_no_policy_reaches_it_stays_shut()
    {
        await using var story = await Emergency.Starting();

        var answer = await story.Gate("1", environment: "staging");

        Assert.Equal((Answer.Rejected, "No policy covers staging of acme/app."), (answer.Answer, answer.Reason));
    }

    [Fact]
    public async Task An_approval_is_for_one_commit_one_repository_one_environment()
    {
        await using var story = await Emergency.Starting(("EmergencyChanges:Policies:production:Environments", "production production-eu"));
        await story.Approved();

        Assert.Equal(Answer.Pending, (await story.Gate("1", Emergency.Other)).Answer);
        Assert.Equal(Answer.Pending, (await story.Gate("2", environment: "production-eu")).Answer);
        Assert.Equal(Answer.Pending, (await story.Gate("3", repository: "acme/other")).Answer);
        Assert.Equal(Answer.Approved, (await story.Gate("4", repository: "Acme/App", environment: "Production")).Answer);
    }

    [Fact]
    public async Task Another_run_gets_it_only_after_the_first_has_failed()
    {
        await using var story = await Emergency.Starting();
        await story.Approved();
        Assert.Equal(Answer.Approved, (await story.Gate("1")).Answer);
        Assert.Equal(Answer.Pending, (await story.Gate("2")).Answer);

        Assert.Equal(DeploymentClass.Emergency, (await story.Deployed("1", Outcome.Failure)).Class);

        Assert.Equal(Answer.Approved, (await story.Gate("2")).Answer);
        Assert.Equal("EC-1 went to another run after this one had failed.", (await story.Gate("1")).Reason);
        Assert.Equal(DeploymentClass.Emergency, (await story.Deployed("2")).Class);
        Assert.Equal(Answer.Pending, (await story.Gate("3")).Answer);
        await story.Holds();
    }

    [Fact]
    public async Task A_run_asks_for_one_commit()
    {
        await using var story = await Emergency.Starting();
        await story.Approved();
        await story.Gate("1", Emergency.Other);

        var (_, no) = await story.Workspace.Get<AnswerGate>().Ask(new("github", Emergency.Repository, Emergency.Production, Emergency.Fix, Emergency.RunOf("1"), "ada"), new Actor(null, "github"), TestContext.Current.CancellationToken);

        Assert.StartsWith("This run has asked for 0000000000 already.", no!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_its_window_it_opens_no_more_not_even_for_the_run_it_let_through()
    {
        await using var story = await Emergency.Starting();
        var change = await story.Approved();
        await story.Gate("1");
        story.Workspace.Clock.Advance(TimeSpan.FromHours(8));

        Assert.Equal(Answer.Rejected, (await story.Gate("1")).Answer);
        Assert.Equal(Answer.Pending, (await story.Gate("2")).Answer);
        Assert.Equal(DeploymentClass.Unauthorised, (await story.Deployed("1")).Class);
        await story.After(TimeSpan.FromDays(1));
        Assert.Equal(ChangeStatus.ExpiredUnused, (await story.Now(change)).Status);
        await story.Holds();
    }

    [Fact]
    public async Task An_answer_that_could_not_be_told_in_time_is_told_as_it_is_by_then()
    {
        await using var story = await Emergency.Starting();
        await story.Approved();
        story.At.Down = true;
        var asked = new GateAsked("github", Emergency.Repository, Emergency.Production, Emergency.Fix, Emergency.RunOf("1"), "ada") { Callback = "{}" };
        Assert.Equal(Answer.Approved, (await story.Workspace.Get<AnswerGate>().Ask(asked, new Actor(null, "github"), TestContext.Current.CancellationToken)).Value.Answer);

        await story.Workspace.Deliver();
        story.Workspace.Clock.Advance(TimeSpan.FromHours(9));
        story.At.Down = false;
        await story.Workspace.Deliver();

        Assert.Equal((Answer.Rejected, "EC-1 opens the gate no longer. Ask for another emergency change."), story.At.Told.Select(t => (t.Answer, t.Reason)).Distinct().Single());
        await story.Holds();
    }

    [Fact]
    public async Task What_had_ended_before_anybody_approved_it_is_not_approved_by_asking_afterwards()
    {
        await using var story = await Emergency.Starting();
        var began = story.Workspace.Clock.GetUtcNow();
        story.Workspace.Clock.Advance(TimeSpan.FromMinutes(30));
        await story.Approved();
        Assert.Equal(Answer.Approved, (await story.Gate("1")).Answer);

        var (told, _) = await story.Workspace.Get<RecordDeployment>().Run(new("api", Emergency.Repository, Emergency.Production, Emergency.Fix, Emergency.RunOf("1"), "ada", began, began.AddMinutes(5), Outcome.Success, SeenBy.Api), new Actor(null, "key:ci"), TestContext.Current.CancellationToken);

        Assert.Equal((DeploymentClass.Unauthorised, "It had ended before anybody approved it."), (told.Deployment.Class, told.Deployment.Reason));
    }

    [Fact]
    public async Task A_thousand_runs_at_once_and_one_gets_it()
    {
        await using var story = await Emergency.Starting();
        await story.Approved();

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(n => Task.Run(async () =>
            (await story.Workspace.Get<AnswerGate>().Ask(new("api", Emergency.Repository, Emergency.Production, Emergency.Fix, Emergency.RunOf($"{n}"), "ada"), new Actor(null, "key:ci"))).Value)));

        Assert.Single(answers, a => a.Answer == Answer.Approved);
        Assert.Equal(999, answers.Count(a => a.Answer == Answer.Pending));
        Assert.Single(await story.Facts("change.claimed"));
        await story.Holds();
    }

    [Fact]
    public async Task One_run_asking_at_once_from_many_places_gets_one_answer()
    {
        await using var story = await Emergency.Starting();
        await story.Approved();

        var answers = await Task.WhenAll(Enumerable.Range(1, 50).Select(n => Task.Run(async () =>
            (await story.Workspace.Get<AnswerGate>().Ask(new("api", Emergency.Repository, Emergency.Production, Emergency.Fix, $"{Emergency.RunOf("1")}/attempts/{n}", "ada"), new Actor(null, "key:ci"))).Value)));

        Assert.Single(answers.Select(a => (a.Id, a.Answer, a.Reference)).Distinct());
        Assert.Single(await story.Facts("gate.answered"));
    }

    [Fact]
    public async Task Back_to_what_was_deployed_with_approval_before_the_gate_opens_and_says_so_aloud()
    {
        await using var story = await Emergency.Starting();
        story.At.Authors = new(["ada"], null);
        await TwoDeployed(story, TimeSpan.FromHours(1));

        var back = await story.Gate("3", Emergency.Before);

        Assert.Equal((Answer.Approved, GateRule.Rollback), (back.Answer, back.Rule));
        Assert.Equal(DeploymentClass.Rollback, (await story.Deployed("3", commit: Emergency.Before)).Class);
        using var ada = await story.As(SmallCompany.Ada);
        await ada.GoTo("emergency");
        await ada.Sees("Rollback: the gate opened for 0000000000 of acme/app to production");
        Assert.NotEqual(Answer.Approved, (await story.Gate("4", Emergency.Other)).Answer);
        await story.Holds();
    }

    [Fact]
    public async Task The_normal_way_passes_by_the_standing_rule()
    {
        await using var story = await Emergency.Starting(("EmergencyChanges:Policies:production:StandingRule", "pull-request"), ("EmergencyChanges:Policies:production:Checks", "build, test"));
        story.At.PullRequest = Good;

        await story.Gate("1");

        var told = Assert.Single(story.At.Told);
        Assert.Equal((Answer.Approved, GateRule.Standing, "https://code.example.com/acme/app/pull/7"), (told.Answer, told.Rule, told.Reference));
        Assert.Equal(DeploymentClass.Approved, (await story.Deployed("1")).Class);
        Assert.Equal(DeploymentClass.Unauthorised, (await story.Deployed("2")).Class); // never asked
        await story.Holds();
    }

    [Fact]
    public async Task Checks_that_run_are_waited_for()
    {
        await using var story = await Emergency.Starting(("EmergencyChanges:Policies:production:StandingRule", "pull-request"));
        story.At.PullRequest = Good with { Checks = [new("build", Green: true), new("test", Green: null)] };
        await story.Gate("1");
        Assert.Empty(story.At.Told);

        story.At.PullRequest = Good;
        await story.After(TimeSpan.FromMinutes(1));

        Assert.Equal(Answer.Approved, Assert.Single(story.At.Told).Answer);
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "none", "This commit came through no pull request." },
        { "open", "is not merged" },
        { "own", "was not approved, as it was merged, by a known person who wrote none of it" },
        { "second account", "was not approved, as it was merged, by a known person who wrote none of it" },
        { "older", "was not approved, as it was merged, by a known person who wrote none of it" },
        { "stranger", "nobody knows which person that is" },
        { "nameless", "has a commit whose author is no account of the source" },
        { "red", "does not have the check “test” green" },
        { "missing", "does not have the check “test” green" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task And_stays_shut_for_anything_less(string what, string why)
    {
        await using var story = await Emergency.Starting(("EmergencyChanges:Policies:production:StandingRule", "pull-request"), ("EmergencyChanges:Policies:production:Checks", "build, test"));
        await Emergency.Map(story.Workspace, ("ada", Emergency.Ada), ("ada-home", Emergency.Ada), ("ben", Emergency.Ben));
        story.At.PullRequest = what switch
        {
            "none" => new(null, null, Merged: false),
            "open" => Good with { Merged = false },
            "own" => Good with { Authors = ["ada", "ben"] },
            "second account" => Good with { Reviews = [new("ada-home", Approved: true, OfHead: true)] },
            "older" => Good with { Reviews = [new("ben", Approved: true, OfHead: false)] },
            "stranger" => Good with { Authors = ["ada", "ghost"] },
            "nameless" => Good with { AuthorsUnknown = true },
            "red" => Good with { Checks = [new("build", Green: true), new("test", Green: false)] },
            _ => Good with { Checks = [new("build", Green: true)] },
        };

        await story.Gate("1");

        var answer = (await story.Workspace.Read(read => GateStore.OfRun(read, Emergency.Repository, Emergency.Production, Emergency.RunOf("1"))))!;
        Assert.Equal(Answer.Pending, answer.Answer);
        Assert.Contains(why, answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployment_nobody_approved_is_unauthorised_and_what_is_said_later_does_not_change_that()
    {
        await using var story = await Emergency.Starting();
        var deployment = await story.Deployed("1");
        Assert.Equal((DeploymentClass.Unauthorised, "Its run never asked at the gate, and no approval stood open for this commit."), (deployment.Class, deployment.Reason));
        story.At.Authors = new(["ada"], null);

        var change = await story.Ask(more: (ChangeVerbs.Deployment, deployment.Id.ToString()));
        Assert.True(change.Retroactive);
        Assert.Equal("Noted after the fact. It stays retroactive.", Assert.IsType<Finish>(await story.Approve(Emergency.Omar, change)).Text);

        Assert.Equal(DeploymentClass.Unauthorised, (await story.Deployed("1")).Class);
        Assert.Equal(DeploymentClass.Unauthorised, (await story.Deployed("2")).Class);
        Assert.Equal(Answer.Pending, (await story.Gate("3")).Answer);
        Assert.Equal(ChangeStatus.ReviewDue, (await story.Now(change)).Status);
        await story.Holds();
    }

    [Fact]
    public async Task A_run_that_never_asked_may_use_an_approval_that_stood_open_when_it_began()
    {
        await using var story = await Emergency.Starting();
        await story.Approved();

        Assert.Equal(DeploymentClass.Emergency, (await story.Deployed("1")).Class);
        Assert.Equal(DeploymentClass.Unauthorised, (await story.Deployed("2")).Class);
        Assert.NotEqual(Answer.Approved, (await story.Gate("3")).Answer);
        await story.Holds();
    }

    [Theory]
    [InlineData("emergency_change set commit_sha = '" + Emergency.Other + "'", "/commit")]
    [InlineData("emergency_change set environment = 'production-eu'", "/terms")]
    [InlineData("emergency_change set before_needed = 2", "/terms")]
    [InlineData("emergency_change set window_until = '2030-01-01T00:00:00.000000Z'", "/window")]
    [InlineData("emergency_change set run = 'https://code.example.com/acme/app/actions/runs/2'", "/run")]
    [InlineData("emergency_change set run_failed = 1", "/run")]
    [InlineData("gate_question set expires_at = '2030-01-01T00:00:00.000000Z'", "gate/")]
    [InlineData("deployment set started_at = '2020-01-01T00:00:00.000000Z'", "/of")]
    [InlineData("deployment set change_id = null", "/of")]
    public async Task Somebody_who_alters_what_an_approval_is_for_is_seen(string altered, string where)
    {
        await using var story = await Emergency.Starting();
        await story.Approved();
        await story.Gate("1");
        await story.Deployed("1");
        await story.Holds();

        story.Workspace.Tamper($"update {altered}");

        Assert.Contains(where, (await story.Workspace.Verify()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_an_environment_is_called_the_log_agrees_with_the_tables()
    {
        await using var story = await Emergency.Starting(("EmergencyChanges:Policies:production:Environments", "*"));
        const string Odd = "prod \"eu\" & größer \\ <1>";

        await story.Ask(more: (ChangeVerbs.Environment, Odd));
        await story.Gate("1", environment: Odd);
        await story.Deployed("1", environment: Odd);

        await story.Holds();
    }

    [Fact]
    public async Task And_so_is_somebody_who_alters_the_policy_it_was_asked_under()
    {
        await using var story = await Emergency.Starting();
        await story.Ask();

        story.Workspace.Tamper("update emergency_policy set body = replace(body, '\"Before\":1', '\"Before\":2')");

        Assert.Contains("/policy", (await story.Workspace.Verify()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipeline_that_says_it_began_in_time_is_not_believed_once_the_time_is_over()
    {
        await using var story = await Emergency.Starting();
        await story.Approved();
        var began = story.Workspace.Clock.GetUtcNow().AddMinutes(1);
        await story.After(TimeSpan.FromHours(9));

        var (told, _) = await story.Workspace.Get<RecordDeployment>().Run(
            new("api", Emergency.Repository, Emergency.Production, Emergency.Fix, Emergency.RunOf("1"), "ada", began, began.AddMinutes(1), Outcome.Success, SeenBy.Api), new Actor(null, "key:ci"), TestContext.Current.CancellationToken);

        Assert.Equal(DeploymentClass.Unauthorised, told.Deployment.Class);
    }

    [Theory]
    [InlineData(SeenBy.DailyRead, DeploymentClass.Emergency)]
    [InlineData(SeenBy.Api, DeploymentClass.Unauthorised)] // a pipeline's own word
    public async Task What_was_let_through_in_time_was_even_if_its_run_asked_once_more_too_late(SeenBy by, DeploymentClass expected)
    {
        await using var story = await Emergency.Starting();
        await story.Approved();
        await story.Gate("1");
        var began = story.Workspace.Clock.GetUtcNow().AddMinutes(1);
        await story.After(TimeSpan.FromHours(9));
        Assert.Equal(Answer.Rejected, (await story.Gate("1")).Answer);

        var (told, _) = await story.Workspace.Get<RecordDeployment>().Run(
            new("github", Emergency.Repository, Emergency.Production, Emergency.Fix, Emergency.RunOf("1"), "ada", began, began.AddMinutes(5), Outcome.Success, by), new Actor(null, "github"), TestContext.Current.CancellationToken);

        Assert.Equal(expected, told.Deployment.Class);
        await story.Holds();
    }

    [Fact]
    public async Task A_run_that_is_at_it_again_is_what_runs()
    {
        await using var story = await Emergency.Starting();
        story.At.Authors = new(["ada"], null);
        await TwoDeployed(story, TimeSpan.FromMinutes(10));

        await story.Gate("1/attempts/2", Emergency.Before);
        await story.Deployed("1", commit: Emergency.Before); // the second attempt of the first run

        Assert.Equal(GateRule.Rollback, (await story.Gate("3", Emergency.Fix)).Rule);
    }

    /// <summary>What ran before and then the fix, each approved, let through and deployed.</summary>
    private static async Task TwoDeployed(Emergency story, TimeSpan apart)
    {
        foreach (var (run, commit) in ((string, string)[])[("1", Emergency.Before), ("2", Emergency.Fix)])
        {
            await story.Approve(Emergency.Omar, await story.Ask(commit));
            await story.Gate(run, commit);
            await story.Deployed(run, commit: commit);
            story.Workspace.Clock.Advance(apart);
        }
    }
}
