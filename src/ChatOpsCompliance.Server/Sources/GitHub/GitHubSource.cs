using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>What GitHub can be asked as a source of changes, and told as the asker at the gate. Each question throws <see cref="SourceOutageException"/> when it is not answered whole.</summary>
internal sealed class GitHubSource(GitHubSettings settings, GitHubConnections connections)
{
    private readonly GitHubApi api = new(connections);

    /// <summary>In the words that features know.</summary>
    public ChangeSource AsChangeSource() => new()
    {
        Name = GitHubSettings.Source,
        System = settings.System,
        Keeps = repository => GitHubName.Parse(repository) is not null,
        Authors = Authors,
        PullRequest = PullRequest,
        Deployments = async (repository, environment, since, ct) => [.. (await Deployments(repository, environment, since, ct)).Begun.Reverse()],
        Running = async (repository, environment, ct) => (await Deployments(repository, environment, DateTimeOffset.MaxValue, ct)).RunningCommit,
        Protection = Protection,
        Answer = (question, ct) => new GitHubAnswer(api).Send(question.Callback ?? "", question.Environment, question.Answer == ChatOpsCompliance.Deployments.Answer.Approved, question.Reason, ct),
    };

    public Task<CommitAuthors> Authors(string repository, string? since, string commit, CancellationToken ct)
    {
        if (GitHubName.Parse(repository) is not { } name) return Task.FromResult(new CommitAuthors([], NoRepository(repository)));
        return Commit.Whole(commit) is { } whole && (since is null || Commit.Whole(since) is not null)
            ? Ask(() => new GitHubAuthors(api).Of(name, Commit.Whole(since), whole, ct))
            : Task.FromResult(new CommitAuthors([], $"'{commit}' is no whole commit hash"));
    }

    public Task<PullRequestFacts> PullRequest(string repository, string commit, CancellationToken ct) => GitHubName.Parse(repository) is { } name && Commit.Whole(commit) is { } whole
        ? Ask(() => new GitHubPullRequests(api).Of(name, whole, ct))
        : Task.FromResult(new PullRequestFacts(null, null, Merged: false));

    public Task<GitHubDeployed> Deployments(string repository, string environment, DateTimeOffset since, CancellationToken ct) => Ask(() => new GitHubDeployments(api).Of(Name(repository), environment, since, ct));

    public Task<EnvironmentProtection> Protection(string repository, string environment, CancellationToken ct) => Ask(() => new GitHubProtection(api, settings).Of(Name(repository), environment, ct));

    private static async Task<T> Ask<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (GitHubRefusedException e)
        {
            throw e.AsOutage();
        }
    }

    private static GitHubName Name(string repository) => GitHubName.Parse(repository) ?? throw new GitHubRefusedException(new Delivery.Dead(NoRepository(repository), "Name it owner/name in the policy."));

    private static string NoRepository(string repository) => $"'{repository}' is no repository of GitHub (owner/name)";
}
