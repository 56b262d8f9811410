using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpsCompliance.Server.Tests.Api;

/// <summary>An issuer of pipelines' tokens on loopback, with claims as GitHub Actions has them.</summary>
internal sealed class FakeIssuer : IAsyncDisposable
{
    public const string Issuer = "https://token.actions.githubusercontent.com", Audience = "https://compliance.example.com", Owner = "4711";

    private readonly WebApplication web;
    private readonly TimeProvider clock;

    private FakeIssuer(TimeProvider clock)
    {
        this.clock = clock;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        web = builder.Build();
        web.MapGet("/.well-known/openid-configuration", () => Asked(() => Results.Json(new { issuer = Issuer, jwks_uri = new Uri(Address, "/keys").ToString(), id_token_signing_alg_values_supported = new[] { "RS256" } })));
        web.MapGet("/keys", () => Asked(() => Results.Json(new { keys = Keys.Select(Jwk) })));
    }

    public Uri Address => new(web.Urls.Single());

    /// <summary>Those it shows; the last one signs.</summary>
    public List<RsaSecurityKey> Keys { get; } = [NewKey("k1")];

    /// <summary>How often it was asked for anything.</summary>
    public int Requests { get; private set; }

    public bool Away { get; set; }

    public (string, string)[] Settings => [("Gates:OpenId:actions:Issuer", Issuer), ("Gates:OpenId:actions:Audience", Audience), ("Gates:OpenId:actions:RepositoryOwnerId", Owner), ("Gates:OpenId:actions:Metadata", new Uri(Address, "/.well-known/openid-configuration").ToString())];

    public static async Task<FakeIssuer> Start(TimeProvider clock)
    {
        var issuer = new FakeIssuer(clock);
        await issuer.web.StartAsync();
        return issuer;
    }

    public static RsaSecurityKey NewKey(string id) => new(RSA.Create(2048)) { KeyId = id };

    /// <summary>Of run 55 of acme/shop, in the environment production.</summary>
    public string Token(string commit, Action<Dictionary<string, object?>>? change = null, SecurityKey? key = null, string algorithm = SecurityAlgorithms.RsaSha256)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 300,
            ["sub"] = "repo:acme/shop:environment:production",
            ["repository"] = "acme/shop",
            ["repository_owner"] = "acme",
            ["repository_owner_id"] = Owner,
            ["environment"] = "production",
            ["sha"] = commit,
            ["actor"] = "ada",
            ["run_id"] = "55",
            ["run_attempt"] = "1",
        };
        change?.Invoke(claims);
        foreach (var gone in claims.Where(c => c.Value is null).Select(c => c.Key).ToList()) claims.Remove(gone);
        var body = System.Text.Json.JsonSerializer.Serialize(claims);
        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        return algorithm == "none" ? $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{Base64UrlEncoder.Encode(body)}." : handler.CreateToken(body, new SigningCredentials(key ?? Keys[^1], algorithm));
    }

    public async ValueTask DisposeAsync() => await web.DisposeAsync();

    private IResult Asked(Func<IResult> answer)
    {
        Requests++;
        return Away ? Results.StatusCode(503) : answer();
    }

    private static object Jwk(RsaSecurityKey key) => JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(key.Rsa.ExportParameters(includePrivateParameters: false)) { KeyId = key.KeyId }) is var jwk ? new { kty = jwk.Kty, use = "sig", kid = jwk.Kid, n = jwk.N, e = jwk.E } : null!;
}
