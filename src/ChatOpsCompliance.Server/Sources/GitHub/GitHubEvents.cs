namespace ChatOpsCompliance.Server.Sources.GitHub;

// What we read of GitHub's webhooks (https://docs.github.com/webhooks/webhook-events-and-payloads). A parameter without a default has to be there.

internal sealed record GitHubEventRepository(string FullName, string HtmlUrl);

internal sealed record GitHubEventDeployment(string Url, string Sha, string Environment, DateTimeOffset CreatedAt, GitHubUser? Creator = null);

/// <summary>A run waits at our gate.</summary>
/// <param name="Sha">Beside the deployment's own, which may be null.</param>
internal sealed record GitHubRuleEvent(string Action, string Environment, string DeploymentCallbackUrl, GitHubEventRepository Repository, GitHubEventDeployment? Deployment = null, string? Sha = null, GitHubUser? Sender = null);

internal sealed record GitHubEventStatus(string State, DateTimeOffset CreatedAt, string? LogUrl = null, string? TargetUrl = null);

/// <param name="TriggeringActor">Who ran it again, if somebody did.</param>
internal sealed record GitHubEventRun(string HtmlUrl, GitHubUser? Actor = null, GitHubUser? TriggeringActor = null);

/// <summary>How a deployment goes on.</summary>
/// <param name="WorkflowRun">Null when it was made by something else than GitHub Actions.</param>
internal sealed record GitHubStatusEvent(GitHubEventStatus DeploymentStatus, GitHubEventDeployment Deployment, GitHubEventRepository Repository, GitHubEventRun? WorkflowRun = null);
