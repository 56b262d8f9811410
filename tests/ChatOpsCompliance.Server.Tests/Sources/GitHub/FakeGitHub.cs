using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Sources.GitHub;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpsCompliance.Server.Tests.Sources.GitHub;

/// <summary>
/// GitHub's API on loopback, as far as a gate needs it: one App, installed at some owners. It looks at tokens as GitHub does, and gives everything page by
/// page. What it answers has the shape of GitHub's own description (<c>OurRequestsAreGitHubs</c> reads the examples of that).
/// </summary>
internal sealed class FakeGitHub : IAsyncDisposable
{
    public const long AppId = 1234;

    public const string WebhookSecret = "a secret of the tests";

    public static readonly string PrivateKey = NewKey();

    private readonly WebApplication web;
    private readonly TimeProvider clock;
    private int tokens;

    private FakeGitHub(TimeProvider clock)
    {
        this.clock = clock;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        web = builder.Build();
        web.Use(Judge);
        web.MapGet("/repos/{owner}/{name}/installation", (string owner) => Owners.Contains(owner) ? Results.Json(new { id = 77 }) : NotFound());
        web.MapGet("/app", () => Results.Json(new { slug = "gate", permissions = Permissions, events = Events }));
        web.MapPost("/app/installations/77/access_tokens", NewToken);
        web.MapGet("/app/installations", () => Results.Json(Owners.Select(o => new { id = 77, account = new { login = o }, suspended_at = (DateTimeOffset?)null })));
        web.MapGet("/installation/repositories", (HttpRequest http) => FakeGitHubReads.Page(http, Repositories.Keys.Order(StringComparer.Ordinal).Select(r => new { full_name = r }), "repositories"));
        new FakeGitHubReads(this).Map(web);
    }

    public Uri Address => new(web.Urls.Single());

    /// <summary>Where the App is installed.</summary>
    public HashSet<string> Owners { get; } = new(StringComparer.OrdinalIgnoreCase) { "acme" };

    public Dictionary<string, string> Permissions { get; } = new(GitHubDoctor.Permissions);

    public List<string> Events { get; } = [.. GitHubDoctor.Events];

    public ConcurrentDictionary<string, FakeRepository> Repositories { get; } = new(StringComparer.OrdinalIgnoreCase);

    public FakeRepository Shop => Repositories.GetOrAdd("acme/shop", name => new(name));

    /// <summary>Answers in GitHub's place; null lets it answer itself.</summary>
    public Func<HttpRequest, IResult?> Instead { get; set; } = _ => null;

    /// <summary>Every request, as method and path with query.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Until when each token that was given is good.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> Tokens { get; } = new(StringComparer.Ordinal);

    public static async Task<FakeGitHub> Start(TimeProvider clock)
    {
        var fake = new FakeGitHub(clock);
        await fake.web.StartAsync();
        return fake;
    }

    public GitHubSettings Settings => new() { AppId = AppId, PrivateKey = PrivateKey, WebhookSecret = WebhookSecret, ApiBaseUrl = new(Address, "/"), System = "github" };

    public GitHubSource Source() => new(Settings, new GitHubConnections(Settings, clock));

    public async ValueTask DisposeAsync() => await web.DisposeAsync();

    public static IResult NotFound() => Results.Json(new { message = "Not Found" }, statusCode: 404);

    private static string NewKey()
    {
        using var key = RSA.Create(2048);
        return key.ExportRSAPrivateKeyPem();
    }

    private async Task Judge(HttpContext http, Func<Task> next)
    {
        Requests.Enqueue($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}");
        var token = http.Request.Headers.Authorization.ToString()["Bearer ".Length..];
        var ofApp = http.Request.Path.Value!.StartsWith("/app", StringComparison.Ordinal) || http.Request.Path.Value.EndsWith("/installation", StringComparison.Ordinal);
        if (Instead(http.Request) is { } instead) await instead.ExecuteAsync(http);
        else if (http.Request.Headers.UserAgent.Count == 0) await Results.Json(new { message = "Request forbidden by administrative rules." }, statusCode: 403).ExecuteAsync(http);
        else if (ofApp ? await FaultOf(token) is not null : !Tokens.TryGetValue(token, out var until) || until <= clock.GetUtcNow()) await Results.Json(new { message = (ofApp ? await FaultOf(token) : null) ?? "Bad credentials" }, statusCode: 401).ExecuteAsync(http);
        else await next();
    }

    /// <summary>As GitHub looks at an App's own token.</summary>
    private async Task<string?> FaultOf(string token)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(PrivateKey);
        var (key, now) = (new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false)), clock.GetUtcNow().UtcDateTime);
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters { IssuerSigningKey = key, ValidIssuer = AppId.ToString(CultureInfo.InvariantCulture), ValidateAudience = false, ValidateLifetime = false, ValidAlgorithms = ["RS256"] });
        if (!result.IsValid) return "A JSON web token could not be decoded";
        var jwt = (JsonWebToken)result.SecurityToken;
        return jwt.IssuedAt > now || jwt.ValidTo < now ? "'Expiration time' claim ('exp') must be a numeric value representing the future time" : jwt.ValidTo > now.AddMinutes(10) ? "'Expiration time' claim ('exp') is too far in the future" : null;
    }

    private IResult NewToken()
    {
        var (token, until) = ($"ghs_{Interlocked.Increment(ref tokens).ToString(CultureInfo.InvariantCulture)}", clock.GetUtcNow().AddHours(1));
        Tokens[token] = until;
        return Results.Json(new { token, expires_at = until }, statusCode: 201);
    }
}
