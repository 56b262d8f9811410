using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Chat;

namespace ChatOpsCompliance.Server.Sources;

/// <summary>
/// A platform where code is kept and deployed, as far as it can be asked; what is null it can't be. Every question throws <see cref="SourceOutageException"/>
/// when the source does not say: failed or partial is not empty.
/// </summary>
public sealed record ChangeSource
{
    /// <summary>Such as <c>github</c>; also the outbox lane of what is asked of it, and the first word of its accounts.</summary>
    public required string Name { get; init; }

    /// <summary>The system whose account map says which person is behind an account of it.</summary>
    public required string System { get; init; }

    /// <summary>Whether a repository is kept there.</summary>
    public required Func<string, bool> Keeps { get; init; }

    /// <summary>Who wrote what lies between two commits (repository, since or null, commit).</summary>
    public Func<string, string?, string, CancellationToken, Task<CommitAuthors>>? Authors { get; init; }

    /// <summary>The pull request of a commit (repository, commit).</summary>
    public Func<string, string, CancellationToken, Task<PullRequestFacts>>? PullRequest { get; init; }

    /// <summary>The deployments to an environment since an instant (repository, environment, since), oldest first.</summary>
    public Func<string, string, DateTimeOffset, CancellationToken, Task<IReadOnlyList<SourceDeployment>>>? Deployments { get; init; }

    /// <summary>The commit that runs in an environment (repository, environment): of its newest successful deployment; null when there never was one.</summary>
    public Func<string, string, CancellationToken, Task<string?>>? Running { get; init; }

    /// <summary>The environments of all repositories it lets us see and whose name is wanted, in its own spelling.</summary>
    public Func<Func<string, bool>, CancellationToken, Task<IReadOnlyList<(string Repository, string Environment)>>>? Places { get; init; }

    /// <summary>How an environment is protected (repository, environment).</summary>
    public Func<string, string, CancellationToken, Task<EnvironmentProtection>>? Protection { get; init; }

    /// <summary>Tells a run that waits what the gate answered; the question's callback says where.</summary>
    public Func<GateQuestion, CancellationToken, Task<Delivery>>? Answer { get; init; }
}

/// <summary>The source did not say. Later may work.</summary>
public sealed class SourceOutageException(string why, TimeSpan? after = null, Exception? inner = null) : Exception(why, inner)
{
    /// <summary>Not sooner than this.</summary>
    public TimeSpan? After => after;
}

/// <summary>The sources that are configured.</summary>
public sealed class ChangeSources(IEnumerable<ChangeSource> all)
{
    private readonly IReadOnlyList<ChangeSource> sources = [.. all];

    public IReadOnlyList<ChangeSource> All => sources;

    public ChangeSource? Named(string name) => sources.FirstOrDefault(s => s.Name == name);

    /// <summary>The one that keeps this repository and can be asked about it; null when none does.</summary>
    public ChangeSource? Of(string repository) => sources.FirstOrDefault(s => s.Keeps(repository));
}
