using System.Net;
using System.Net.Http.Json;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Sources.GitHub;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Sources.GitHub;

/// <summary>A mock made from GitHub's own description of its API takes every request of ours, and we can read each of its answers.</summary>
public sealed class OurRequestsAreGitHubs
{
    private const string Rule = "/repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule";

    private static readonly string[] Used =
    [
        Rule, "/app", "/repos/{owner}/{repo}/installation", "/app/installations/{installation_id}/access_tokens", "/repos/{owner}/{repo}/compare/{basehead}", "/repos/{owner}/{repo}/commits", "/repos/{owner}/{repo}/commits/{ref}",
        "/repos/{owner}/{repo}/activity", "/repos/{owner}/{repo}/commits/{commit_sha}/pulls", "/repos/{owner}/{repo}/pulls/{pull_number}", "/repos/{owner}/{repo}/pulls/{pull_number}/commits",
        "/repos/{owner}/{repo}/pulls/{pull_number}/reviews", "/repos/{owner}/{repo}/commits/{ref}/check-runs", "/repos/{owner}/{repo}/commits/{ref}/status", "/repos/{owner}/{repo}/deployments",
        "/repos/{owner}/{repo}/deployments/{deployment_id}/statuses", "/repos/{owner}/{repo}/environments/{environment_name}", "/repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules",
        "/repos/{owner}/{repo}/environments", "/app/installations", "/installation/repositories",
    ];

    private static readonly CancellationToken Now = TestContext.Current.CancellationToken;

    [Fact]
    public async Task And_its_answers_ours_to_read()
    {
        await using var mock = await GitHubMock.Start(Used);
        var settings = new GitHubSettings { AppId = 1, PrivateKey = FakeGitHub.PrivateKey, WebhookSecret = "", ApiBaseUrl = mock.Address, System = "github" };
        var requests = new Counted();
        var connections = new GitHubConnections(settings, TimeProvider.System, () => requests);
        var (api, source, name, sha) = (new GitHubApi(connections), new GitHubSource(settings, connections), new GitHubName("octocat", "Hello-World"), FakeRepository.Sha(7));

        var answer = await new GitHubAnswer(api).Send(new GitHubCallback("octocat/Hello-World", "production", 42).ToString(), approved: true, "EC-12 opens it.", Now);
        var authors = await source.Authors("octocat/Hello-World", sha, FakeRepository.Sha(8), Now);
        var history = await source.Authors("octocat/Hello-World", null, sha, Now);
        var pull = await source.PullRequest("octocat/Hello-World", sha, Now);
        var deployments = await source.Deployments("octocat/Hello-World", "production", DateTimeOffset.UnixEpoch, Now);
        var protection = await source.Protection("octocat/Hello-World", "production", Now);
        var places = await source.Places(_ => true, Now);
        // The mock's pull requests are of another repository, so the rest of one is asked for by itself.
        var (size, commits, reviews) = (await api.Get<GitHubPullSize>(name, "pulls/1", Now), await api.All<GitHubCommit>(name, "pulls/1/commits", 1, Now), await api.All<GitHubReview>(name, "pulls/1/reviews", 1, Now));
        var (runs, statuses) = (await api.Get<GitHubCheckRuns>(name, $"commits/{sha}/check-runs", Now, ("filter", "latest")), await api.Get<GitHubStatuses>(name, $"commits/{sha}/status", Now, GitHubApi.Page(1)));

        var findings = await new GitHubDoctor(connections).Examine(Now).ToListAsync(Now);

        Assert.IsType<Delivery.Sent>(answer);
        Assert.Equal((4, "octoapp, by its key"), (findings.Count, findings[0].Says));
        Assert.Equal(["octocat"], authors.Accounts);
        Assert.Equal(["octocat"], history.Accounts);
        Assert.Equal((null, null), (authors.Unknown, history.Unknown));
        Assert.NotNull(pull);
        Assert.All(deployments.Begun, d => Assert.NotEmpty(d.Commit));
        Assert.True(protection.GateIsOn); // its example has a rule of App 1
        Assert.False(protection.SelfReviewPrevented);
        Assert.All(places, p => Assert.Equal("octocat/Hello-World", p.Repository));
        Assert.NotEmpty(places);
        Assert.True(size.Commits > 0 && commits.Count > 0 && reviews.Count > 0 && runs.CheckRuns.Count > 0 && statuses.Statuses.Count > 0);
        Assert.DoesNotContain(requests.Answered, s => s >= 400);
    }

    [Fact]
    public async Task What_is_no_answer_it_refuses()
    {
        await using var mock = await GitHubMock.Start(Rule);
        using var http = new HttpClient { BaseAddress = mock.Address };

        var right = await http.PostAsJsonAsync("repos/acme/shop/actions/runs/7/deployment_protection_rule", new { environment_name = "production", state = "rejected", comment = "" }, Now);
        var wrongState = await http.PostAsJsonAsync("repos/acme/shop/actions/runs/7/deployment_protection_rule", new { environment_name = "production", state = "pending" }, Now);
        var noEnvironment = await http.PostAsJsonAsync("repos/acme/shop/actions/runs/7/deployment_protection_rule", new { state = "approved" }, Now);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (right.StatusCode, wrongState.StatusCode, noEnvironment.StatusCode));
    }

    private sealed class Counted() : DelegatingHandler(new SocketsHttpHandler())
    {
        public List<int> Answered { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            lock (Answered) Answered.Add((int)response.StatusCode);
            return response;
        }
    }
}
