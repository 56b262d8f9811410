using System.Globalization;
using System.Text.RegularExpressions;
using ChatOpsCompliance.Deployments;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>GitHub's own list of what was deployed to an environment: what a webhook that never came would have told.</summary>
internal sealed partial class GitHubDeployments(GitHubApi api)
{
    /// <summary>Until a successful one is found, so many of those before are looked at.</summary>
    private const int MostLookedAt = 1000;

    private const int AtOnce = 6;

    private const int PageSize = 100;

    public async Task<GitHubDeployed> Of(GitHubName repository, string environment, DateTimeOffset since, CancellationToken ct)
    {
        // Environments are the same in any spelling, and a list of deployments is asked for in GitHub's own.
        var spelled = (await api.Find<GitHubEnvironment>(repository, GitHubProtection.At(environment), ct))?.Name ?? environment;
        var begun = new List<SourceDeployment>();
        (DateTimeOffset At, string Commit)? newest = null;
        for (var page = 1; page <= MostLookedAt / PageSize; page++)
        {
            var next = await api.Get<List<GitHubDeployment>>(repository, "deployments", ct, [("environment", spelled), .. GitHubApi.Page(page)]);
            foreach (var some in next.Chunk(AtOnce))
            {
                foreach (var (deployment, statuses) in await Task.WhenAll(some.Select(async d => (d, await Statuses(repository, d, ct)))))
                {
                    if (Read(deployment, statuses) is not { } read) continue;
                    if (deployment.CreatedAt >= since) begun.Add(read);
                    if (read is { Outcome: Outcome.Success, FinishedAt: { } at } && (newest is null || at > newest.Value.At)) newest = (at, read.Commit);
                }

                if (newest is not null && some[^1].CreatedAt < since) return new(begun, newest.Value.Commit);
            }

            if (next.Count < PageSize) return new(begun, newest?.Commit);
        }

        throw new GitHubRefusedException(new Chat.Delivery.Later($"GitHub has more than {MostLookedAt.ToString(CultureInfo.InvariantCulture)} deployments of {repository} to {environment} to look at"));
    }

    /// <summary>Cut to the run: <c>https://github.com/acme/shop/actions/runs/7</c>, whatever job or attempt the address goes on to; null when it names none.</summary>
    public static string? RunOf(params ReadOnlySpan<string?> addresses)
    {
        foreach (var address in addresses)
            if (address is not null && RunForm().Match(address) is { Success: true } m) return m.Value;
        return null;
    }

    private Task<IReadOnlyList<GitHubDeploymentStatus>> Statuses(GitHubName repository, GitHubDeployment deployment, CancellationToken ct) =>
        api.All<GitHubDeploymentStatus>(repository, $"deployments/{deployment.Id.ToString(CultureInfo.InvariantCulture)}/statuses", PageSize, ct);

    /// <returns>Null when it has not begun: it waits at its gate, or was turned away there.</returns>
    private static SourceDeployment? Read(GitHubDeployment deployment, IReadOnlyList<GitHubDeploymentStatus> statuses)
    {
        // GitHub calls an older one inactive once a newer one has succeeded: it succeeded itself before.
        var ended = statuses.Where(s => s.State is "success" or "failure" or "error").OrderByDescending(s => s.CreatedAt).FirstOrDefault();
        var begun = statuses.Any(s => s.State is "in_progress" or "success") || (ended is not null && statuses.All(s => s.State != "waiting"));
        if (!begun) return null;
        var success = statuses.Where(s => s.State == "success").OrderByDescending(s => s.CreatedAt).FirstOrDefault();
        var last = success ?? ended;
        var outcome = success is not null ? Outcome.Success : ended is not null ? Outcome.Failure : Outcome.Running;
        return new(
            deployment.Id.ToString(CultureInfo.InvariantCulture),
            deployment.Sha,
            statuses.Select(s => RunOf(s.LogUrl, s.TargetUrl)).FirstOrDefault(r => r is not null) ?? deployment.Url, // as its webhook is understood
            deployment.Creator?.Login ?? "",
            deployment.CreatedAt,
            outcome,
            last?.CreatedAt);
    }

    [GeneratedRegex("^https?://[^/?#]+/[^/?#]+/[^/?#]+/actions/runs/[0-9]+(?=$|[/?#])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RunForm();
}

/// <param name="Begun">Since the time that was asked for, newest first. One that still waits, or never got past its gate, is none.</param>
/// <param name="RunningCommit">Of the newest successful one, however old; null when there never was one.</param>
internal sealed record GitHubDeployed(IReadOnlyList<SourceDeployment> Begun, string? RunningCommit);
