using System.Collections.Concurrent;
using System.Globalization;

namespace ChatOpsCompliance.Server.Tests.Sources.GitHub;

/// <param name="Author">A login; null when the e-mail is no account's.</param>
internal sealed record FakeCommit(string Sha, string? Parent, string? Author, string? Committer);

internal sealed record FakeReview(string Login, string State, string Commit);

internal sealed record FakePull(int Number, string Author, IReadOnlyList<string> Commits)
{
    public string? MergeCommit { get; init; }

    public bool Merged { get; init; } = true;

    public string Repository { get; init; } = "acme/shop";

    public IReadOnlyList<FakeReview> Reviews { get; init; } = [];

    /// <summary>How many commits it says that it has; null for as many as it lists.</summary>
    public int? Size { get; init; }
}

internal sealed record FakeDeployment(long Id, string Commit, string Environment, string Creator, DateTimeOffset CreatedAt, params (string State, DateTimeOffset At, string? LogUrl)[] States);

internal sealed record FakeEnvironment(bool? AdminsBypass, bool? SelfReviewPrevented, params (long App, bool Enabled)[] Rules)
{
    public string? Spelled { get; init; }
}

/// <summary>A repository of the fake, with a history that a test writes.</summary>
internal sealed class FakeRepository(string name)
{
    public string Name => name;

    public ConcurrentDictionary<string, FakeCommit> Commits { get; } = new(StringComparer.Ordinal);

    public List<FakePull> Pulls { get; } = [];

    /// <summary>Name, conclusion (null while it runs), of a commit.</summary>
    public List<(string Commit, string Name, string? Conclusion)> CheckRuns { get; } = [];

    public List<(string Commit, string Context, string State)> Statuses { get; } = [];

    public List<(string After, string Type, string? Actor)> Activities { get; } = [];

    public List<FakeDeployment> Deployments { get; } = [];

    public Dictionary<string, FakeEnvironment> Environments { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What runs were answered at our gate.</summary>
    public ConcurrentQueue<(long Run, string Environment, string State, string Comment)> Answers { get; } = [];

    public static string Sha(int number) => number.ToString("x40", CultureInfo.InvariantCulture);

    /// <summary>A commit upon another; returns its hash.</summary>
    public string Commit(int number, int? upon, string? author, string? committer = "web-flow")
    {
        var commit = new FakeCommit(Sha(number), upon is { } parent ? Sha(parent) : null, author, committer);
        Commits[commit.Sha] = commit;
        return commit.Sha;
    }

    /// <summary>The commit and all before it, newest first.</summary>
    public IEnumerable<FakeCommit> History(string sha)
    {
        for (var at = Commits.GetValueOrDefault(sha); at is not null; at = at.Parent is null ? null : Commits.GetValueOrDefault(at.Parent)) yield return at;
    }
}
