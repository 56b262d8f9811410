using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>
/// The connector's door: tokens, rates and what goes wrong on the way back. Operations: <c>post</c>, <c>update</c>, <c>open</c>, <c>member</c>, <c>members</c>. Limits:
/// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit.
/// </summary>
internal sealed class FakeTeamsConnector(FakeTeams teams)
{
    private static readonly (int Seconds, int Most)[] Sends = [(1, 7), (2, 8), (30, 60), (3600, 1800)], Reads = [(1, 14), (2, 16), (30, 120), (3600, 3600)], App = [(1, 50)];

    private readonly FakeTeamsRoutes routes = new(teams);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<FakeFault>> faults = new(StringComparer.Ordinal);
    private readonly Lock counting = new();
    private readonly Dictionary<string, List<DateTimeOffset>> taken = new(StringComparer.Ordinal);

    /// <summary>What every call needs; null takes whoever calls.</summary>
    public string? Token { get; set; }

    /// <summary>From now on the documented rates are kept.</summary>
    public bool Limits { get; set; }

    /// <summary>Every call in the order they came, with what became of it.</summary>
    public ConcurrentQueue<FakeTeamsCall> Calls { get; } = [];

    public IReadOnlyList<FakeTeamsCall> CallsOf(string operation) => [.. Calls.Where(c => c.Operation == operation)];

    /// <summary>What happens to the next calls of an operation, one each.</summary>
    public void Next(string operation, params ReadOnlySpan<FakeFault> coming)
    {
        var queue = faults.GetOrAdd(operation, _ => []);
        foreach (var fault in coming) queue.Enqueue(fault);
    }

    public void Map(WebApplication web)
    {
        var v3 = web.MapGroup("/emea/v3");
        v3.MapPost("/conversations", http => Answer(http, "open", routes.Open));
        v3.MapPost("/conversations/{conversation}/activities/{activity?}", http => Answer(http, "post", routes.Post));
        v3.MapPut("/conversations/{conversation}/activities/{activity}", http => Answer(http, "update", routes.Update));
        v3.MapGet("/conversations/{conversation}/members/{member}", http => Answer(http, "member", routes.Member));
        v3.MapGet("/conversations/{conversation}/pagedmembers", http => Answer(http, "members", routes.Members));
    }

    public static FakeTeamsAnswer Error(int status, string code, string message = "") => new(status, new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message.Length > 0 ? message : code } });

    private async Task Answer(HttpContext http, string operation, Func<HttpContext, JsonObject, FakeTeamsAnswer> act)
    {
        using var read = new StreamReader(http.Request.Body, Encoding.UTF8);
        var text = await read.ReadToEndAsync();
        var body = text.Length == 0 ? [] : (JsonObject)JsonNode.Parse(text)!;
        var conversation = http.Request.RouteValues["conversation"]?.ToString() ?? "";
        var fault = faults.TryGetValue(operation, out var queue) && queue.TryDequeue(out var next) ? next : null;
        if (fault?.Before is { } before) await before();
        var answer = fault switch
        {
            { Status: 429 } => Error(429, "TooManyRequests") with { RetryAfter = fault.RetryAfter },
            { Status: { } status } => Error(status, fault.Error ?? "ServiceError"),
            _ => Known(http) ?? Late(operation, conversation.Length > 0 ? conversation : $"{body["members"]?[0]?["id"]}{body["channelData"]?["channel"]?["id"]}") ?? (Encoding.UTF8.GetByteCount(text) > FakeTeamsLimits.MostBytes ? Error(413, "MessageSizeTooBig", "Message size too large.") : act(http, body)),
        };
        Calls.Enqueue(new(operation, conversation, body, answer.Status, teams.Clock.GetUtcNow()));
        if (fault is { LosesAnswer: true })
        {
            http.Abort();
        }
        else
        {
            http.Response.StatusCode = answer.Status;
            if (answer.RetryAfter is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            if (answer.Body is not null) await http.Response.WriteAsJsonAsync(answer.Body);
        }

        teams.Changed();
    }

    private FakeTeamsAnswer? Known(HttpContext http)
    {
        if (Token is not null && http.Request.Headers.Authorization != $"Bearer {Token}") return Error(401, "Unauthorized", "Authorization has been denied for this request.");
        // The thread's mark has to be percent-encoded: unencoded it is cut off on the way.
        return http.Features.Get<IHttpRequestFeature>()!.RawTarget.Contains(";messageid", StringComparison.Ordinal) ? Error(404, "ConversationNotFound") : null;
    }

    /// <param name="conversation">Or whom one is opened with.</param>
    private FakeTeamsAnswer? Late(string operation, string conversation)
    {
        if (!Limits) return null;
        var now = teams.Clock.GetUtcNow();
        (string Key, (int Seconds, int Most)[] Windows)[] both = [($"{(operation is "post" or "update" ? "send" : operation)} {conversation}", operation is "member" or "members" ? Reads : Sends), ("app", App)];
        lock (counting)
        {
            foreach (var (key, windows) in both)
            {
                var times = taken.TryGetValue(key, out var before) ? before : taken[key] = [];
                if (windows.FirstOrDefault(w => times.Count(t => now - t < TimeSpan.FromSeconds(w.Seconds)) >= w.Most) is { Seconds: > 0 } full) return Error(429, "TooManyRequests") with { RetryAfter = full.Seconds };
            }

            foreach (var (key, _) in both) taken[key].Add(now);
        }

        return null;
    }
}

internal sealed record FakeTeamsAnswer(int Status, JsonObject? Body = null)
{
    /// <summary>Seconds.</summary>
    public int? RetryAfter { get; init; }
}

/// <param name="Conversation">As the path had it, decoded.</param>
internal sealed record FakeTeamsCall(string Operation, string Conversation, JsonObject Body, int Status, DateTimeOffset At);
