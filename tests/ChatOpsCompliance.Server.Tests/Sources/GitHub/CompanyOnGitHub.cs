using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Sources.GitHub;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.Extensions.Time.Testing;

namespace ChatOpsCompliance.Server.Tests.Sources.GitHub;

/// <summary>The small company with its code on our fake of GitHub: webhooks come from there, answers go there. Pull requests that are in order may go to production.</summary>
internal sealed class CompanyOnGitHub : IAsyncDisposable
{
    private readonly HttpClient http;

    private CompanyOnGitHub(FakeGitHub github, Workspace workspace)
    {
        (GitHub, Workspace) = (github, workspace);
        http = new() { BaseAddress = workspace.Address };
    }

    public FakeGitHub GitHub { get; }

    public Workspace Workspace { get; }

    /// <param name="more">Over a policy for acme/* in production whose standing rule is the pull request.</param>
    public static async Task<CompanyOnGitHub> Start(params (string Key, string Value)[] more)
    {
        var clock = new FakeTimeProvider(SmallCompany.Start);
        var github = await FakeGitHub.Start(clock);
        var workspace = await Workspace.Start(
            clock,
            local: true,
            [
                .. SmallCompany.Settings,
                ("Gates:GitHub:AppId", FakeGitHub.AppId.ToString(CultureInfo.InvariantCulture)), ("Gates:GitHub:PrivateKey", FakeGitHub.PrivateKey), ("Gates:GitHub:WebhookSecret", FakeGitHub.WebhookSecret), ("Gates:GitHub:ApiBaseUrl", github.Address.ToString()),
                ("EmergencyChanges:Groups:leads", "mia@example.com, carla@example.com"),
                ("EmergencyChanges:Policies:production:Owner", "grace@example.com"), ("EmergencyChanges:Policies:production:Repositories", "acme/*"), ("EmergencyChanges:Policies:production:Approvers", "leads"),
                ("EmergencyChanges:Policies:production:TimeZone", "Europe/Berlin"), ("EmergencyChanges:Policies:production:StandingRule", "pull-request"),
                .. more,
            ]);
        await SmallCompany.In(workspace);
        var map = Path.Combine(workspace.Folder, "accounts.csv");
        await File.WriteAllLinesAsync(map, ["account,person_email", "ada,ada@example.com", "ben,ben@example.com", "mia,mia@example.com"]);
        _ = (await workspace.Get<ImportCatalogue>().Accounts("github", map, Actor.Shell("tester"), dryRun: false)).Value;
        return new(github, workspace);
    }

    /// <summary>Ada's pull request, approved by Mia, checks green; returns the commit it was merged as.</summary>
    public string Merge(int number)
    {
        var (first, merged) = (GitHub.Shop.Commit(number, null, "ada"), GitHub.Shop.Commit(number + 1, number, "ada"));
        GitHub.Shop.Pulls.Add(new(number, "ada", [first]) { MergeCommit = merged, Reviews = [new("mia", "APPROVED", first)] });
        GitHub.Shop.CheckRuns.Add((merged, "build", "success"));
        return merged;
    }

    public Task<HttpStatusCode> Asks(long run, string commit, string environment = "production", string? callback = null) => Deliver("deployment_protection_rule", new
    {
        action = "requested",
        environment,
        @event = "push",
        deployment_callback_url = callback ?? $"https://api.github.com/repos/acme/shop/actions/runs/{Text(run)}/deployment_protection_rule",
        deployment = Deployment(run, commit, environment),
        repository = Shop,
        sender = new { login = "ada" },
    });

    public Task<HttpStatusCode> Tells(long run, string commit, string state, string environment = "production", bool byActions = true) => Deliver("deployment_status", new
    {
        action = "created",
        deployment_status = new { state, created_at = Workspace.Clock.GetUtcNow(), log_url = "", target_url = "" },
        deployment = Deployment(run, commit, environment),
        workflow_run = byActions ? new { html_url = RunUrl(run), actor = new { login = "ada" } } : null,
        repository = Shop,
    });

    public static string RunUrl(long run) => $"https://github.com/acme/shop/actions/runs/{Text(run)}";

    public Task<HttpStatusCode> Deliver(string name, object payload) => Post(name, JsonSerializer.Serialize(payload));

    /// <param name="signature">Null for the right one.</param>
    public async Task<HttpStatusCode> Post(string name, string body, string? signature = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/gates/github") { Content = new StringContent(body, Encoding.UTF8, type) };
        if ((signature ?? Sign(body)) is { Length: > 0 } signed) request.Headers.TryAddWithoutValidation(GitHubSignature.Header, signed);
        request.Headers.Add("X-GitHub-Event", name);
        request.Headers.Add("X-GitHub-Delivery", Guid.NewGuid().ToString());
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    public static string Sign(string body) => $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(FakeGitHub.WebhookSecret), Encoding.UTF8.GetBytes(body)))}";

    /// <summary>How many facts there are: nothing changes without one.</summary>
    public async Task<long> Facts() => (await Workspace.Read(read => LedgerStore.HeadOf(read))).Seq;

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Workspace.DisposeAsync();
        await GitHub.DisposeAsync();
    }

    private static object Shop => new { full_name = "acme/shop", html_url = "https://github.com/acme/shop" };

    private object Deployment(long run, string commit, string environment) => new { url = $"https://api.github.com/repos/acme/shop/deployments/{Text(run)}", sha = commit, environment, created_at = Workspace.Clock.GetUtcNow().AddMinutes(-1), creator = new { login = "ada" } };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
