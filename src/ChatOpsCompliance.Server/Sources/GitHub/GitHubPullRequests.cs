using System.Globalization;
using ChatOpsCompliance.Deployments;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>The pull request a commit came by, who wrote and who approved it, and how the commit's checks stand.</summary>
internal sealed class GitHubPullRequests(GitHubApi api)
{
    /// <summary>GitHub lists no more commits of a pull request.</summary>
    private const int MostCommits = 250;

    private const int MostOfAKind = 1000;

    /// <summary>A comment takes back neither an approval nor a request for changes.</summary>
    private static readonly string[] Verdicts = ["APPROVED", "CHANGES_REQUESTED", "DISMISSED"];

    public async Task<PullRequestFacts> Of(GitHubName repository, string commit, CancellationToken ct)
    {
        var here = (await api.Find<List<GitHubPull>>(repository, $"commits/{commit}/pulls", ct, GitHubApi.Page(1)) ?? [])
            .Where(p => p.Base.Repo?.FullName.Equals(repository.ToString(), StringComparison.OrdinalIgnoreCase) == true).ToList();
        var pull = here.Find(p => p.MergedAt is not null && p.MergeCommitSha == commit) ?? here.Find(p => p.MergedAt is not null) ?? here.FirstOrDefault();
        if (pull is null) return new(null, null, Merged: false);
        var path = $"pulls/{pull.Number.ToString(CultureInfo.InvariantCulture)}";
        var size = (await api.Get<GitHubPullSize>(repository, path, ct)).Commits;
        var commits = await api.All<GitHubCommit>(repository, $"{path}/commits", MostCommits, ct);
        var reviews = await api.All<GitHubReview>(repository, $"{path}/reviews", MostOfAKind, ct);
        string?[] hands = [pull.User?.Login, .. commits.SelectMany(c => (string?[])[c.Author?.Login, c.Committer?.Login])];
        return new(pull.Number, pull.HtmlUrl, pull.MergedAt is not null)
        {
            Authors = [.. hands.OfType<string>().Where(l => l != GitHubAuthors.WebFlow).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)],
            AuthorsUnknown = commits.Count != size || hands.Contains(null) || commits.Any(c => c.Author?.Login == GitHubAuthors.WebFlow),
            Reviews = [.. reviews.Where(r => r.User is not null && Verdicts.Contains(r.State, StringComparer.Ordinal)).GroupBy(r => r.User!.Login, StringComparer.OrdinalIgnoreCase).Select(g => Newest(g.Last(), pull))],
            Checks = await Checks(repository, commit, ct),
        };
    }

    private static PullRequestReview Newest(GitHubReview review, GitHubPull pull) => new(review.User!.Login, review.State == "APPROVED", review.CommitId == pull.Head.Sha);

    private async Task<IReadOnlyList<CommitCheck>> Checks(GitHubName repository, string commit, CancellationToken ct)
    {
        var runs = await api.All<GitHubCheckRuns, GitHubCheckRun>(repository, $"commits/{commit}/check-runs", page => page.CheckRuns, MostOfAKind, ct, ("filter", "latest"));
        var statuses = await api.All<GitHubStatuses, GitHubStatus>(repository, $"commits/{commit}/status", page => page.Statuses, MostOfAKind, ct);
        var all = runs.Select(r => (r.Name, Green: r.Status == "completed" ? r.Conclusion == "success" : (bool?)null))
            .Concat(statuses.Select(s => (Name: s.Context, Green: s.State == "pending" ? (bool?)null : s.State == "success")));
        // One name may have run several times, for a push and for a pull request: it is green when all of them are.
        return [.. all.GroupBy(c => c.Name, StringComparer.Ordinal).Select(g => new CommitCheck(g.Key, g.Any(c => c.Green == false) ? false : g.Any(c => c.Green is null) ? null : true))];
    }
}
