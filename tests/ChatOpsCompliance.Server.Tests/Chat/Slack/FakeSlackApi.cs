using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>The Web API's door: tokens, scopes, rates, sizes, and what goes wrong on the way back. What a method does stands in <see cref="FakeSlackMethods"/>.</summary>
internal sealed class FakeSlackApi(FakeSlack slack)
{
    private static readonly Dictionary<string, int> Tiers = new(StringComparer.Ordinal)
    {
        ["users.list"] = 20,
        ["chat.update"] = 50,
        ["conversations.open"] = 50,
        ["conversations.info"] = 50,
        ["conversations.history"] = 50,
        ["conversations.replies"] = 50,
        ["users.lookupByEmail"] = 50,
        ["views.open"] = 100,
        ["views.update"] = 100,
        ["views.push"] = 100,
        ["views.publish"] = 100,
        ["chat.postEphemeral"] = 100,
        ["users.info"] = 100,
        ["files.info"] = 100,
        ["apps.connections.open"] = 1,
    };

    private readonly FakeSlackMethods methods = new(slack);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<FakeFault>> faults = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Bucket> buckets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (int PerMinute, int Burst)> limits = new(StringComparer.Ordinal);

    /// <summary>What the bot's token may, at first what the manifest asks for; taking one away makes the methods that need it answer <c>missing_scope</c>.</summary>
    public ConcurrentDictionary<string, bool> Scopes { get; } = new(ChatOpsCompliance.Server.Chat.Slack.SlackScopes.OfBot.ToDictionary(s => s, _ => true, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>As Slack does, and stand-ins for it don't.</summary>
    public bool TellsScopes { get; set; } = true;

    /// <summary>Null while the bot's token is good, else the error it gets, such as <c>token_revoked</c>.</summary>
    public string? TokenFault { get; set; }

    /// <summary>Every call with its arguments, in the order they came, refused ones too.</summary>
    public ConcurrentQueue<FakeCall> Calls { get; } = [];

    /// <summary>Those that were answered with an error, 429 apart.</summary>
    public ConcurrentQueue<(string Method, JsonObject Args, JsonObject Answer)> Refused { get; } = [];

    public IReadOnlyList<FakeCall> CallsOf(string method) => [.. Calls.Where(c => c.Method == method)];

    /// <summary>What happens to the next calls of a method, one each.</summary>
    public void Next(string method, params ReadOnlySpan<FakeFault> coming)
    {
        var queue = faults.GetOrAdd(method, _ => []);
        foreach (var fault in coming) queue.Enqueue(fault);
    }

    /// <summary>From now on a method takes so many calls a minute, by the fake's clock; for <c>chat.postMessage</c> in each channel.</summary>
    public void Limit(string method, int perMinute, int? burst = null) => limits[method] = (perMinute, burst ?? perMinute);

    /// <summary>The limits of Slack's own tables.</summary>
    public void LimitAsDocumented()
    {
        foreach (var (method, perMinute) in Tiers) Limit(method, perMinute);
        Limit("chat.postMessage", perMinute: 60, burst: 5);
    }

    public void Map(WebApplication web)
    {
        web.MapPost("/api/{method}", Answer);
        web.MapGet("/api/{method}", Answer);
        web.MapPost("/response/{id}", methods.Respond);
        web.MapGet("/files/{id}/{name}", methods.Download);
        web.MapGet("/elsewhere", () => Results.Redirect("/sign-in"));
        web.MapGet("/sign-in", () => "Sign in to your workspace");
    }

    private async Task Answer(HttpContext http, string method)
    {
        var (args, token) = await Read(http.Request);
        slack.Api.Calls.Enqueue(new(method, args, slack.Clock.GetUtcNow()));
        if (Late(method, args) is { } wait)
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            await http.Response.WriteAsJsonAsync(Error("ratelimited"));
            return;
        }

        var fault = faults.TryGetValue(method, out var queue) && queue.TryDequeue(out var next) ? next : null;
        if (fault?.Before is { } before) await before();
        if (fault?.Status is { } status)
        {
            http.Response.StatusCode = status;
            await http.Response.WriteAsync("Something went wrong.");
            return;
        }

        if (TellsScopes) http.Response.Headers["x-oauth-scopes"] = string.Join(',', Scopes.Keys.Order(StringComparer.Ordinal));
        http.Response.Headers["x-accepted-oauth-scopes"] = string.Join(',', FakeSlackMethods.ScopesOf(method));
        var answer = fault?.Error is { } error ? Error(error) : Permitted(method, token) ?? Fits(method, args) ?? methods.Do(method, args);
        if (answer["error"] is not null) Refused.Enqueue((method, args, (JsonObject)answer.DeepClone()));
        if (fault is { LosesAnswer: true }) http.Abort();
        else await http.Response.WriteAsJsonAsync(answer);
        slack.Called();
    }

    public static JsonObject Error(string error) => new() { ["ok"] = false, ["error"] = error };

    private JsonObject? Permitted(string method, string? token)
    {
        if (token is null) return Error("not_authed");
        if (method == "apps.connections.open") return token == FakeSlack.AppToken ? null : Error(token.StartsWith("xapp-", StringComparison.Ordinal) ? "invalid_auth" : "not_allowed_token_type");
        if (token != FakeSlack.BotToken) return Error(token == FakeSlack.AppToken ? "not_allowed_token_type" : "invalid_auth");
        if (TokenFault is { } fault) return Error(fault);
        if (FakeSlackMethods.ScopesOf(method) is not { Count: > 0 } needed || needed.Any(Scopes.ContainsKey)) return null;
        var no = Error("missing_scope");
        (no["needed"], no["provided"]) = (string.Join(',', needed), string.Join(',', Scopes.Keys.Order(StringComparer.Ordinal)));
        return no;
    }

    /// <summary>What is larger or otherwise shaped than documented is refused as Slack does.</summary>
    private JsonObject? Fits(string method, JsonObject args)
    {
        if (!method.StartsWith("chat.", StringComparison.Ordinal) && !method.StartsWith("views.", StringComparison.Ordinal)) return null;
        slack.Outgoing.Enqueue((method, args.DeepClone()));
        var wrong = SlackLimits.Check(args);
        if (wrong.Count == 0) return null;
        var code = wrong.Select(w => w.Split(' ')[0]).FirstOrDefault(w => w is "msg_blocks_too_long" or "view_too_large");
        var no = Error(code ?? (args["view"] is null ? "invalid_blocks" : "invalid_arguments"));
        no["response_metadata"] = new JsonObject { ["messages"] = new JsonArray([.. wrong.Select(w => (JsonNode)$"[ERROR] {w}")]) };
        if (args["view"] is null) no["errors"] = new JsonArray([.. wrong.Select(w => (JsonNode)w)]);
        return no;
    }

    /// <summary>Seconds until there is room again, or null when there is.</summary>
    private int? Late(string method, JsonObject args)
    {
        if (!limits.TryGetValue(method, out var limit)) return null;
        var key = method == "chat.postMessage" ? $"{method} {args["channel"]}" : method;
        return buckets.GetOrAdd(key, _ => new(limit.PerMinute, limit.Burst, slack.Clock.GetUtcNow())).Take(slack.Clock.GetUtcNow());
    }

    private static async Task<(JsonObject Args, string? Token)> Read(HttpRequest request)
    {
        var args = new JsonObject();
        foreach (var (name, value) in request.Query) args[name] = value.ToString();
        if (request.HasJsonContentType())
        {
            foreach (var (name, value) in (await JsonNode.ParseAsync(request.Body))!.AsObject()) args[name] = value?.DeepClone();
        }
        else if (request.HasFormContentType)
        {
            foreach (var (name, value) in await request.ReadFormAsync()) args[name] = value.ToString();
            foreach (var name in new[] { "blocks", "view", "metadata", "attachments" })
            {
                if (args[name] is JsonValue text) args[name] = JsonNode.Parse(text.GetValue<string>());
            }
        }

        var bearer = request.Headers.Authorization.ToString();
        return (args, bearer.StartsWith("Bearer ", StringComparison.Ordinal) ? bearer["Bearer ".Length..] : args["token"]?.GetValue<string>());
    }

    private sealed class Bucket(int perMinute, int burst, DateTimeOffset since)
    {
        private readonly Lock taking = new();
        private double room = burst;
        private DateTimeOffset last = since;

        public int? Take(DateTimeOffset now)
        {
            lock (taking)
            {
                (room, last) = (Math.Min(burst, room + ((now - last).TotalMinutes * perMinute)), now);
                if (room < 1) return (int)Math.Ceiling((1 - room) * 60 / perMinute);
                room--;
                return null;
            }
        }
    }
}

internal sealed record FakeCall(string Method, JsonObject Args, DateTimeOffset At);
