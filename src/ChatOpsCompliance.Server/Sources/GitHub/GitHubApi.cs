using System.Globalization;
using System.Net;
using System.Text.Json;
using Octokit;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>Reads from GitHub as an installation of the App, whole or not at all.</summary>
internal sealed class GitHubApi(GitHubConnections connections)
{
    public const string Json = "application/json";

    /// <summary>GitHub wants the first; its own description of its answers names the second.</summary>
    public const string Accept = "application/vnd.github+json, application/json;q=0.9";

    private const int PageSize = 100;

    /// <summary>Relative to the base address: a path that began with a slash would leave out the API's own path.</summary>
    public static Uri At(string path) => new(path, UriKind.Relative);

    /// <exception cref="GitHubRefusedException">It could not be asked.</exception>
    public async Task<T> Get<T>(GitHubName repository, string path, CancellationToken ct, params (string Name, string Value)[] query) where T : class =>
        await Find<T>(repository, path, ct, query) ?? throw new GitHubRefusedException(GitHubRefusals.NotFound(repository, path));

    /// <returns>Null when GitHub knows no such thing in this repository, or does not show it to us.</returns>
    /// <exception cref="GitHubRefusedException">It could not be asked.</exception>
    public Task<T?> Find<T>(GitHubName repository, string path, CancellationToken ct, params (string Name, string Value)[] query) where T : class => Ask(repository, async connection =>
    {
        try
        {
            return (await connection.Get<T>(At($"{repository.Path}/{path}"), query.ToDictionary(q => q.Name, q => q.Value, StringComparer.Ordinal), Accept, ct)).Body ?? throw new JsonException($"{path} was answered with nothing");
        }
        // 422: no commit of this name; 409: a repository without any.
        catch (ApiException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict)
        {
            return null;
        }
    });

    /// <summary>Page after page until one is not full, or the caller has enough.</summary>
    /// <exception cref="GitHubRefusedException">It could not be asked, or told a part only.</exception>
    public async Task<IReadOnlyList<T>> All<TPage, T>(GitHubName repository, string path, Func<TPage, IReadOnlyList<T>> items, int most, CancellationToken ct, params (string Name, string Value)[] query) where TPage : class
    {
        var all = new List<T>();
        for (var page = 1; ; page++)
        {
            var next = items(await Get<TPage>(repository, path, ct, [.. query, .. Page(page)]));
            all.AddRange(next);
            if (next.Count < PageSize || all.Count >= most) return all;
        }
    }

    public Task<IReadOnlyList<T>> All<T>(GitHubName repository, string path, int most, CancellationToken ct, params (string Name, string Value)[] query) =>
        All<List<T>, T>(repository, path, page => page, most, ct, query);

    public static (string, string)[] Page(int page) => [("per_page", PageSize.ToString(CultureInfo.InvariantCulture)), ("page", page.ToString(CultureInfo.InvariantCulture))];

    /// <exception cref="GitHubRefusedException">It was not taken.</exception>
    public Task Post(GitHubName repository, string path, object body, CancellationToken ct) =>
        Ask(repository, connection => connection.Post<object>(At($"{repository.Path}/{path}"), body, Accept, Json, (IDictionary<string, string>?)null, ct));

    /// <summary>Where the App is installed.</summary>
    public Task<IReadOnlyList<GitHubInstalled>> Installations(CancellationToken ct) =>
        Pages<List<GitHubInstalled>, GitHubInstalled>(new("*", "*"), () => connections.App, "app/installations", page => page, ct);

    /// <summary>What an installation lets us see.</summary>
    public Task<IReadOnlyList<GitHubRepository>> Repositories(GitHubInstalled installed, CancellationToken ct)
    {
        var all = new GitHubName(installed.Account!.Login!, "*");
        return Pages<GitHubRepositories, GitHubRepository>(all, () => connections.For(all, installed.Id), "installation/repositories", page => page.Repositories, ct);
    }

    private async Task<IReadOnlyList<T>> Pages<TPage, T>(GitHubName of, Func<IConnection> connection, string path, Func<TPage, IReadOnlyList<T>> items, CancellationToken ct) where TPage : class
    {
        var all = new List<T>();
        for (var page = 1; ; page++)
        {
            var query = Page(page).ToDictionary(q => q.Item1, q => q.Item2, StringComparer.Ordinal);
            var next = await Ask(of, connection, async c => items((await c.Get<TPage>(At(path), query, Accept, ct)).Body ?? throw new JsonException($"{path} was answered with nothing")));
            all.AddRange(next);
            if (next.Count < PageSize) return all;
        }
    }

    private Task<T> Ask<T>(GitHubName repository, Func<IConnection, Task<T>> ask) => Ask(repository, () => connections.For(repository), ask);

    private async Task<T> Ask<T>(GitHubName repository, Func<IConnection> connection, Func<IConnection, Task<T>> ask)
    {
        try
        {
            return await ask(connection());
        }
        catch (Exception e) when (GitHubRefusals.Of(e, repository) is { } delivery)
        {
            if (e is AuthorizationException) connections.Forget(repository);
            throw new GitHubRefusedException(delivery, e);
        }
    }
}
