using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Tests.Sources.GitHub;
using ChatOpsCompliance.Server.Tests.Stories;

namespace ChatOpsCompliance.Server.Tests.Api;

/// <summary>A pipeline with a key, or a token, that asks and tells by the API.</summary>
internal sealed class PipelineClient(Workspace workspace, string? bearer) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = workspace.Address };

    public static async Task<PipelineClient> WithKey(Workspace workspace, string name = "shop-deploys", string repositories = "acme/*", string environments = "production") =>
        new(workspace, (await workspace.Get<MakeKeys>().Create(name, KeyScope.OfPipelines(repositories, environments).Value, 30, Actor.Shell("root"), dryRun: false)).Value.Text);

    /// <summary>Of run 55 of acme/shop to production; what is null is left out.</summary>
    public Task<Answered> Ask(string commit, Action<JsonObject>? change = null, string? idempotencyKey = null)
    {
        var body = new JsonObject { ["repository"] = "acme/shop", ["environment"] = "production", ["commit"] = commit, ["run_url"] = CompanyOnGitHub.RunUrl(55), ["requested_by"] = "ada" };
        change?.Invoke(body);
        return Send(HttpMethod.Post, "/api/v1/gates/decisions", body, idempotencyKey);
    }

    public Task<Answered> Look(string id) => Send(HttpMethod.Get, $"/api/v1/gates/decisions/{id}", null);

    public Task<Answered> Tell(string commit, Action<JsonObject>? change = null, string? idempotencyKey = null)
    {
        var now = workspace.Clock.GetUtcNow();
        var body = new JsonObject
        {
            ["repository"] = "acme/shop",
            ["environment"] = "production",
            ["commit"] = commit,
            ["run_url"] = CompanyOnGitHub.RunUrl(55),
            ["actor"] = "ada",
            ["started_at"] = now.AddMinutes(-1).ToString("O"),
            ["finished_at"] = now.ToString("O"),
            ["outcome"] = "success",
        };
        change?.Invoke(body);
        return Send(HttpMethod.Post, "/api/v1/deployments", body, idempotencyKey);
    }

    public async Task<Answered> Send(HttpMethod method, string path, JsonObject? body, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (request.Content is { } content) await content.LoadIntoBufferAsync();
        if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await http.SendAsync(request);
        return new((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    public void Dispose() => http.Dispose();
}

internal sealed record Answered(int Status, JsonObject Body)
{
    /// <summary>The status and the kind of problem, or the decision or class.</summary>
    public (int, string) What => (Status, ((string?)Body["type"])?.Split(':')[^1] ?? (string?)Body["decision"] ?? (string?)Body["class"] ?? "");

    public string Id => (string)Body["id"]!;
}
