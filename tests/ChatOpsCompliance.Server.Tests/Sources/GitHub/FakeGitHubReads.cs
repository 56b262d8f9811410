using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOpsCompliance.Server.Tests.Sources.GitHub;

/// <summary>What the fake answers about a repository, page by page.</summary>
internal sealed class FakeGitHubReads(FakeGitHub github)
{
    public void Map(WebApplication web)
    {
        var repo = web.MapGroup("/repos/{owner}/{name}");
        repo.MapGet("/compare/{basehead}", (HttpRequest http, string owner, string name, string basehead) => In(owner, name, r => Compare(r, http, basehead)));
        repo.MapGet("/commits", (HttpRequest http, string owner, string name, string sha) => In(owner, name, r => Page(http, r.History(sha).Select(Of))));
        repo.MapGet("/commits/{sha}", (string owner, string name, string sha) => In(owner, name, r => r.Commits.TryGetValue(sha, out var c) ? Results.Json(Of(c)) : No($"No commit found for SHA: {sha}")));
        repo.MapGet("/activity", (HttpRequest http, string owner, string name) => In(owner, name, r => Page(http, r.Activities.Select(a => new { after = a.After, activity_type = a.Type, actor = User(a.Actor) }))));
        repo.MapGet("/commits/{sha}/pulls", (HttpRequest http, string owner, string name, string sha) => In(owner, name, r => Page(http, r.Pulls.Where(p => p.Commits.Contains(sha) || p.MergeCommit == sha).Select(Of))));
        repo.MapGet("/pulls/{number:int}", (string owner, string name, int number) => Pull(owner, name, number, p => Results.Json(new { commits = p.Size ?? p.Commits.Count })));
        repo.MapGet("/pulls/{number:int}/commits", (HttpRequest http, string owner, string name, int number) => In(owner, name, r => Pull(owner, name, number, p => Page(http, p.Commits.Select(c => Of(r.Commits[c]))))));
        repo.MapGet("/pulls/{number:int}/reviews", (HttpRequest http, string owner, string name, int number) => Pull(owner, name, number, p => Page(http, p.Reviews.Select(v => new { user = User(v.Login), state = v.State, commit_id = v.Commit }))));
        repo.MapGet("/commits/{sha}/check-runs", (HttpRequest http, string owner, string name, string sha) => In(owner, name, r => Page(http, r.CheckRuns.Where(c => c.Commit == sha).Select(c => new { name = c.Name, status = c.Conclusion is null ? "in_progress" : "completed", conclusion = c.Conclusion }), "check_runs")));
        repo.MapGet("/commits/{sha}/status", (HttpRequest http, string owner, string name, string sha) => In(owner, name, r => Page(http, r.Statuses.Where(c => c.Commit == sha).Select(c => new { context = c.Context, state = c.State }), "statuses")));
        repo.MapGet("/deployments", (HttpRequest http, string owner, string name, string environment) => In(owner, name, r => Page(http, r.Deployments.Where(d => d.Environment == environment).OrderByDescending(d => d.CreatedAt).Select(d => new { id = d.Id, url = $"https://api.github.com/repos/{owner}/{name}/deployments/{d.Id.ToString(CultureInfo.InvariantCulture)}", sha = d.Commit, creator = User(d.Creator), created_at = d.CreatedAt }))));
        repo.MapGet("/deployments/{id:long}/statuses", (HttpRequest http, string owner, string name, long id) => In(owner, name, r => Page(http, r.Deployments.Single(d => d.Id == id).States.Select(s => new { state = s.State, created_at = s.At, log_url = s.LogUrl ?? "", target_url = "" }))));
        repo.MapGet("/environments", (HttpRequest http, string owner, string name) => In(owner, name, r => Page(http, r.Environments.Select(e => Of(e.Key, e.Value)), "environments")));
        repo.MapGet("/environments/{environment}", (string owner, string name, string environment) => In(owner, name, r => r.Environments.TryGetValue(environment, out var e) ? Results.Json(Of(environment, e)) : FakeGitHub.NotFound()));
        repo.MapGet("/environments/{environment}/deployment_protection_rules", (string owner, string name, string environment) => In(owner, name, r => Results.Json(new { total_count = 1, custom_deployment_protection_rules = r.Environments[environment].Rules.Select(x => new { enabled = x.Enabled, app = new { id = x.App, slug = "gate" } }) })));
        repo.MapPost("/actions/runs/{run:long}/deployment_protection_rule", (string owner, string name, long run, JsonObject body) => In(owner, name, r => Answer(r, run, body)));
    }

    private IResult In(string owner, string name, Func<FakeRepository, IResult> answer) => github.Repositories.TryGetValue($"{owner}/{name}", out var repository) ? answer(repository) : FakeGitHub.NotFound();

    private IResult Pull(string owner, string name, int number, Func<FakePull, IResult> answer) => In(owner, name, r => r.Pulls.Find(p => p.Number == number) is { } pull ? answer(pull) : FakeGitHub.NotFound());

    private static IResult Compare(FakeRepository repository, HttpRequest http, string basehead)
    {
        var ends = basehead.Split("...");
        var (before, after) = (repository.History(ends[0]).ToList(), repository.History(ends[1]).ToList());
        if (before.Count == 0 || after.Count == 0 || before[^1] != after[^1]) return FakeGitHub.NotFound();
        var (ahead, behind) = (after.Except(before).Reverse().ToList(), before.Except(after).Count());
        var status = (ahead.Count, behind) switch { (0, 0) => "identical", (_, 0) => "ahead", (0, _) => "behind", _ => "diverged" };
        return Results.Json(new { status, total_commits = ahead.Count, commits = Cut(http, ahead.Select(Of)) });
    }

    private static IResult Answer(FakeRepository repository, long run, JsonObject body)
    {
        var (state, comment) = ((string)body["state"]!, (string)body["comment"]!);
        if (state is not ("approved" or "rejected") || comment.Length > 1024) return No("Validation Failed");
        repository.Answers.Enqueue((run, (string)body["environment_name"]!, state, comment));
        return Results.NoContent();
    }

    private static IResult No(string message) => Results.Json(new { message }, statusCode: 422);

    private static object Of(FakeCommit c) => new { sha = c.Sha, author = c.Author is null ? new { } : User(c.Author), committer = User(c.Committer) };

    private static object Of(FakePull p) => new
    {
        number = p.Number,
        html_url = $"https://github.com/{p.Repository}/pull/{p.Number.ToString(CultureInfo.InvariantCulture)}",
        user = User(p.Author),
        merged_at = p.Merged ? DateTimeOffset.UnixEpoch : (DateTimeOffset?)null,
        merge_commit_sha = p.MergeCommit,
        head = new { sha = p.Commits[^1] },
        @base = new { repo = new { full_name = p.Repository } },
    };

    private static object Of(string name, FakeEnvironment e) => new
    {
        name = e.Spelled ?? name,
        can_admins_bypass = e.AdminsBypass,
        protection_rules = e.SelfReviewPrevented is { } prevented ? new[] { new { type = "required_reviewers", prevent_self_review = prevented, reviewers = new[] { new { type = "User" } } } } : [],
    };

    private static object? User(string? login) => login is null ? null : new { login };

    internal static IResult Page<T>(HttpRequest http, IEnumerable<T> all, string? under = null)
    {
        var list = all.ToList();
        return Results.Json(under is null ? Cut(http, list) : new Dictionary<string, object> { ["total_count"] = list.Count, [under] = Cut(http, list) });
    }

    private static List<T> Cut<T>(HttpRequest http, IEnumerable<T> all)
    {
        int Number(string name, int otherwise) => int.TryParse(http.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : otherwise;
        var size = Math.Min(Number("per_page", 30), 100);
        return [.. all.Skip((Number("page", 1) - 1) * size).Take(size)];
    }
}
