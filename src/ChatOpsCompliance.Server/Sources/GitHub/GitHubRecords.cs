using System.Diagnostics.CodeAnalysis;

namespace ChatOpsCompliance.Server.Sources.GitHub;

// What we read of GitHub's answers (https://docs.github.com/rest, version 2022-11-28). A parameter without a default has to be there.

internal sealed record GitHubInstallation(long Id);

internal sealed record GitHubAppItself(string Slug, IReadOnlyDictionary<string, string> Permissions, IReadOnlyList<string> Events);

[SuppressMessage("Design", "CA1812", Justification = "Made by the JSON serializer.")]
internal sealed record GitHubToken(string Token, DateTimeOffset ExpiresAt)
{
    public override string ToString() => "a token";
}

internal sealed record GitHubUser(string Login);

/// <summary>Of a commit: null, or empty, when its e-mail is no account's.</summary>
internal sealed record GitHubCommitter(string? Login = null);

internal sealed record GitHubCommit(string Sha, GitHubCommitter? Author, GitHubCommitter? Committer);

/// <param name="Status">ahead, behind, diverged or identical: how the head stands to the base.</param>
internal sealed record GitHubComparison(string Status, int TotalCommits, IReadOnlyList<GitHubCommit> Commits);

/// <summary>What it lacks it does not tell: GitHub keeps these for a while only, and its own examples differ.</summary>
internal sealed record GitHubActivity(string? After = null, string? ActivityType = null, GitHubUser? Actor = null);

internal sealed record GitHubHead(string Sha);

/// <param name="Account">Without a login when it is an enterprise, which has no repositories itself.</param>
/// <param name="SuspendedAt">Since when it may do nothing; null when it may.</param>
internal sealed record GitHubInstalled(long Id, GitHubCommitter? Account, DateTimeOffset? SuspendedAt = null);

internal sealed record GitHubRepository(string FullName);

internal sealed record GitHubRepositories(int TotalCount, IReadOnlyList<GitHubRepository> Repositories);

internal sealed record GitHubEnvironments(IReadOnlyList<GitHubEnvironment> Environments);

internal sealed record GitHubBase(GitHubRepository? Repo);

internal sealed record GitHubPull(int Number, string HtmlUrl, GitHubUser? User, DateTimeOffset? MergedAt, string? MergeCommitSha, GitHubHead Head, GitHubBase Base);

/// <param name="Commits">How many commits it has.</param>
internal sealed record GitHubPullSize(int Commits);

/// <param name="State">APPROVED, CHANGES_REQUESTED, DISMISSED, COMMENTED or PENDING.</param>
internal sealed record GitHubReview(GitHubUser? User, string State, string? CommitId);

internal sealed record GitHubCheckRuns(int TotalCount, IReadOnlyList<GitHubCheckRun> CheckRuns);

internal sealed record GitHubCheckRun(string Name, string Status, string? Conclusion);

internal sealed record GitHubStatuses(int TotalCount, IReadOnlyList<GitHubStatus> Statuses);

internal sealed record GitHubStatus(string Context, string State);

internal sealed record GitHubDeployment(long Id, string Url, string Sha, GitHubUser? Creator, DateTimeOffset CreatedAt);

internal sealed record GitHubDeploymentStatus(string State, DateTimeOffset CreatedAt, string? LogUrl = null, string? TargetUrl = null);

/// <param name="CanAdminsBypass">Not in GitHub's schema, but in its answers.</param>
internal sealed record GitHubEnvironment(string Name, bool? CanAdminsBypass = null, IReadOnlyList<GitHubProtectionRule>? ProtectionRules = null, GitHubBranchPolicy? DeploymentBranchPolicy = null);

internal sealed record GitHubBranchPolicy(bool ProtectedBranches, bool CustomBranchPolicies);

internal sealed record GitHubReviewer(string? Type = null);

internal sealed record GitHubProtectionRule(string Type, bool? PreventSelfReview = null, IReadOnlyList<GitHubReviewer>? Reviewers = null);

internal sealed record GitHubCustomRules(IReadOnlyList<GitHubCustomRule> CustomDeploymentProtectionRules);

internal sealed record GitHubCustomRule(bool Enabled, GitHubApp App);

internal sealed record GitHubApp(long Id, string Slug);
