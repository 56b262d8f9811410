using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>One HTTP request as Slack sends it, or as somebody does who would like to be Slack: the headers are whatever the test says.</summary>
internal sealed record SignedPost
{
    /// <summary><c>events</c>, <c>interactions</c> or <c>commands</c>.</summary>
    public required string Route { get; init; }

    public required string Body { get; init; }

    /// <summary>Null sends no such header.</summary>
    public string? Timestamp { get; init; }

    public string? Signature { get; init; }

    public string ContentType => Route == "events" ? "application/json" : "application/x-www-form-urlencoded";

    public static SignedPost Of(string route, string body, DateTimeOffset at, string secret = SlackHost.Secret) =>
        Of(route, body, at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), secret);

    public static SignedPost Of(string route, string body, string timestamp, string secret = SlackHost.Secret) =>
        new() { Route = route, Body = body, Timestamp = timestamp, Signature = Sign(timestamp, body, secret) };

    public static string Sign(string timestamp, string body, string secret = SlackHost.Secret) =>
        "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"v0:{timestamp}:{body}")));

    public static string Event(string id, string team = SlackHost.Team, string text = "hello") =>
        $$$"""{"token":"x","team_id":"{{{team}}}","api_app_id":"A1","event":{"type":"message","text":{{{System.Text.Json.JsonSerializer.Serialize(text)}}}},"type":"event_callback","event_id":"{{{id}}}","event_time":1}""";

    public static string Interaction(string trigger, string team = SlackHost.Team) =>
        "payload=" + WebUtility.UrlEncode($$$"""{"type":"block_actions","team":{"id":"{{{team}}}"},"user":{"id":"U1","team_id":"{{{team}}}"},"trigger_id":"{{{trigger}}}","actions":[]}""");

    public static string Command(string trigger, string text = "status", string team = SlackHost.Team) =>
        $"token=x&team_id={team}&user_id=U1&command=%2Freview&text={WebUtility.UrlEncode(text)}&trigger_id={trigger}";

    public async Task<(HttpStatusCode Status, string Body, string? Type)> Send(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/slack/{Route}") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        if (Timestamp is not null) request.Headers.TryAddWithoutValidation("X-Slack-Request-Timestamp", Timestamp);
        if (Signature is not null) request.Headers.TryAddWithoutValidation("X-Slack-Signature", Signature);
        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.ToString());
    }
}
