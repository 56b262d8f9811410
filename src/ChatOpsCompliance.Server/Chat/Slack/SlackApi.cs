using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>What a method answered.</summary>
/// <param name="Error">Slack's own word for what is wrong, such as <c>channel_not_found</c>, or <c>http_503</c>; null when it is done.</param>
/// <param name="RetryAfter">With <c>ratelimited</c>, which Slack or our own pace may say: when to come back. Nothing was done.</param>
public sealed record SlackResult(JsonElement Body, string? Error, TimeSpan? RetryAfter = null)
{
    public const string RateLimited = "ratelimited";

    public bool Ok => Error is null;
}

/// <summary>
/// The Web API, thinly: <c>POST {base}{method}</c> with the bot's token, each method at its own pace. A call that somebody waits for and that can't be made
/// within two seconds is answered <c>ratelimited</c> at once.
/// </summary>
/// <param name="http">Without a timeout of its own, without redirects and without logging: addresses and headers carry secrets.</param>
public sealed class SlackApi(HttpMessageInvoker http, SlackSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10), WhenNotSaid = TimeSpan.FromSeconds(5);

    /// <summary>Slack's methods know arguments that are there or not; null is of no type that they take.</summary>
    private static readonly JsonSerializerOptions WithoutNulls = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly SlackPace pace = new(clock);

    public IEnumerable<(string Bucket, double Left)> Left() => pace.Left();

    /// <param name="arguments">Anything that serialises to a JSON object.</param>
    /// <exception cref="HttpRequestException">Slack can't be reached or did not answer; what became of the call is not known.</exception>
    public async Task<SlackResult> Call(string method, object arguments, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToElement(arguments, WithoutNulls);
        var wait = await pace.Take(method, body.TryGetProperty("channel", out var channel) ? channel.GetString() : null, ct);
        if (wait > TimeSpan.Zero) return new(default, SlackResult.RateLimited, wait);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.ApiBaseUrl, method)) { Content = ContentOf(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.BotToken);
        var result = await Send(request, ct);
        if (result.Error == SlackResult.RateLimited) pace.Refused(method, result.RetryAfter!.Value);
        return result;
    }

    /// <summary>True when a call of this method would not have to wait for its turn.</summary>
    public bool IsFree(string method) => pace.IsFree(method);

    /// <summary>Answers beside a message, by the address that came with the press: five times within half an hour.</summary>
    /// <exception cref="HttpRequestException">As of <see cref="Call"/>.</exception>
    public async Task<SlackResult> Respond(Uri url, object body, CancellationToken ct)
    {
        // What a request says is not to decide where we call.
        if (!IsSlack(url)) return new(default, "response_url_is_not_of_slack");
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonContent.Create(body) };
        return await Send(request, ct, plain: true);
    }

    /// <summary>Slack's <c>hooks.</c> host beside the API's own; on this machine, when the API is on it.</summary>
    private bool IsSlack(Uri url) => url.IsAbsoluteUri && url.UserInfo.Length == 0
        && (settings.ApiBaseUrl.IsLoopback ? url.IsLoopback && url.Scheme is "http" or "https" : url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && url.Host == $"hooks.{settings.ApiBaseUrl.Host}");

    /// <summary>Flat arguments as a form, which every method takes; only those that take blocks, a view or metadata take JSON too.</summary>
    private static HttpContent ContentOf(JsonElement body) => body.EnumerateObject().Any(p => p.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        ? JsonContent.Create(body)
        : new FormUrlEncodedContent(body.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null).Select(p => KeyValuePair.Create(p.Name, p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString() : p.Value.GetRawText())));

    private async Task<SlackResult> Send(HttpRequestMessage request, CancellationToken ct, bool plain = false)
    {
        using var patience = new CancellationTokenSource(Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            if (response.StatusCode == HttpStatusCode.TooManyRequests) return new(default, SlackResult.RateLimited, response.Headers.RetryAfter?.Delta ?? WhenNotSaid);
            if (!response.IsSuccessStatusCode) return new(default, string.Create(CultureInfo.InvariantCulture, $"http_{(int)response.StatusCode}"));
            return plain ? new(default, null) : Read(await response.Content.ReadAsStringAsync(either.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && !ct.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.Unknown, "Slack did not answer.");
        }
    }

    private static SlackResult Read(string text)
    {
        try
        {
            var body = JsonElement.Parse(text);
            if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("ok", out var ok))
            {
                if (ok.ValueKind == JsonValueKind.True) return new(body, null);
                var error = body.TryGetProperty("error", out var word) ? word.GetString() : null;
                return error is SlackResult.RateLimited or "rate_limited" ? new(body, SlackResult.RateLimited, WhenNotSaid) : new(body, error ?? "no_error_named");
            }
        }
        catch (JsonException)
        {
            // something between us and Slack answered in its place
        }

        return new(default, "not_an_answer_of_slack");
    }
}
