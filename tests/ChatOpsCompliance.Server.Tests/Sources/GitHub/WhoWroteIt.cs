using ChatOpsCompliance.Server.Sources;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Sources.GitHub;

/// <summary>Everybody with a hand in a commit counts as its author; whoever is not known makes all of it unknown.</summary>
public sealed class WhoWroteIt : IAsyncLifetime
{
    private static readonly CancellationToken Now = TestContext.Current.CancellationToken;

    private FakeGitHub github = null!;

    public async ValueTask InitializeAsync() => github = await FakeGitHub.Start(new FakeTimeProvider());

    public ValueTask DisposeAsync() => github.DisposeAsync();

    [Fact]
    public async Task Authors_committers_pushers_and_who_opened_the_pull_request()
    {
        var (shop, start) = (github.Shop, github.Shop.Commit(1, null, "olga"));
        var second = shop.Commit(2, 1, "mia", "carl");
        var third = shop.Commit(3, 2, "dana");
        shop.Pulls.Add(new(9, "paul", [second]) { MergeCommit = third });
        shop.Activities.AddRange([(third, "push", "petra"), (second, "pr_merge", "merger"), (start, "push", "old"), (third, "force_push", null)]);

        var (accounts, unknown) = await github.Source().Authors("acme/shop", start, third, Now);

        Assert.Null(unknown);
        Assert.Equal(["carl", "dana", "mia", "paul", "petra"], accounts);
    }

    [Fact]
    public async Task Every_page_of_a_long_comparison()
    {
        var shop = github.Shop;
        for (var i = 1; i <= 231; i++) shop.Commit(i, i == 1 ? null : i - 1, $"u{i % 30}");

        var found = await github.Source().Authors("acme/shop", FakeRepository.Sha(1), FakeRepository.Sha(231), Now);

        Assert.Equal((30, null), (found.Accounts.Count, found.Unknown));
    }

    [Theory]
    [InlineData(null, "web-flow", "author of commit 0000000000")]
    [InlineData("mia", null, "committer of commit 0000000000")]
    [InlineData("web-flow", "web-flow", "author of commit 0000000000")]
    public async Task A_commit_of_no_account_makes_it_unknown(string? author, string? committer, string says)
    {
        github.Shop.Commit(1, null, "olga");
        var commit = github.Shop.Commit(2, 1, author, committer);

        var found = await github.Source().Authors("acme/shop", FakeRepository.Sha(1), commit, Now);

        Assert.Contains(says, found.Unknown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_nothing_to_compare_with_the_history_is_read_as_far_as_it_is_short()
    {
        for (var i = 1; i <= 251; i++) github.Shop.Commit(i, i == 1 ? null : i - 1, "mia");

        var whole = await github.Source().Authors("acme/shop", null, FakeRepository.Sha(250), Now);
        var tooLong = await github.Source().Authors("acme/shop", null, FakeRepository.Sha(251), Now);

        Assert.Equal(["mia"], whole.Accounts);
        Assert.Null(whole.Unknown);
        Assert.Contains("more than 250 commits", tooLong.Unknown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Histories_that_part_are_compared_from_where_they_parted_and_it_says_so()
    {
        github.Shop.Commit(1, null, "olga");
        github.Shop.Commit(2, 1, "hanna");
        github.Shop.Commit(3, 1, "mia");

        var diverged = await github.Source().Authors("acme/shop", FakeRepository.Sha(2), FakeRepository.Sha(3), Now);
        var older = await github.Source().Authors("acme/shop", FakeRepository.Sha(2), FakeRepository.Sha(1), Now);

        Assert.Equal(["mia"], diverged.Accounts);
        Assert.Contains("not part of its history", diverged.Note, StringComparison.Ordinal);
        Assert.Empty(older.Accounts);
        Assert.Null(older.Unknown);
        Assert.Contains("older", older.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_unknown()
    {
        github.Shop.Commit(1, null, "olga");

        Assert.Contains("knows no commit", (await github.Source().Authors("acme/shop", null, FakeRepository.Sha(9), Now)).Unknown, StringComparison.Ordinal);
        Assert.Contains("can't compare", (await github.Source().Authors("acme/shop", FakeRepository.Sha(9), FakeRepository.Sha(1), Now)).Unknown, StringComparison.Ordinal);
        Assert.Contains("no whole commit hash", (await github.Source().Authors("acme/shop", null, "main", Now)).Unknown, StringComparison.Ordinal);
        Assert.Contains("no repository", (await github.Source().Authors("acme/../shop", null, FakeRepository.Sha(1), Now)).Unknown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_is_not_the_whole()
    {
        github.Shop.Commit(1, null, "olga");
        for (var i = 2; i <= 200; i++) github.Shop.Commit(i, i - 1, "mia");
        github.Instead = r => r.Path.Value!.Contains("/compare/", StringComparison.Ordinal) && r.Query["page"] == "2" ? Microsoft.AspNetCore.Http.Results.Json(new { status = "ahead", total_commits = 199, commits = Array.Empty<object>() }) : null;

        var outage = await Assert.ThrowsAsync<SourceOutageException>(() => github.Source().Authors("acme/shop", FakeRepository.Sha(1), FakeRepository.Sha(200), Now));

        Assert.Contains("100 of 199 commits", outage.Message, StringComparison.Ordinal);
    }
}
