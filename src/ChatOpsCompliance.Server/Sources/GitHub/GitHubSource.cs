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
        Places = Places,
        Answer = (question, ct) => new GitHubAnswer(api).Send(question.Callback ?? "", question.Answer == ChatOpsCompliance.Deployments.Answer.Approved, question.Reason, ct),
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

    /// <summary>The environments of all repositories that the App may see: also where something is deployed of which no webhook ever told.</summary>
    /// <param name="wanted">Of which repositories they are wanted; each costs a request.</param>
    public Task<IReadOnlyList<(string Repository, string Environment)>> Places(Func<string, bool> wanted, CancellationToken ct) => Ask<IReadOnlyList<(string, string)>>(async () =>
    {
        var places = new List<(string, string)>();
        foreach (var installed in (await api.Installations(ct)).Where(i => i is { SuspendedAt: null, Account.Login: not null }))
            foreach (var repository in (await api.Repositories(installed, ct)).Where(r => GitHubName.Parse(r.FullName) is not null && wanted(r.FullName)))
                foreach (var environment in await api.All<GitHubEnvironments, GitHubEnvironment>(Name(repository.FullName), "environments", page => page.Environments, int.MaxValue, ct)) places.Add((repository.FullName, environment.Name));
        return places;
    });

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
