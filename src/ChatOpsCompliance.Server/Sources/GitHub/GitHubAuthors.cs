using System.Collections.Concurrent;
using System.Globalization;
using ChatOpsCompliance.Deployments;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>
/// Who had a hand in what a commit brings: the logins of authors and committers, of who pushed it as far as GitHub remembers, and of who opened the pull
/// requests it came by. E-mails are never looked at: anybody can write anybody's into a commit.
/// </summary>
internal sealed class GitHubAuthors(GitHubApi api)
{
    /// <summary>With no deployment to compare with, so much of the commit's history is read.</summary>
    public const int MostWithoutBase = 250;

    /// <summary>Each commit costs a request, and GitHub allows some 900 a minute.</summary>
    public const int MostCommits = 500;

    private const int AtOnce = 6;

    /// <summary>GitHub itself, committing what its merge button or its editor was used for: no person. Whoever used it is the commit's author.</summary>
    public const string WebFlow = "web-flow";

    private static readonly string[] Pushes = ["push", "force_push", "branch_creation"];

    public async Task<CommitAuthors> Of(GitHubName repository, string? since, string commit, CancellationToken ct)
    {
        var (commits, unknown, note) = since is null ? await History(repository, commit, ct) : await Between(repository, since, commit, ct);
        if (unknown is not null) return new([], unknown) { Note = note };
        var accounts = new ConcurrentDictionary<string, byte>(StringComparer.OrdinalIgnoreCase);
        string? first = null;
        foreach (var one in commits) first ??= Add(accounts, one);
        foreach (var pusher in await Pushers(repository, commits, ct)) accounts.TryAdd(pusher, 0);
        var openers = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(commits, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (one, stop) =>
        {
            foreach (var pull in await api.All<GitHubPull>(repository, $"commits/{one.Sha}/pulls", MostCommits, stop))
            {
                if (pull.User is { } user) accounts.TryAdd(user.Login, 0);
                else openers[one.Sha] = $"pull request {pull.Number.ToString(CultureInfo.InvariantCulture)} was opened by an account that is gone";
            }
        });
        first ??= openers.Values.Order(StringComparer.Ordinal).FirstOrDefault();
        return new([.. accounts.Keys.Order(StringComparer.OrdinalIgnoreCase)], first) { Note = note };
    }

    /// <returns>What is not known of it, or null.</returns>
    private static string? Add(ConcurrentDictionary<string, byte> accounts, GitHubCommit commit)
    {
        var (author, committer) = (commit.Author?.Login, commit.Committer?.Login);
        if (author is not null and not WebFlow) accounts.TryAdd(author, 0);
        if (committer is not null and not WebFlow) accounts.TryAdd(committer, 0);
        return author is null or WebFlow
            ? $"GitHub knows no account of the author of commit {Commit.Short(commit.Sha)}"
            : committer is null ? $"GitHub knows no account of the committer of commit {Commit.Short(commit.Sha)}" : null;
    }

    private async Task<(IReadOnlyList<GitHubCommit> Commits, string? Unknown, string? Note)> Between(GitHubName repository, string since, string commit, CancellationToken ct)
    {
        var commits = new List<GitHubCommit>();
        for (var page = 1; ; page++)
        {
            var found = await api.Find<GitHubComparison>(repository, $"compare/{since}...{commit}", ct, GitHubApi.Page(page));
            if (found is null) return ([], $"GitHub can't compare {Commit.Short(commit)} with {Commit.Short(since)}: one of them is not in {repository}, or they have nothing in common", null);
            if (found.TotalCommits > MostCommits) return ([], $"{found.TotalCommits.ToString(CultureInfo.InvariantCulture)} commits since the last approved deployment are more than can be asked for ({MostCommits.ToString(CultureInfo.InvariantCulture)})", null);
            commits.AddRange(found.Commits);
            if (found.Commits.Count > 0 && commits.Count < found.TotalCommits) continue;
            if (commits.Count != found.TotalCommits) throw new GitHubRefusedException(new Chat.Delivery.Later($"GitHub told {commits.Count.ToString(CultureInfo.InvariantCulture)} of {found.TotalCommits.ToString(CultureInfo.InvariantCulture)} commits"));
            return (commits, null, NoteOf(found.Status, since));
        }
    }

    private static string? NoteOf(string status, string since) => status switch
    {
        "diverged" => $"{Commit.Short(since)} is not part of its history: commits since the last one they share were looked at.",
        "behind" => $"It is older than {Commit.Short(since)} and brings no commit.",
        _ => null,
    };

    private async Task<(IReadOnlyList<GitHubCommit> Commits, string? Unknown, string? Note)> History(GitHubName repository, string commit, CancellationToken ct)
    {
        if (await api.Find<GitHubCommit>(repository, $"commits/{commit}", ct) is null) return ([], $"GitHub knows no commit {Commit.Short(commit)} in {repository}", null);
        var all = await api.All<GitHubCommit>(repository, "commits", MostWithoutBase + 1, ct, ("sha", commit));
        return all.Count > MostWithoutBase
            ? ([], $"no approved deployment is known to compare with, and its history has more than {MostWithoutBase.ToString(CultureInfo.InvariantCulture)} commits", null)
            : (all, null, "No approved deployment is known to compare with: its whole history was looked at.");
    }

    /// <summary>Among the repository's newest hundred activities: an author's name can be put into a commit by somebody else, the account that pushed can't.</summary>
    private async Task<IEnumerable<string>> Pushers(GitHubName repository, IReadOnlyList<GitHubCommit> commits, CancellationToken ct)
    {
        if (commits.Count == 0) return [];
        var ours = commits.Select(c => c.Sha).ToHashSet(StringComparer.Ordinal);
        var newest = await api.Find<List<GitHubActivity>>(repository, "activity", ct, ("per_page", "100")) ?? [];
        return newest.Where(a => a.After is not null && ours.Contains(a.After) && Pushes.Contains(a.ActivityType, StringComparer.Ordinal)).Select(a => a.Actor?.Login).OfType<string>();
    }
}
