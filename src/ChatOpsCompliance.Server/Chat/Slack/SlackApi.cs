using System.Net.Http.Headers;
using System.Text.Json;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>What a method answered.</summary>
/// <param name="Error">Slack's own word for what is wrong, such as <c>channel_not_found</c>; null when it is done.</param>
/// <param name="RetryAfter">When Slack said: not so fast.</param>
public sealed record SlackResult(JsonElement Body, string? Error, TimeSpan? RetryAfter = null)
{
    public bool Ok => Error is null;
}

/// <summary>The Web API, thinly: <c>POST {base}{method}</c> with JSON and the bot's token.</summary>
public sealed class SlackApi(HttpClient http, SlackSettings settings)
{
    /// <param name="arguments">Anything that serialises to a JSON object.</param>
    /// <exception cref="HttpRequestException">Slack can't be reached; what became of the call is not known.</exception>
    public async Task<SlackResult> Call(string method, object arguments, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.ApiBaseUrl, method)) { Content = JsonContent.Create(arguments) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.BotToken);
        using var response = await http.SendAsync(request, ct);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(ct);
        return new(body, body.GetProperty("ok").GetBoolean() ? null : body.GetProperty("error").GetString());
    }

    /// <summary>Answers beside a message, by the address that came with the press.</summary>
    public async Task<SlackResult> Respond(Uri url, object body, CancellationToken ct)
    {
        using var response = await http.PostAsJsonAsync(url, body, ct);
        return new(default, response.IsSuccessStatusCode ? null : $"http_{(int)response.StatusCode}");
    }
}
