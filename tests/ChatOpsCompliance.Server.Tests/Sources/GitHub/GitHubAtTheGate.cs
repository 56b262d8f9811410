using System.Net;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Deployments;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Sources.GitHub;

/// <summary>A run waits at the gate, is answered, deploys; each by a webhook, however often that comes.</summary>
public sealed class GitHubAtTheGate
{
    [Fact]
    public async Task A_pull_request_in_order_opens_it_and_the_run_is_told()
    {
        await using var company = await CompanyOnGitHub.Start();
        var commit = company.Merge(10);

        Assert.Equal(HttpStatusCode.NoContent, await company.Asks(55, commit));
        await company.Workspace.Deliver();

        var (run, environment, state, comment) = Assert.Single(company.GitHub.Shop.Answers);
        Assert.Equal((55, "production", "approved"), (run, environment, state));
        Assert.Contains("approved by somebody who wrote none of it", comment, StringComparison.Ordinal);

        await company.Tells(55, commit, "in_progress");
        await company.Tells(55, commit, "success");
        var deployment = Assert.Single(await Deployments(company));
        Assert.Equal((DeploymentClass.Approved, Outcome.Success, "ada", "Ada Novak"), (deployment.Class, deployment.Outcome, deployment.Actor, (await company.Workspace.Person("ada@example.com")).Name));
        Assert.Equal((await company.Workspace.Person("ada@example.com")).Id, deployment.ActorPerson);
    }

    [Fact]
    public async Task A_commit_without_a_pull_request_is_turned_away()
    {
        await using var company = await CompanyOnGitHub.Start();
        var commit = company.GitHub.Shop.Commit(3, null, "ada");

        await company.Asks(55, commit);
        await company.Workspace.Deliver();

        var questions = await company.Workspace.Read(read => GateStore.Latest(read, 9));
        Assert.Equal(("github", "ada", commit, CompanyOnGitHub.RunUrl(55)), (questions.Single().Source, questions.Single().RequestedBy, questions.Single().Commit, questions.Single().RunUrl));
        Assert.DoesNotContain(company.GitHub.Shop.Answers, a => a.State == "approved");
    }

    [Fact]
    public async Task The_same_delivery_again_asks_nothing_new_and_opens_nothing_more()
    {
        await using var company = await CompanyOnGitHub.Start();
        var commit = company.Merge(10);
        for (var i = 0; i < 3; i++) await company.Asks(55, commit);
        await company.Workspace.Deliver();
        await company.Tells(55, commit, "in_progress");
        await company.Tells(55, commit, "success");
        var before = await company.Facts();

        await company.Tells(55, commit, "success");
        await company.Tells(55, commit, "in_progress");
        await company.Asks(55, commit);
        await company.Workspace.Deliver();

        Assert.Equal(before, await company.Facts());
        Assert.Single(await company.Workspace.Read(read => GateStore.Latest(read, 9)));
        Assert.All(company.GitHub.Shop.Answers, a => Assert.Equal((55, "approved"), (a.Run, a.State)));
        Assert.Equal((DeploymentClass.Approved, Outcome.Success), ((await Deployments(company)).Single().Class, (await Deployments(company)).Single().Outcome));
    }

    [Fact]
    public async Task What_was_deployed_without_asking_is_unauthorised_at_once()
    {
        await using var company = await CompanyOnGitHub.Start();
        var commit = company.Merge(10);

        await company.Tells(56, commit, "in_progress");

        Assert.Equal(DeploymentClass.Unauthorised, (await Deployments(company)).Single().Class);
    }

    [Fact]
    public async Task What_another_tool_deployed_is_known_by_its_own_address()
    {
        await using var company = await CompanyOnGitHub.Start();

        await company.Tells(57, company.Merge(10), "failure", byActions: false);

        var deployment = (await Deployments(company)).Single();
        Assert.Equal(("https://api.github.com/repos/acme/shop/deployments/57", Outcome.Failure), (deployment.RunUrl, deployment.Outcome));
    }

    [Theory]
    [InlineData("waiting")]
    [InlineData("queued")]
    [InlineData("pending")]
    [InlineData("inactive")]
    [InlineData("failure")]
    [InlineData("error")]
    public async Task What_has_not_begun_is_no_deployment(string state)
    {
        await using var company = await CompanyOnGitHub.Start();
        var before = await company.Facts();

        Assert.Equal(HttpStatusCode.NoContent, await company.Tells(58, company.Merge(10), state));

        Assert.Equal(before, await company.Facts());
        Assert.Empty(await Deployments(company));
    }

    [Theory]
    [InlineData("https://api.github.com/repos/acme/other/actions/runs/55/deployment_protection_rule")]
    [InlineData("https://api.github.com/repos/acme/shop/actions/runs/x/deployment_protection_rule")]
    [InlineData("https://evil.example.com/")]
    public async Task A_question_that_names_no_run_of_its_repository_is_refused(string callback)
    {
        await using var company = await CompanyOnGitHub.Start();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await company.Asks(55, company.Merge(10), callback: callback));
        Assert.Empty(await company.Workspace.Read(read => GateStore.Latest(read, 9)));
    }

    [Fact]
    public async Task While_GitHub_is_away_the_answer_waits_and_then_arrives_once()
    {
        await using var company = await CompanyOnGitHub.Start();
        var commit = company.Merge(10);
        var away = true;
        company.GitHub.Instead = _ => away ? Microsoft.AspNetCore.Http.Results.StatusCode(502) : null;
        await company.Asks(55, commit);
        await company.Workspace.Deliver();
        Assert.Equal(Answer.Pending, (await company.Workspace.Read(read => GateStore.Latest(read, 1))).Single().Answer);

        away = false;
        company.Workspace.Clock.Advance(TimeSpan.FromMinutes(1));
        await company.Workspace.Deliver();

        Assert.Equal("approved", Assert.Single(company.GitHub.Shop.Answers).State);
    }

    private static Task<IReadOnlyList<Deployment>> Deployments(CompanyOnGitHub company) => company.Workspace.Read(read => DeploymentStore.Latest(read, 9));
}
