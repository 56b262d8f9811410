using ChatOpsCompliance.Deployments;

namespace ChatOpsCompliance.Server.Api;

/// <summary>A deployment with its class and why it has it.</summary>
/// <param name="Source">Which platform it was heard of from, or <c>api</c>.</param>
/// <param name="Reference">The emergency change that paid for it.</param>
internal sealed record DeploymentShape(
    Guid Id,
    string Source,
    string Repository,
    string Environment,
    string Commit,
    string RunUrl,
    string Actor,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    Outcome Outcome,
    DeploymentClass Class,
    string Reason,
    string? Reference)
{
    public static DeploymentShape Of(Deployment d) =>
        new(d.Id.Value, d.Source, d.Repository, d.Environment, d.Commit, d.RunUrl, d.Actor, d.StartedAt, d.FinishedAt, d.Outcome, d.Class, d.Reason, d.Reference);
}
