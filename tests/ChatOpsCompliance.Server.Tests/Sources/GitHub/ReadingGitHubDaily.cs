using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.Remediation;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Sources.GitHub;

/// <summary>GitHub's own lists, read each day over its API: no webhook was ever set up for the repository.</summary>
public sealed class ReadingGitHubDaily
{
    [Fact]
    public async Task Repositories_environments_deployments_and_protection_are_read_without_a_single_webhook()
    {
        await using var company = await CompanyOnGitHub.Start();
        var clock = company.Workspace.Clock;
        company.GitHub.Shop.Environments["Production"] = new(false, true, (FakeGitHub.AppId, true));
        company.GitHub.Shop.Environments["staging"] = new(true, null);
        company.GitHub.Repositories.GetOrAdd("acme/empty", name => new(name));
        await Read(company);

        var sha = company.GitHub.Shop.Commit(5, null, "ada");
        var at = clock.GetUtcNow().AddHours(2);
        company.GitHub.Shop.Deployments.Add(new(9, sha, "Production", "ada", at, ("in_progress", at.AddMinutes(1), CompanyOnGitHub.RunUrl(7) + "/job/1"), ("success", at.AddMinutes(3), null)));
        company.GitHub.Shop.Environments["Production"] = new(true, true, (FakeGitHub.AppId, false));
        clock.Advance(TimeSpan.FromDays(1));
        await Read(company);
        await Read(company);

        var deployment = Assert.Single(await company.Workspace.Read(read => DeploymentStore.Latest(read, 10)));
        Assert.Equal(("acme/shop", "production", sha, CompanyOnGitHub.RunUrl(7), DeploymentClass.Unauthorised, SeenBy.DailyRead), (deployment.Repository, deployment.Environment, deployment.Commit, deployment.RunUrl, deployment.Class, deployment.SeenBy));
        var tie = (await company.Workspace.Read(read => ReconciliationStore.Between(read, DateOnly.MinValue, DateOnly.MaxValue)))[^1];
        Assert.Equal((1, 1, 0, sha), (tie.Listed, tie.Found, tie.Extra, tie.Running));
        Assert.Equal(
            [(ActionKind.Drift, "gate/acme/shop/production/admin-bypass"), (ActionKind.Drift, "gate/acme/shop/production/gate-off"), (ActionKind.Unauthorised, $"deployment/{deployment.Id}")],
            (await company.Workspace.Read(ActionStore.All)).Select(a => (a.Kind, a.Subject)).OrderBy(a => a.Subject.Replace("deployment/", "z/", StringComparison.Ordinal), StringComparer.Ordinal));
        Assert.Null((await company.Workspace.Verify()).Fault);
    }

    [Fact]
    public async Task Where_the_App_is_not_installed_there_is_nothing_to_read()
    {
        await using var company = await CompanyOnGitHub.Start();
        company.GitHub.Owners.Clear();

        await Read(company);

        Assert.Empty(await company.Workspace.Read(read => ReconciliationStore.Between(read, DateOnly.MinValue, DateOnly.MaxValue)));
        Assert.Contains("GET /app/installations?per_page=100&page=1", company.GitHub.Requests);
    }

    private static async Task Read(CompanyOnGitHub company)
    {
        await company.Workspace.Get<DailyPlaces>().Find();
        await company.Workspace.Get<ReconcileDeployments>().Run();
        await company.Workspace.Get<ReadProtection>().Run();
        await company.Workspace.Deliver();
    }
}
