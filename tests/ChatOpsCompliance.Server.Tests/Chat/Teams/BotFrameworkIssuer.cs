using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>The Bot Framework's signer on loopback: shows its keys with the channels each is for, and makes the tokens that come with activities, right or wrong in any way.</summary>
internal sealed class BotFrameworkIssuer : IAsyncDisposable
{
    public const string Issuer = "https://api.botframework.com";

    private readonly WebApplication web;
    private readonly TimeProvider clock;
    private int metadataFetches, keyFetches;

    private BotFrameworkIssuer(TimeProvider clock)
    {
        this.clock = clock;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        web = builder.Build();
        web.MapGet("/v1/.well-known/openidconfiguration", () => Asked(ref metadataFetches, () => new { issuer = ShownIssuer, jwks_uri = new Uri(Address, "/v1/.well-known/keys").ToString(), id_token_signing_alg_values_supported = new[] { "RS256" } }));
        web.MapGet("/v1/.well-known/keys", () => Asked(ref keyFetches, () => new { keys = Keys.Select(k => k.Shown) }));
    }

    /// <summary>Those it shows; the last one signs. Changed between requests, not during one.</summary>
    public List<Signer> Keys { get; } = [Signer.New("bot-1")];

    /// <summary>How often its keys were read.</summary>
    public int KeyFetches => keyFetches;

    /// <summary>How often anything of it was read, its keys included.</summary>
    public int Fetches => metadataFetches + keyFetches;

    /// <summary>503 to everybody.</summary>
    public bool Away { get; set; }

    /// <summary>Of whom its document says that it is.</summary>
    public string ShownIssuer { get; set; } = Issuer;

    /// <summary>As the setting <c>Teams:OpenIdMetadata</c> has it.</summary>
    public Uri Metadata => new(Address, "/v1/.well-known/openidconfiguration");

    private Uri Address => new(web.Urls.Single());

    /// <param name="clock">By which tokens are issued: the service's own.</param>
    public static async Task<BotFrameworkIssuer> Start(TimeProvider clock)
    {
        var issuer = new BotFrameworkIssuer(clock);
        await issuer.web.StartAsync();
        return issuer;
    }

    /// <summary>As it comes with an activity: the header's value.</summary>
    public string Authorization(string appId, string serviceUrl) => $"Bearer {Token(appId, serviceUrl)}";

    /// <summary>Good for an hour from now, as those of the Bot Framework are.</summary>
    /// <param name="change">Makes it wrong; a claim that is null is left out.</param>
    /// <param name="header">Likewise for the header's own.</param>
    public string Token(string appId, string serviceUrl, Action<Dictionary<string, object?>>? change = null, SecurityKey? key = null, string algorithm = SecurityAlgorithms.RsaSha256, Action<Dictionary<string, object?>>? header = null)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = Changed(change, new() { ["serviceurl"] = serviceUrl, ["nbf"] = now, ["exp"] = now + 3600, ["iss"] = Issuer, ["aud"] = appId });
        key ??= Keys[^1].Key;
        var first = Changed(header, new() { ["alg"] = algorithm, ["kid"] = key.KeyId, ["x5t"] = key.KeyId, ["typ"] = "JWT" });
        return Signed(JsonSerializer.Serialize(first), JsonSerializer.Serialize(claims), key, algorithm);
    }

    /// <summary>Any two texts, signed; by nobody with the algorithm <c>none</c>.</summary>
    public static string Signed(string header, string payload, SecurityKey key, string algorithm = SecurityAlgorithms.RsaSha256)
    {
        var text = $"{Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(payload)}";
        return $"{text}.{(algorithm == SecurityAlgorithms.None ? "" : JwtTokenUtilities.CreateEncodedSignature(text, new SigningCredentials(key, algorithm)))}";
    }

    public async ValueTask DisposeAsync() => await web.DisposeAsync();

    private IResult Asked(ref int counter, Func<object> answer)
    {
        Interlocked.Increment(ref counter);
        return Away ? Results.StatusCode(503) : Results.Json(answer());
    }

    private static Dictionary<string, object?> Changed(Action<Dictionary<string, object?>>? change, Dictionary<string, object?> claims)
    {
        change?.Invoke(claims);
        return claims.Where(c => c.Value is not null).ToDictionary();
    }

    /// <summary>A key, and the channels whose activities it may sign; null when it names none at all.</summary>
    public sealed record Signer(RsaSecurityKey Key, IReadOnlyList<string>? Endorsements, string? Use = "sig")
    {
        public static Signer New(string id, params string[] endorsements) => new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = id }, endorsements.Length == 0 ? ["msteams", "webchat", "skype"] : endorsements);

        internal Dictionary<string, object> Shown
        {
            get
            {
                var parameters = Key.Rsa.ExportParameters(includePrivateParameters: false);
                var jwk = new Dictionary<string, object> { ["kty"] = "RSA", ["kid"] = Key.KeyId, ["x5t"] = Key.KeyId, ["n"] = Base64UrlEncoder.Encode(parameters.Modulus), ["e"] = Base64UrlEncoder.Encode(parameters.Exponent) };
                if (Use is not null) jwk["use"] = Use;
                if (Endorsements is not null) jwk["endorsements"] = Endorsements;
                return jwk;
            }
        }
    }
}
