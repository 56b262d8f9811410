using ChatOpsCompliance.Server.Chat;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>Asks GitHub whether it knows the App, and whether the App may do and hears what the gate needs. Changes nothing.</summary>
internal sealed class GitHubDoctor(GitHubConnections connections)
{
    /// <summary>As <c>manifests/pipelines/github-app.json</c> asks for them.</summary>
    public static readonly IReadOnlyDictionary<string, string> Permissions = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["actions"] = "read",
        ["checks"] = "read",
        ["contents"] = "read",
        ["deployments"] = "write",
        ["metadata"] = "read",
        ["pull_requests"] = "read",
        ["statuses"] = "read",
    };

    public static readonly IReadOnlyList<string> Events = ["deployment_protection_rule", "deployment_status"];

    public async IAsyncEnumerable<Finding> Examine([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var (app, no) = await Ask<GitHubAppItself>("app", ct);
        if (app is null)
        {
            yield return new("github app", false, no!);
            yield break;
        }

        yield return new("github app", true, $"{app.Slug}, by its key");
        var missing = Permissions.Where(p => app.Permissions.GetValueOrDefault(p.Key) is not { } given || (p.Value == "write" && given != "write")).Select(p => $"{p.Key}: {p.Value}").ToList();
        yield return missing.Count == 0 ? new("github permissions", true, $"all {Permissions.Count}") : new("github permissions", false, $"missing {string.Join(", ", missing)}: give them to the App, and accept them at each installation");
        var unheard = Events.Except(app.Events, StringComparer.Ordinal).ToList();
        yield return unheard.Count == 0 ? new("github events", true, string.Join(", ", Events)) : new("github events", false, $"not subscribed to {string.Join(", ", unheard)}: tick them on the App's page, Permissions & events");
        var (installations, refused) = await Ask<List<GitHubInstalled>>("app/installations", ct);
        yield return installations switch
        {
            null => new("github installations", false, refused!),
            [] => new("github installations", false, "none: install the App for the repositories that are gated"),
            _ when installations.Find(i => i.SuspendedAt is not null) is { } suspended => new("github installations", false, $"suspended at {suspended.Account?.Login}: unsuspend it there"),
            _ => new("github installations", true, string.Join(", ", installations.Select(i => i.Account?.Login ?? "?"))),
        };
    }

    private async Task<(T? Answer, string? No)> Ask<T>(string path, CancellationToken ct) where T : class
    {
        try
        {
            return ((await connections.App.Get<T>(GitHubApi.At(path), null, GitHubApi.Accept, ct)).Body, null);
        }
        catch (Exception e) when (GitHubRefusals.OfApp(e) is { } delivery)
        {
            return (null, new GitHubRefusedException(delivery, e).AsOutage().Message);
        }
    }
}
