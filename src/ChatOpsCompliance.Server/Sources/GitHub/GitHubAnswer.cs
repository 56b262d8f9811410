using System.Globalization;
using System.Text.Json;
using ChatOpsCompliance.Server.Chat;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>What a <c>deployment_protection_rule</c> webhook told that its answer needs. No address: answers go to the configured one.</summary>
/// <param name="Environment">In GitHub's own spelling.</param>
internal sealed record GitHubCallback(string Repository, string Environment, long Run)
{
    public static GitHubCallback? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<GitHubCallback>(text, GitHubJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this, GitHubJson.Options);
}

/// <summary>Answers a waiting run (https://docs.github.com/rest/actions/workflow-runs#review-custom-deployment-protection-rules-for-a-workflow-run).</summary>
internal sealed class GitHubAnswer(GitHubApi api)
{
    private const int LongestComment = 1024;

    public async Task<Delivery> Send(string callback, bool approved, string comment, CancellationToken ct)
    {
        if (GitHubCallback.Parse(callback) is not { } to || GitHubName.Parse(to.Repository) is not { } repository) return new Delivery.Dead("the question does not say which run waits", "It can't be answered; run the pipeline again.");
        try
        {
            await api.Post(repository, $"actions/runs/{to.Run.ToString(CultureInfo.InvariantCulture)}/deployment_protection_rule", new Body(to.Environment, approved ? "approved" : "rejected", Cut(comment)), ct);
            return new Delivery.Sent(to.Run.ToString(CultureInfo.InvariantCulture));
        }
        catch (GitHubRefusedException e)
        {
            return e.Delivery;
        }
    }

    private static string Cut(string comment) => comment.Length <= LongestComment ? comment : comment[..(LongestComment - 1)] + "…";

    private sealed record Body(string EnvironmentName, string State, string Comment);
}
