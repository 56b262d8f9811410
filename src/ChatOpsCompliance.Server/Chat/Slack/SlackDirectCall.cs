using System.Net.Http.Headers;
using System.Text.Json;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>
/// One call of the Web API with a token of the caller's choice, made once and at once: for opening a socket, and for <c>doctor</c>, which also reads the
/// headers. Everything else goes through <see cref="SlackApi"/> and its limits.
/// </summary>
public sealed class SlackDirectCall(IHttpClientFactory clients, SlackSettings settings)
{
    /// <param name="Scopes">What the token may do; null when the answer does not say.</param>
    /// <param name="At">Slack's own clock.</param>
    public sealed record Answer(JsonElement Body, string? Error, TimeSpan? RetryAfter, IReadOnlyList<string>? Scopes, DateTimeOffset? At);

    /// <exception cref="HttpRequestException">Slack can't be reached, or what answers is not Slack.</exception>
    public async Task<Answer> Make(string method, string? token, CancellationToken ct, params IEnumerable<KeyValuePair<string, string>> arguments)
    {
        using var client = clients.CreateClient(nameof(SlackDirectCall));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.ApiBaseUrl, method)) { Content = new FormUrlEncodedContent(arguments) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Send(client, request, ct);
        var scopes = response.Headers.TryGetValues("x-oauth-scopes", out var values) ? string.Join(',', values).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : null;
        var (body, error) = await Read(response, ct);
        return new(body, error, response.Headers.RetryAfter?.Delta, scopes, response.Headers.Date);
    }

    private static async Task<HttpResponseMessage> Send(HttpClient client, HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            return await client.SendAsync(request, ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.Unknown, "Slack did not answer.");
        }
    }

    private static async Task<(JsonElement Body, string? Error)> Read(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            var body = await response.Content.ReadFromJsonAsync<JsonElement>(ct);
            if (body.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True) return (body, null);
            return (body, body.TryGetProperty("error", out var error) ? error.GetString() : "no error named");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (default, $"HTTP {(int)response.StatusCode}, without an answer of Slack's");
        }
    }
}
