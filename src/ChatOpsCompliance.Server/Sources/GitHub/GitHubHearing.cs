using System.Globalization;
using System.Text.RegularExpressions;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>What GitHub's webhooks mean here: a question at the gate, or a deployment seen. Told twice, they mean the same.</summary>
internal sealed partial class GitHubHearing(AnswerGate gate, RecordDeployment record, Database database)
{
    private static readonly Actor GitHub = new(null, GitHubSettings.Source);

    /// <summary>A run waits: the answer goes out later, by an errand.</summary>
    public async Task<Refusal?> Asked(GitHubRuleEvent told, CancellationToken ct)
    {
        if (told.Action != "requested") return null;
        if (CallbackForm().Match(told.DeploymentCallbackUrl) is not { Success: true } callback || !callback.Groups["repository"].Value.Equals(told.Repository.FullName, StringComparison.OrdinalIgnoreCase)) return new NoRunOfItsOwn();
        var run = long.Parse(callback.Groups["run"].Value, NumberStyles.None, CultureInfo.InvariantCulture);
        var asked = new GateAsked(GitHubSettings.Source, told.Repository.FullName, told.Environment, told.Deployment?.Sha ?? told.Sha ?? "", RunUrl(told.Repository, run), told.Sender?.Login ?? told.Deployment?.Creator?.Login ?? "")
        {
            Callback = new GitHubCallback(told.Repository.FullName, told.Environment, run).ToString(),
        };
        return (await gate.Ask(asked, GitHub, ct)).No;
    }

    /// <summary>
    /// A deployment went on. GitHub makes one before its run has passed any gate, so that it has begun is told by its statuses alone; one that fails without ever
    /// having been in progress was turned away (if only its webhook was lost, the daily reading finds it).
    /// </summary>
    public async Task<Refusal?> Seen(GitHubStatusEvent told, CancellationToken ct)
    {
        var (status, deployment) = (told.DeploymentStatus, told.Deployment);
        Outcome? outcome = status.State switch { "in_progress" => Outcome.Running, "success" => Outcome.Success, "failure" or "error" => Outcome.Failure, _ => null };
        if (outcome is not { } how) return null;
        var seen = new DeploymentSeen(
            GitHubSettings.Source,
            told.Repository.FullName,
            deployment.Environment,
            deployment.Sha,
            GitHubDeployments.RunOf(told.WorkflowRun?.HtmlUrl, status.LogUrl, status.TargetUrl) ?? deployment.Url,
            told.WorkflowRun?.TriggeringActor?.Login ?? told.WorkflowRun?.Actor?.Login ?? deployment.Creator?.Login ?? "",
            how == Outcome.Running ? status.CreatedAt : deployment.CreatedAt,
            how == Outcome.Running ? null : status.CreatedAt,
            how,
            SeenBy.Webhook);
        if (how == Outcome.Failure && told.WorkflowRun is not null && !await IsKnown(seen, ct)) return null;
        return (await record.Run(seen, GitHub, ct)).No;
    }

    private async Task<bool> IsKnown(DeploymentSeen seen, CancellationToken ct) =>
        seen.Plain() is { Done: true, Value: var plain } && await database.Read(read => DeploymentStore.OfRun(read, plain.Repository, plain.Environment, plain.RunUrl), ct) is not null;

    private static string RunUrl(GitHubEventRepository repository, long run) => $"{repository.HtmlUrl}/actions/runs/{run.ToString(CultureInfo.InvariantCulture)}";

    [GeneratedRegex("/repos/(?<repository>[^/?#]+/[^/?#]+)/actions/runs/(?<run>[0-9]{1,18})/deployment_protection_rule$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CallbackForm();
}

public sealed record NoRunOfItsOwn() : Refusal("It does not say which run of its repository waits.");
