using ChatOpsCompliance.Deployments;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Sources.GitHub;

/// <summary>Pull requests, deployments and protection, read from the API.</summary>
public sealed class WhatGitHubTells : IAsyncLifetime
{
    private static readonly CancellationToken Now = TestContext.Current.CancellationToken;

    private static readonly DateTimeOffset Monday = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private FakeGitHub github = null!;

    public async ValueTask InitializeAsync() => github = await FakeGitHub.Start(new FakeTimeProvider(Monday));

    public ValueTask DisposeAsync() => github.DisposeAsync();

    [Fact]
    public async Task The_merged_pull_request_with_each_reviewers_newest_word_and_the_commits_checks()
    {
        var shop = github.Shop;
        var (first, head, merge) = (shop.Commit(2, null, "mia"), shop.Commit(3, 2, "carl", "carl"), shop.Commit(4, 3, "mia"));
        shop.Pulls.Add(new(7, "evil", [merge]) { MergeCommit = merge, Repository = "fork/shop" });
        shop.Pulls.Add(new(8, "later", [first, head, merge]) { Merged = false });
        shop.Pulls.Add(new(9, "paul", [first, head])
        {
            MergeCommit = merge,
            Reviews = [new("rita", "CHANGES_REQUESTED", first), new("rita", "APPROVED", head), new("rita", "COMMENTED", head), new("sam", "APPROVED", first), new("tom", "APPROVED", head), new("tom", "DISMISSED", head)],
        });
        shop.CheckRuns.AddRange([(merge, "build", "success"), (merge, "test", "success"), (merge, "test", "failure"), (merge, "lint", "skipped"), (merge, "scan", null), (head, "other", "success")]);
        shop.Statuses.AddRange([(merge, "ci", "success"), (merge, "cla", "pending"), (merge, "cover", "error")]);

        var pull = await github.Source().PullRequest("acme/shop", merge, Now);

        Assert.Equal((9, "https://github.com/acme/shop/pull/9", true, false), (pull.Number, pull.Url, pull.Merged, pull.AuthorsUnknown));
        Assert.Equal(["carl", "mia", "paul"], pull.Authors);
        Assert.Equal([new("rita", true, true), new("sam", true, false), new("tom", false, true)], pull.Reviews);
        Assert.Equal(
            [new("build", true), new("ci", true), new("cla", null), new("cover", false), new("lint", false), new("scan", null), new("test", false)],
            pull.Checks.OrderBy(c => c.Name, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_pull_request_with_more_commits_than_are_listed_has_unknown_authors()
    {
        var head = github.Shop.Commit(2, null, "mia");
        github.Shop.Pulls.Add(new(9, "paul", [head]) { Size = 251 });

        Assert.True((await github.Source().PullRequest("acme/shop", head, Now)).AuthorsUnknown);
    }

    [Fact]
    public async Task A_commit_that_came_by_none_says_so()
    {
        var head = github.Shop.Commit(2, null, "mia");

        Assert.Equal(new PullRequestFacts(null, null, Merged: false), (await github.Source().PullRequest("acme/shop", head, Now)) with { Authors = new PullRequestFacts(null, null, false).Authors });
    }

    [Fact]
    public async Task Deployments_that_have_begun_with_their_runs_and_the_commit_that_runs()
    {
        var (a, b, c, d) = (FakeRepository.Sha(1), FakeRepository.Sha(2), FakeRepository.Sha(3), FakeRepository.Sha(4));
        const string job = "https://github.com/acme/shop/actions/runs/55/job/3";
        github.Shop.Deployments.AddRange(
        [
            new(1, a, "production", "mia", Monday.AddDays(-9), ("inactive", Monday.AddDays(-1), null), ("success", Monday.AddDays(-9), null)),
            new(2, b, "production", "carl", Monday.AddHours(-5), ("success", Monday.AddHours(-4), job), ("in_progress", Monday.AddHours(-5), job), ("waiting", Monday.AddHours(-5), null)),
            new(3, c, "production", "carl", Monday.AddHours(-3), ("failure", Monday.AddHours(-2), job + "?x"), ("in_progress", Monday.AddHours(-3), job)),
            new(4, d, "production", "carl", Monday.AddHours(-2), ("failure", Monday.AddHours(-2), job), ("waiting", Monday.AddHours(-2), null)),
            new(5, d, "production", "carl", Monday.AddHours(-1), ("waiting", Monday.AddHours(-1), null)),
            new(6, d, "staging", "carl", Monday.AddHours(-1), ("success", Monday.AddHours(-1), null)),
            new(7, d, "production", "olga", Monday.AddMinutes(-5), ("in_progress", Monday.AddMinutes(-5), "https://jenkins.example.com/7")),
        ]);

        var found = await github.Source().Deployments("acme/shop", "production", Monday.AddDays(-1), Now);

        Assert.Equal(
            [
                new("7", d, "https://api.github.com/repos/acme/shop/deployments/7", "olga", Monday.AddMinutes(-5), Outcome.Running, null),
                new("3", c, "https://github.com/acme/shop/actions/runs/55", "carl", Monday.AddHours(-3), Outcome.Failure, Monday.AddHours(-2)),
                new("2", b, "https://github.com/acme/shop/actions/runs/55", "carl", Monday.AddHours(-5), Outcome.Success, Monday.AddHours(-4)),
            ],
            found.Begun);
        Assert.Equal(b, found.RunningCommit);
        Assert.Equal(a, await RunningOf(without: [2]));
        Assert.Null(await RunningOf(without: [1, 2]));
    }

    private async Task<string?> RunningOf(long[] without)
    {
        github.Shop.Deployments.RemoveAll(d => without.Contains(d.Id));
        return await github.Source().AsChangeSource().Running!("acme/shop", "production", Now);
    }

    [Fact]
    public async Task An_environment_is_the_same_in_any_spelling()
    {
        github.Shop.Environments["production"] = new(true, null) { Spelled = "Production" };
        github.Shop.Deployments.Add(new(1, FakeRepository.Sha(1), "Production", "mia", Monday, ("success", Monday, null)));

        Assert.Equal(FakeRepository.Sha(1), await RunningOf(without: []));
    }

    [Theory]
    [InlineData(true, true, true, true, true, true)]
    [InlineData(false, null, false, false, null, false)]
    public async Task How_an_environment_is_protected(bool bypass, bool? prevented, bool ours, bool isBypass, bool? isPrevented, bool isOn)
    {
        github.Shop.Environments["live (eu)"] = new(bypass, prevented, (4711, true), (FakeGitHub.AppId, ours));

        var found = await github.Source().Protection("acme/shop", "live (eu)", Now);

        Assert.Equal((isBypass, isPrevented, isOn), (found.AdminsCanBypass, found.SelfReviewPrevented, found.GateIsOn));
    }

    [Fact]
    public async Task An_environment_that_is_not_there_has_no_gate()
    {
        _ = github.Shop;

        Assert.Equal(false, (await github.Source().Protection("acme/shop", "production", Now)).GateIsOn);
    }
}
