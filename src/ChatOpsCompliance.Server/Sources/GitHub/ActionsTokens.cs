using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>
/// The tokens by which jobs of GitHub Actions prove who they are (https://docs.github.com/actions/reference/security/oidc). Every repository of the world
/// gets one for any audience, so the owner's number is compared; repository, environment, commit, run and actor are the token's own.
/// </summary>
internal sealed class ActionsTokens(IReadOnlyList<OpenIdSettings> issuers, HttpClient http, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private static readonly KeyTimes Times = new(Good: TimeSpan.FromHours(12), BetweenUnknown: TimeSpan.FromMinutes(5), AfterFailure: TimeSpan.FromSeconds(30));

    private readonly JsonWebTokenHandler handler = new() { MaximumTokenSizeInBytes = 16 << 10, MapInboundClaims = false };

    private readonly Dictionary<string, (OpenIdSettings Settings, IssuerKeys Keys)> byIssuer = issuers.ToDictionary(i => i.Issuer, i => (i, new IssuerKeys(i.Issuer, i.Metadata, Times, http, clock)), StringComparer.Ordinal);

    public async Task<Result<PipelineToken>?> Prove(string token, CancellationToken ct)
    {
        if (!handler.CanReadToken(token) || Read(token) is not { } unproved || !byIssuer.TryGetValue(unproved.Issuer, out var issuer)) return null;
        if (unproved.Alg != SecurityAlgorithms.RsaSha256) return new TokenRefused("The token is not signed with RS256.");
        if (await issuer.Keys.Of(unproved.Kid, ct) is not { } keys) return new IssuerSilent(issuer.Settings.Issuer);
        var proof = await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = issuer.Settings.Issuer,
            ValidAudience = issuer.Settings.Audience,
            IssuerSigningKeys = keys.All,
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = IsItsTime,
        });
        return proof.IsValid ? Claims((JsonWebToken)proof.SecurityToken, issuer.Settings) : new TokenRefused(Why(proof.Exception, issuer.Settings));
    }

    /// <summary>For <c>doctor</c>: whether the keys of each issuer can be read.</summary>
    public async IAsyncEnumerable<Finding> Examine([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var (settings, keys) in byIssuer.Values)
            yield return await keys.Of(kid: null, ct) is { } known ? new($"issuer {settings.Name}", true, $"{known.All.Count} keys, for the owner {settings.RepositoryOwnerId}") : new($"issuer {settings.Name}", false, $"{settings.Metadata} can't be read, or is of another issuer than {settings.Issuer}");
    }

    public void Dispose()
    {
        foreach (var (_, keys) in byIssuer.Values) keys.Dispose();
    }

    private bool IsItsTime(DateTime? from, DateTime? until, SecurityToken token, TokenValidationParameters _)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return until is { } end && now < end + Skew && (from is not { } start || now > start - Skew);
    }

    private static Result<PipelineToken> Claims(JsonWebToken token, OpenIdSettings issuer)
    {
        string Text(string claim) => token.TryGetPayloadValue<string>(claim, out var text) ? text : "";
        if (Text("repository_owner_id") != issuer.RepositoryOwnerId) return new TokenRefused("The token is of another owner's repository than Gates:OpenId names.");
        if (GitHubName.Parse(Text("repository")) is not { } repository || Commit.Whole(Text("sha")) is not { } commit || Text("run_id") is not { Length: > 0 } run || !run.All(char.IsAsciiDigit)) return new TokenRefused("The token does not say repository, sha and run_id.");
        if (Text("environment") is not { Length: > 0 } environment) return new TokenRefused("The token names no environment: the job that asks must have 'environment:'.");
        return new PipelineToken(issuer.Name, repository.ToString(), environment, commit, $"https://{HostOf(issuer)}/{repository}/actions/runs/{run}", Text("actor"));
    }

    /// <summary>An Enterprise Server issues its tokens itself.</summary>
    private static string HostOf(OpenIdSettings issuer) => new Uri(issuer.Issuer).Host is var host && host == "token.actions.githubusercontent.com" ? "github.com" : host;

    private static string Why(Exception? e, OpenIdSettings issuer) => e switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNoExpirationException => "The token has expired, or its time has not come; fetch a new one for each question.",
        SecurityTokenInvalidAudienceException => $"The token is not for this service: ask for the audience {issuer.Audience}.",
        SecurityTokenSignatureKeyNotFoundException => "The token is signed with a key that its issuer does not show.",
        _ => "The token is not good.",
    };

    private JsonWebToken? Read(string token)
    {
        try
        {
            return handler.ReadJsonWebToken(token);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
