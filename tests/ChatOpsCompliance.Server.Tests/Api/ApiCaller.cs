using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Tests.Stories;

namespace ChatOpsCompliance.Server.Tests.Api;

/// <summary>A system owner's script: it has a key and sends extracts as curl would.</summary>
internal sealed class ApiCaller(Workspace workspace, string? key) : IDisposable
{
    private const string Header = "account,account_type,person_email,owner_email,entitlement,environment,privileged,mfa,granted_at,last_used_at,expires_at";

    private readonly HttpClient http = new() { BaseAddress = workspace.Address };

    public static async Task<ApiCaller> WithKey(Workspace workspace, string name = "nightly", string system = "github") =>
        new(workspace, (await workspace.Get<MakeKeys>().Create(name, system, 30, Actor.Shell("root"), dryRun: false)).Value.Text);

    public Task<(HttpStatusCode Status, JsonNode Body, HttpResponseMessage Response)> Send(IEnumerable<string> rows, Action<Dictionary<string, string>>? change = null, string? idempotencyKey = null) =>
        SendFile(string.Join('\n', rows.Prepend(Header)), rows.Count(), change, idempotencyKey);

    public async Task<(HttpStatusCode Status, JsonNode Body, HttpResponseMessage Response)> SendFile(string file, int count, Action<Dictionary<string, string>>? change = null, string? idempotencyKey = null)
    {
        var facts = new Dictionary<string, string>
        {
            ["extracted_at"] = workspace.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["extracted_by"] = "script@example.com",
            ["method"] = Workspace.Method,
            ["source_count"] = count.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        change?.Invoke(facts);
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in facts) form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(file)), "file", "github.csv");
        return await Post(form, idempotencyKey);
    }

    public async Task<(HttpStatusCode Status, JsonNode Body, HttpResponseMessage Response)> Post(HttpContent content, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/snapshots") { Content = content };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        var response = await http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!, response);
    }

    public void Dispose() => http.Dispose();
}
