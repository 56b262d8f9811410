using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>What the connector answered.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Error">The connector's own word for what is wrong, such as <c>BotNotInConversationRoster</c>; empty when it said none.</param>
/// <param name="RetryAfter">Of a 429, which Teams or our own pace may say: when to come back. Nothing was done.</param>
internal sealed record TeamsResult(HttpStatusCode Status, JsonElement Body, string Error = "", TimeSpan? RetryAfter = null)
{
    public bool Ok => (int)Status is >= 200 and < 300;

    public string? Text(params ReadOnlySpan<string> path) => TeamsActivity.TextOf(Body, path);

    public override string ToString() => Error.Length > 0 ? $"{(int)Status} {Error}" : $"{(int)Status}";
}

/// <summary>
/// The connector, thinly (https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference): calls go to an address that a proved
/// activity or the settings named, and nowhere else.
/// </summary>
/// <param name="http">Without a timeout of its own, without redirects and without logging: headers carry secrets.</param>
internal sealed class TeamsApi(HttpMessageInvoker http, TeamsSignIn signIn, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10), WhenNotSaid = TimeSpan.FromSeconds(5);

    private readonly TeamsPace pace = new(clock);

    public IEnumerable<(string Bucket, double Left)> Left() => pace.Left();

    /// <summary>Posts into a conversation.</summary>
    public Task<TeamsResult> Post(string serviceUrl, string conversation, JsonObject activity, CancellationToken ct) =>
        Call(HttpMethod.Post, serviceUrl, $"v3/conversations/{Uri.EscapeDataString(conversation)}/activities", TeamsCall.Send, conversation, activity, ct);

    public Task<TeamsResult> Update(string serviceUrl, string conversation, string id, JsonObject activity, CancellationToken ct) =>
        Call(HttpMethod.Put, serviceUrl, $"v3/conversations/{Uri.EscapeDataString(conversation)}/activities/{Uri.EscapeDataString(id)}", TeamsCall.Send, conversation, activity, ct);

    /// <summary>Opens a conversation with one person, or finds the one there is; with an activity, begins a thread in a channel.</summary>
    public Task<TeamsResult> Open(string serviceUrl, JsonObject conversation, CancellationToken ct) =>
        Call(HttpMethod.Post, serviceUrl, "v3/conversations", TeamsCall.Open, "", conversation, ct);

    /// <param name="user">As the connector calls them, by their object id or by their user principal name.</param>
    public Task<TeamsResult> Member(string serviceUrl, string conversation, string user, CancellationToken ct) =>
        Call(HttpMethod.Get, serviceUrl, $"v3/conversations/{Uri.EscapeDataString(conversation)}/members/{Uri.EscapeDataString(user)}", TeamsCall.Read, conversation, body: null, ct);

    /// <param name="continuation">From the page before; null for the first.</param>
    public Task<TeamsResult> Members(string serviceUrl, string conversation, string? continuation, CancellationToken ct) => Call(
        HttpMethod.Get,
        serviceUrl,
        $"v3/conversations/{Uri.EscapeDataString(conversation)}/pagedmembers?pageSize=500{(continuation is null ? "" : $"&continuationToken={Uri.EscapeDataString(continuation)}")}",
        TeamsCall.Read,
        conversation,
        body: null,
        ct);

    /// <exception cref="HttpRequestException">The connector can't be reached or did not answer; what became of the call is not known.</exception>
    /// <exception cref="TeamsSignInException">No token is to be had.</exception>
    private async Task<TeamsResult> Call(HttpMethod method, string serviceUrl, string path, TeamsCall call, string conversation, JsonObject? body, CancellationToken ct)
    {
        var wait = await pace.Take(call, conversation, ct);
        if (wait > TimeSpan.Zero) return new(HttpStatusCode.TooManyRequests, default, RetryAfter: wait);
        var address = new Uri(new Uri(serviceUrl.EndsWith('/') ? serviceUrl : $"{serviceUrl}/"), path);
        var token = await signIn.Token(ct);
        var result = await Send(method, address, body, token, ct);
        if (result.Status == HttpStatusCode.Unauthorized && token is not null)
        {
            // It may have been taken back before its time; a new one that is not taken either is for somebody to set right.
            signIn.Forget(token);
            result = await Send(method, address, body, await signIn.Token(ct), ct);
        }

        if (result.Status == HttpStatusCode.TooManyRequests) pace.Refused(call, conversation, result.RetryAfter!.Value);
        return result;
    }

    private async Task<TeamsResult> Send(HttpMethod method, Uri address, JsonObject? body, string? token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, address);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(TeamsCards.Json), System.Text.Encoding.UTF8, "application/json");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var patience = new CancellationTokenSource(Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            var said = Read(await response.Content.ReadAsStringAsync(either.Token));
            var after = response.StatusCode == HttpStatusCode.TooManyRequests ? response.Headers.RetryAfter?.Delta ?? WhenNotSaid : (TimeSpan?)null;
            return new(response.StatusCode, said, TeamsActivity.TextOf(said, "error", "code") ?? "", after);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && !ct.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.Unknown, "Teams did not answer.");
        }
    }

    private static JsonElement Read(string text)
    {
        try
        {
            return text.Length == 0 ? default : JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return default; // something between us and Teams answered in its place; the status says what it is worth
        }
    }
}
