using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>How Slack reaches our service: signed HTTP when it has an address, else Socket Mode.</summary>
internal sealed class FakeSlackDoor(FakeSlack slack) : IDisposable
{
    /// <summary>How long Slack waits. On this machine tests share two cores, so it waits longer than the real one; <see cref="Slowest"/> tells.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly HttpClient http = new();

    /// <summary>The service's own address, for signed HTTP; null for Socket Mode.</summary>
    public Uri? App { get; set; }

    /// <summary>Where below <see cref="App"/> each kind goes, as the manifest says.</summary>
    public (string Events, string Interactions, string Commands) Paths { get; set; } = ("/slack/events", "/slack/interactions", "/slack/commands");

    /// <summary>What was sent last, byte for byte: to send it once more.</summary>
    public (string Kind, JsonNode Payload) Last { get; private set; }

    public JsonNode? LastAnswer { get; private set; }

    public TimeSpan Slowest { get; private set; }

    public Task<JsonNode?> Interact(JsonObject payload) => Send("interactive", payload);

    public Task<JsonNode?> Command(JsonObject fields) => Send("slash_commands", fields);

    /// <summary>An event in its envelope. Each repeat is the same event again.</summary>
    public async Task Event(JsonObject inner, int repeats = 0)
    {
        var envelope = new JsonObject
        {
            ["token"] = "legacy",
            ["team_id"] = FakeSlack.Team,
            ["api_app_id"] = FakeSlack.App,
            ["event"] = inner,
            ["type"] = "event_callback",
            ["event_id"] = slack.NextId("Ev"),
            ["event_time"] = slack.Clock.GetUtcNow().ToUnixTimeSeconds(),
            ["authorizations"] = new JsonArray(new JsonObject { ["enterprise_id"] = null, ["team_id"] = FakeSlack.Team, ["user_id"] = FakeSlack.Bot, ["is_bot"] = true, ["is_enterprise_install"] = false }),
        };
        for (var n = 0; n <= repeats; n++) await Send("events_api", envelope, n);
    }

    /// <summary>Sends the last request once more, as a network that lost the answer would.</summary>
    public Task<JsonNode?> Again(int retry = 1) => Send(Last.Kind, Last.Payload, retry);

    /// <summary>The headers that prove a body to come from Slack, now.</summary>
    /// <param name="later">A repeat is signed anew, seconds later.</param>
    public (string Timestamp, string Signature) Sign(string body, int later = 0)
    {
        var timestamp = (slack.Clock.GetUtcNow().ToUnixTimeSeconds() + later).ToString(CultureInfo.InvariantCulture);
        return (timestamp, "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(FakeSlack.SigningSecret), Encoding.UTF8.GetBytes($"v0:{timestamp}:{body}"))));
    }

    public void Dispose() => http.Dispose();

    private async Task<JsonNode?> Send(string kind, JsonNode payload, int retry = 0)
    {
        Last = (kind, payload.DeepClone());
        var started = TimeProvider.System.GetTimestamp();
        var answer = App is null ? await slack.Sockets.Send(kind, payload, retry) : await Post(kind, payload, retry);
        if (TimeProvider.System.GetElapsedTime(started) is var took && took > Slowest) Slowest = took;
        return LastAnswer = answer;
    }

    private async Task<JsonNode?> Post(string kind, JsonNode payload, int retry)
    {
        var (path, body, type) = kind switch
        {
            "events_api" => (Paths.Events, payload.ToJsonString(), "application/json"),
            "interactive" => (Paths.Interactions, Form([new("payload", payload.ToJsonString())]), "application/x-www-form-urlencoded"),
            _ => (Paths.Commands, Form(payload.AsObject().Select(p => KeyValuePair.Create(p.Key, p.Value?.ToString() ?? ""))), "application/x-www-form-urlencoded"),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(App!, path)) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        var (timestamp, signature) = Sign(body, retry);
        request.Headers.Add("X-Slack-Request-Timestamp", timestamp);
        request.Headers.Add("X-Slack-Signature", signature);
        if (retry > 0)
        {
            request.Headers.Add("X-Slack-Retry-Num", retry.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("X-Slack-Retry-Reason", "http_timeout");
        }

        using var patience = new CancellationTokenSource(Patience);
        using var response = await http.SendAsync(request, patience.Token);
        var text = await response.Content.ReadAsStringAsync(patience.Token);
        if (response.StatusCode != HttpStatusCode.OK) throw new HttpRequestException($"Slack wants 200 of {path}; got {(int)response.StatusCode}: {text}", null, response.StatusCode);
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static string Form(IEnumerable<KeyValuePair<string, string>> fields) => string.Join('&', fields.Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value)}"));
}
