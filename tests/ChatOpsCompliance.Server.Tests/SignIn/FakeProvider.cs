using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpsCompliance.Server.Tests.SignIn;

/// <summary>A provider of OpenID Connect on loopback, as strict as one should be, and wrong in any way that a test asks for.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    public const string ClientId = "console", ClientSecret = "a secret of the client's";

    private readonly WebApplication web;
    private readonly ConcurrentDictionary<string, Asked> codes = new(StringComparer.Ordinal);

    private FakeProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        web = builder.Build();
        web.MapGet("/.well-known/openid-configuration", () => Away ? Results.StatusCode(503) : Results.Json(new
        {
            issuer = ShownIssuer ?? Issuer,
            authorization_endpoint = $"{Issuer}/authorize",
            token_endpoint = $"{Issuer}/token",
            userinfo_endpoint = UserInfo is null ? null : $"{Issuer}/userinfo",
            jwks_uri = $"{Issuer}/keys",
            response_types_supported = new[] { "code" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
        }));
        web.MapGet("/keys", () => Results.Json(new { keys = new[] { Jwk(Key) } }));
        web.MapGet("/authorize", Authorize);
        web.MapPost("/token", (Delegate)Token);
        web.MapGet("/userinfo", () => Results.Json(UserInfo));
    }

    public string Issuer => web.Urls.Single();

    public RsaSecurityKey Key { get; } = new(RSA.Create(2048)) { KeyId = "k1" };

    /// <summary>Who signs in: their claims, without those of the protocol.</summary>
    public Dictionary<string, object?> Person { get; set; } = [];

    public Dictionary<string, object?>? UserInfo { get; set; }

    /// <summary>Makes the token wrong; a claim that is null is left out.</summary>
    public Action<Dictionary<string, object?>>? Wrong { get; set; }

    public SecurityKey? SignedBy { get; set; }

    public string Algorithm { get; set; } = SecurityAlgorithms.RsaSha256;

    public string? ShownIssuer { get; set; }

    /// <summary>What the answer says of whom it is (RFC 9207); nothing when null.</summary>
    public string? AnswerIssuer { get; set; }

    /// <summary>How people sign in: now, unless they did before and are not asked anew.</summary>
    public DateTimeOffset? ProvedAt { get; set; }

    public bool ObeysFresh { get; set; } = true;

    public bool Away { get; set; }

    public bool SaysNo { get; set; }

    /// <summary>The questions of the browser, newest last.</summary>
    public List<IReadOnlyDictionary<string, string>> Questions { get; } = [];

    public int CodesUsed { get; private set; }

    private sealed record Asked(IReadOnlyDictionary<string, string> Query, DateTimeOffset ProvedAt);

    public static async Task<FakeProvider> Start()
    {
        var provider = new FakeProvider();
        await provider.web.StartAsync();
        return provider;
    }

    public static Dictionary<string, object?> Of(string email, bool? verified = true, string? subject = null, params string[] groups) => new()
    {
        ["sub"] = subject ?? $"sub-of-{email}",
        ["email"] = email,
        ["email_verified"] = verified,
        ["groups"] = groups.Length == 0 ? null : groups,
    };

    /// <summary>A token of whoever <see cref="Person"/> is, made for an API.</summary>
    public string AccessToken(string audience, DateTimeOffset now) =>
        Signed(new(Person) { ["iss"] = Issuer, ["aud"] = audience, ["iat"] = now.ToUnixTimeSeconds(), ["nbf"] = now.ToUnixTimeSeconds(), ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds() });

    public async ValueTask DisposeAsync() => await web.DisposeAsync();

    private IResult Authorize(HttpContext http)
    {
        var asked = http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal);
        Questions.Add(asked);
        if (asked["client_id"] != ClientId || asked["response_type"] != "code" || asked["code_challenge_method"] != "S256" || asked["state"].Length == 0 || asked["nonce"].Length == 0) return Results.BadRequest("not a question as it should be");
        var anew = asked.GetValueOrDefault("prompt") == "login" || asked.GetValueOrDefault("max_age") == "0";
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        codes[code] = new(asked, anew && ObeysFresh ? DateTimeOffset.UtcNow : ProvedAt ?? DateTimeOffset.UtcNow);
        var answer = SaysNo ? $"error=access_denied&state={Uri.EscapeDataString(asked["state"])}" : $"code={code}&state={Uri.EscapeDataString(asked["state"])}";
        return Results.Redirect($"{asked["redirect_uri"]}?{answer}{(AnswerIssuer is null ? "" : $"&iss={Uri.EscapeDataString(AnswerIssuer)}")}");
    }

    private async Task<IResult> Token(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret) return Results.Json(new { error = "invalid_client" }, statusCode: 401);
        if (!codes.TryRemove(form["code"].ToString(), out var asked)) return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (challenge != asked.Query["code_challenge"] || form["redirect_uri"] != asked.Query["redirect_uri"]) return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        CodesUsed++;
        return Results.Json(new { access_token = "an access token", token_type = "Bearer", expires_in = 300, id_token = IdToken(asked) });
    }

    private string IdToken(Asked asked)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new Dictionary<string, object?>(Person) { ["iss"] = Issuer, ["aud"] = ClientId, ["iat"] = now, ["nbf"] = now, ["exp"] = now + 300, ["nonce"] = asked.Query["nonce"], ["auth_time"] = asked.ProvedAt.ToUnixTimeSeconds() };
        return Signed(claims);
    }

    private string Signed(Dictionary<string, object?> claims)
    {
        Wrong?.Invoke(claims);
        var body = JsonSerializer.Serialize(claims.Where(c => c.Value is not null).ToDictionary());
        if (Algorithm == SecurityAlgorithms.None) return $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{Base64UrlEncoder.Encode(body)}.";
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(body, new SigningCredentials(SignedBy ?? Key, Algorithm));
    }

    private static object Jwk(RsaSecurityKey key)
    {
        var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", use = "sig", kid = key.KeyId, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) };
    }
}
