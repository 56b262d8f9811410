using System.Globalization;
using System.Net;
using System.Text.Json;
using ChatOpsCompliance.Server.Chat;
using Octokit;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>What GitHub's refusals mean: whether asking again may help, and else what somebody has to do.</summary>
internal static class GitHubRefusals
{
    public const string Retry = "then: outbox retry";

    public static Delivery.Dead NotFound(GitHubName repository, string path) => new(
        $"GitHub shows nothing at {repository}/{path}",
        $"Look whether it is still there, and whether the App is installed for {repository} with every permission that manifests/pipelines names; {Retry}.");

    /// <summary>The same, of what the App asks about itself.</summary>
    public static Delivery? OfApp(Exception e) => e is AuthorizationException or NotFoundException ? KeyIsWrong : Of(e, new("the App", "itself"));

    private static Delivery.Dead KeyIsWrong => new("GitHub does not take the App's key", $"Compare Gates:GitHub:AppId and PrivateKey with the App's settings page, and this machine's clock with the time; {Retry}.");

    /// <summary>Null when it is no refusal of GitHub's but a fault of ours, or somebody stopped waiting.</summary>
    public static Delivery? Of(Exception e, GitHubName repository) => e switch
    {
        GitHubNotInstalledException { KeyIsWrong: true } => KeyIsWrong,
        GitHubNotInstalledException => new Delivery.Dead($"the GitHub App is not installed for {repository}", $"Install it there (the App's page, Install App); {Retry}."),
        RateLimitExceededException limit => new Delivery.Later("GitHub's hourly limit is used up", limit.GetRetryAfterTimeSpan()),
        SecondaryRateLimitExceededException secondary => new Delivery.Later("GitHub asks for a slower pace", RetryAfter(secondary) ?? TimeSpan.FromMinutes(1)),
        AbuseException abuse => new Delivery.Later("GitHub asks for a slower pace", TimeSpan.FromSeconds(abuse.RetryAfterSeconds ?? 60)),
        ApiException api => Of(api, repository),
        HttpRequestException => new Delivery.Later("GitHub can't be reached"),
        JsonException or FormatException or InvalidCastException => new Delivery.Later("GitHub's answer can't be read, or lacks something"),
        TaskCanceledException { InnerException: TimeoutException } => new Delivery.Later("GitHub did not answer in time"),
        _ => null,
    };

    private static Delivery Of(ApiException e, GitHubName repository) => e.StatusCode switch
    {
        // A token of ours was revoked, or its hour was over: the next one is new.
        HttpStatusCode.Unauthorized => new Delivery.Later("GitHub does not take the token any more"),
        HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests when RetryAfter(e) is { } wait => new Delivery.Later("GitHub asks for a slower pace", wait),
        HttpStatusCode.TooManyRequests => new Delivery.Later("GitHub asks for a slower pace", TimeSpan.FromMinutes(1)),
        HttpStatusCode.Forbidden => new Delivery.Dead($"GitHub forbids it: {Said(e)}", $"Give the App the permissions that manifests/pipelines names, and accept them at the installation of {repository}; {Retry}."),
        HttpStatusCode.NotFound => NotFound(repository, "this address"),
        HttpStatusCode.UnprocessableEntity => new Delivery.Dead($"GitHub refuses it: {Said(e)}", $"The run was answered, cancelled or is over, or the environment has another name; look at the run in {repository}."),
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new Delivery.Later($"GitHub answered {((int)e.StatusCode).ToString(CultureInfo.InvariantCulture)}"),
        _ => new Delivery.Dead($"GitHub answered {((int)e.StatusCode).ToString(CultureInfo.InvariantCulture)}: {Said(e)}", $"Look at the request in {repository}; {Retry}."),
    };

    private static TimeSpan? RetryAfter(ApiException e) =>
        e.HttpResponse?.Headers is { } headers && headers.FirstOrDefault(h => h.Key.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)).Value is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>GitHub's message, on one line and not too long.</summary>
    private static string Said(ApiException e)
    {
        var text = (e.ApiError?.Message ?? e.Message).ReplaceLineEndings(" ");
        return text.Length > 200 ? text[..200] + "…" : text;
    }
}
