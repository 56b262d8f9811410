using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Sources.GitHub;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Sources.GitHub;

/// <summary>What is set up wrong at GitHub is named before it is needed.</summary>
public sealed class DoctorAtGitHub : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new();

    private FakeGitHub github = null!;

    public async ValueTask InitializeAsync() => github = await FakeGitHub.Start(clock);

    public ValueTask DisposeAsync() => github.DisposeAsync();

    [Fact]
    public async Task All_is_well()
    {
        var findings = await Examine();

        Assert.All(findings, f => Assert.True(f.Good, f.Says));
        Assert.Equal(["github app", "github permissions", "github events", "github installations"], findings.Select(f => f.About));
    }

    [Fact]
    public async Task Missing_rights_events_and_installations_are_named()
    {
        github.Permissions.Remove("checks");
        github.Permissions["deployments"] = "read";
        github.Events.Clear();
        github.Owners.Clear();

        var findings = await Examine();

        Assert.Equal([true, false, false, false], findings.Select(f => f.Good));
        Assert.Contains("missing checks: read, deployments: write", findings[1].Says, StringComparison.Ordinal);
        Assert.Contains("deployment_protection_rule, deployment_status", findings[2].Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_and_a_silent_GitHub_are_told_apart()
    {
        var wrong = Assert.Single(await Examine(appId: 9));
        github.Instead = _ => Microsoft.AspNetCore.Http.Results.StatusCode(503);
        var silent = Assert.Single(await Examine());

        Assert.Contains("Gates:GitHub:AppId", wrong.Says, StringComparison.Ordinal);
        Assert.Contains("503", silent.Says, StringComparison.Ordinal);
    }

    private async Task<List<Finding>> Examine(long appId = FakeGitHub.AppId)
    {
        using var connections = new GitHubConnections(github.Settings with { AppId = appId }, clock);
        return await new GitHubDoctor(connections).Examine(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }
}
