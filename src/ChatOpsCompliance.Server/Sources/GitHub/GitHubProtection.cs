using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>How an environment is protected: whether our gate is one of its rules, and who may go around it.</summary>
internal sealed class GitHubProtection(GitHubApi api, GitHubSettings settings)
{
    public static string At(string environment) => $"environments/{Uri.EscapeDataString(environment)}";

    public async Task<EnvironmentProtection> Of(GitHubName repository, string environment, CancellationToken ct)
    {
        var path = At(environment);
        // One that was never set up is made by the first run that names it, without any protection.
        if (await api.Find<GitHubEnvironment>(repository, path, ct) is not { } found) return new() { GateIsOn = false };
        var custom = (await api.Get<GitHubCustomRules>(repository, $"{path}/deployment_protection_rules", ct)).CustomDeploymentProtectionRules;
        var reviewers = (found.ProtectionRules ?? []).FirstOrDefault(r => r.Type == "required_reviewers");
        return new()
        {
            AdminsCanBypass = found.CanAdminsBypass,
            // Without reviewers at GitHub nobody reviews there, themselves or others.
            SelfReviewPrevented = reviewers is null ? null : reviewers.PreventSelfReview,
            GateIsOn = custom.Any(r => r.Enabled && r.App.Id == settings.AppId),
        };
    }
}
