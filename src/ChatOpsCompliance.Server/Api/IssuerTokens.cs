using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpsCompliance.Server.Api;

/// <summary>Tokens of one issuer, made for one audience: signed by a key that the issuer shows now, in their time.</summary>
/// <param name="algorithms">Only asymmetric ones: a key that anybody can read is no secret.</param>
internal sealed class IssuerTokens(string issuer, string audience, IReadOnlyList<string> algorithms, IssuerKeys keys, TimeProvider clock) : IDisposable
{
    /// <summary>How often an issuer's keys are read, by whatever is sent here.</summary>
    public static readonly KeyTimes Times = new(Good: TimeSpan.FromHours(12), BetweenUnknown: TimeSpan.FromMinutes(5), AfterFailure: TimeSpan.FromSeconds(30));

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = 16 << 10, MapInboundClaims = false };

    /// <summary>What it says, unproved; null when it is no token.</summary>
    public static JsonWebToken? Read(string text)
    {
        try
        {
            return Handler.CanReadToken(text) ? Handler.ReadJsonWebToken(text) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public async Task<Result<JsonWebToken>> Prove(JsonWebToken unproved, CancellationToken ct)
    {
        if (!algorithms.Contains(unproved.Alg, StringComparer.Ordinal)) return new TokenRefused($"The token is not signed with {string.Join(" or ", algorithms)}.");
        if (await keys.Of(unproved.Kid, ct) is not { } shown) return new IssuerSilent(issuer);
        var proof = await Handler.ValidateTokenAsync(unproved.EncodedToken, new TokenValidationParameters
        {
            IssuerValidator = (of, _, _) => IssuerKeys.Same(of, issuer) ? of : throw new SecurityTokenInvalidIssuerException { InvalidIssuer = of },
            ValidAudience = audience,
            IssuerSigningKeys = shown.All,
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = IsItsTime,
        });
        return proof.IsValid ? (JsonWebToken)proof.SecurityToken : new TokenRefused(Why(proof.Exception));
    }

    /// <summary>Null when they can't be read.</summary>
    public Task<KeysShown?> Keys(CancellationToken ct) => keys.Of(kid: null, ct);

    public void Dispose() => keys.Dispose();

    private bool IsItsTime(DateTime? from, DateTime? until, SecurityToken token, TokenValidationParameters _)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return until is { } end && now < end + Skew && (from is not { } start || now > start - Skew);
    }

    private string Why(Exception? e) => e switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNoExpirationException => "The token has expired, or its time has not come; fetch a new one.",
        SecurityTokenInvalidAudienceException => $"The token is not for this service: ask for the audience {audience}.",
        SecurityTokenSignatureKeyNotFoundException => "The token is signed with a key that its issuer does not show.",
        _ => "The token is not good.",
    };
}

/// <summary>The token proves nothing; fetching another, or asking for it as it should be, may help.</summary>
public sealed record TokenRefused(string Why) : Refusal(Why);

/// <summary>Nobody can say whether the token is good; asking again may help.</summary>
public sealed record IssuerSilent(string Issuer) : Refusal($"The keys of {Issuer} can't be read just now, so no token of it can be proved. Ask again in a while.");
