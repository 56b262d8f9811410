using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>
/// Whether a request comes from the Bot Framework, is meant for us, and speaks of this channel and service address
/// (https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication). A token comes with many activities; one that was
/// found good is known again by its hash until it ends, or until its key is shown no longer.
/// </summary>
/// <param name="http">Its timeout and its largest answer are what reading the keys may cost.</param>
internal sealed class TeamsTokens(TeamsSettings settings, HttpClient http, TimeProvider clock) : IDisposable
{
    public const string Issuer = "https://api.botframework.com", Channel = "msteams";

    private const int MostRemembered = 1000;

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly JsonWebTokenHandler handler = new() { MaximumTokenSizeInBytes = 16 << 10, MapInboundClaims = false };
    private readonly IssuerKeys keys = new(Issuer, settings.OpenIdMetadata, new(Good: TimeSpan.FromHours(24), BetweenUnknown: TimeSpan.FromHours(1), AfterFailure: TimeSpan.FromSeconds(30)), http, clock);
    private readonly ConcurrentDictionary<string, Proof> remembered = new(StringComparer.Ordinal);

    /// <param name="Until">With the skew.</param>
    private sealed record Proof(SecurityKey Key, string ServiceUrl, DateTimeOffset Until);

    /// <param name="authorization">The header's value.</param>
    public async Task<TeamsVerdict> Judge(string? authorization, string? channelId, string? serviceUrl, CancellationToken ct)
    {
        if (settings.AllowUnauthenticated) return Allowed(channelId, serviceUrl);
        if (authorization?.Split(' ') is not ["Bearer", { Length: > 0 } token]) return NotProved("no bearer token");
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        var before = remembered.GetValueOrDefault(hash);
        if (Read(token, before) is not { } kid) return NotProved("no token of the Bot Framework");
        if (await keys.Of(kid, ct) is not { } shown) return new(503, "the Bot Framework's keys can't be read");
        if (shown.Named(kid) is not { } key) return NotProved("its key is not shown");
        var proof = before?.Key == key && clock.GetUtcNow() < before.Until ? before : await Prove(token, hash, key);
        if (proof is null) return NotProved("the token is not good, not for us, or its time is over");
        if (!shown.EndorsementsOf(kid).Contains(Channel)) return new(403, "its key does not sign for this channel");
        return serviceUrl == proof.ServiceUrl ? Allowed(channelId, serviceUrl) : new(403, "the token is for another service address");
    }

    /// <summary>For <c>doctor</c>: how many keys are shown, null when they can't be read.</summary>
    public async Task<int?> Keys(CancellationToken ct) => (await keys.Of(kid: null, ct))?.All.Count;

    public void Dispose() => keys.Dispose();

    private TeamsVerdict Allowed(string? channelId, string? serviceUrl) =>
        channelId != Channel ? new(403, "it is of another channel")
        : TeamsServiceUrl.Read(serviceUrl, settings.ServiceUrl.IsLoopback) is null ? new(403, "its service address is none that Teams has")
        : TeamsVerdict.Good;

    private static TeamsVerdict NotProved(string why) => new(401, why);

    /// <summary>The id of its key, if it says that it is what it must be.</summary>
    private string? Read(string token, Proof? before)
    {
        if (before is not null) return before.Key.KeyId;
        try
        {
            return handler.CanReadToken(token) && handler.ReadJsonWebToken(token) is { Issuer: Issuer, Alg: SecurityAlgorithms.RsaSha256, Kid: { Length: > 0 } kid } ? kid : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private async Task<Proof?> Prove(string token, string hash, SecurityKey key)
    {
        remembered.TryRemove(hash, out _);
        var result = await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = settings.AppId,
            IssuerSigningKey = key,
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) => clock.GetUtcNow().UtcDateTime is var now && until is { } end && now < end + Skew && (from is not { } start || now >= start - Skew),
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken proved || ServiceUrl(proved) is not { } serviceUrl) return null;
        var proof = new Proof(key, serviceUrl, new DateTimeOffset(proved.ValidTo, TimeSpan.Zero) + Skew);
        // The Bot Framework makes a new one an hour; so many are none of one hour.
        if (remembered.Count >= MostRemembered) remembered.Clear();
        remembered[hash] = proof;
        return proof;
    }

    /// <summary>The library takes a list that names us among others, and times that are text; the Bot Framework makes neither, and its own library takes neither.</summary>
    private static string? ServiceUrl(JsonWebToken proved)
    {
        var claims = JsonElement.Parse(Base64UrlEncoder.DecodeBytes(proved.EncodedPayload));
        JsonValueKind Kind(string claim) => claims.TryGetProperty(claim, out var value) ? value.ValueKind : JsonValueKind.Undefined;
        var plain = Kind("aud") == JsonValueKind.String && Kind("exp") == JsonValueKind.Number && Kind("nbf") is JsonValueKind.Number or JsonValueKind.Undefined && Kind("serviceurl") == JsonValueKind.String;
        return plain ? claims.GetProperty("serviceurl").GetString() : null;
    }
}
