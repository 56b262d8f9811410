using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Tests.Stories;

namespace ChatOpsCompliance.Server.Tests.Api;

/// <summary>Somebody's tool with a reading key.</summary>
internal sealed class Reader : IDisposable
{
    private readonly HttpClient http;

    private Reader(Uri address, string? key)
    {
        http = new() { BaseAddress = address };
        if (key is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public static Task<Reader> As(Workspace workspace, string role = "compliance", DateOnly? from = null, DateOnly? to = null) => With(workspace, KeyScope.Reading(KeyReads.Of(role, from, to).Value));

    public static async Task<Reader> With(Workspace workspace, KeyScope scope) =>
        new(workspace.Address, (await workspace.Get<MakeKeys>().Create($"k{Guid.NewGuid():N}"[..20], scope, 30, Actor.Shell("root"), dryRun: false)).Value.Text);

    public static Reader Without(Workspace workspace) => new(workspace.Address, null);

    /// <summary>The status, and the kind of problem.</summary>
    public async Task<(int Status, string Kind)> What(string path)
    {
        var (status, body) = await Ask(path);
        return (status, ((string?)body["type"])?.Split(':')[^1] ?? "");
    }

    public async Task<(int Status, JsonObject Body)> Ask(string path)
    {
        using var response = await http.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative));
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    public Task<byte[]> File(string path) => http.GetByteArrayAsync(new Uri($"/api/v1/{path}", UriKind.Relative));

    /// <summary>Everything, page by page.</summary>
    public async Task<(List<JsonObject> Items, int Pages)> All(string path, int limit = 1000)
    {
        var (all, pages, cursor) = (new List<JsonObject>(), 0, "");
        while (true)
        {
            var (status, body) = await Ask($"{path}{(path.Contains('?', StringComparison.Ordinal) ? "&" : "?")}limit={limit}{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            if (status != 200) throw new InvalidOperationException(body.ToJsonString());
            pages++;
            all.AddRange(body["items"]!.AsArray().Select(i => i!.AsObject()));
            if ((string?)body["next"] is not { } next) return (all, pages);
            cursor = next;
        }
    }

    public void Dispose() => http.Dispose();
}
