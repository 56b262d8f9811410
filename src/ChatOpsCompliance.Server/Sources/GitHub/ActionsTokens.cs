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
    private readonly Dictionary<string, (OpenIdSettings Settings, IssuerTokens Tokens)> byIssuer = issuers.ToDictionary(
        i => i.Issuer,
        i => (i, new IssuerTokens(i.Issuer, i.Audience, [SecurityAlgorithms.RsaSha256], new IssuerKeys(i.Issuer, i.Metadata, IssuerTokens.Times, http, clock), clock)),
        StringComparer.Ordinal);

    public async Task<Result<PipelineToken>?> Prove(JsonWebToken token, CancellationToken ct)
    {
        if (!byIssuer.TryGetValue(token.Issuer, out var issuer)) return null;
        var (proved, no) = await issuer.Tokens.Prove(token, ct);
        return proved is null ? no! : Claims(proved, issuer.Settings);
    }

    /// <summary>For <c>doctor</c>: whether the keys of each issuer can be read.</summary>
    public async IAsyncEnumerable<Finding> Examine([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var (settings, tokens) in byIssuer.Values)
            yield return await tokens.Keys(ct) is { } known ? new($"issuer {settings.Name}", true, $"{known.All.Count} keys, for the owner {settings.RepositoryOwnerId}") : new($"issuer {settings.Name}", false, $"{settings.Metadata} can't be read, or is of another issuer than {settings.Issuer}");
    }

    public void Dispose()
    {
        foreach (var (_, tokens) in byIssuer.Values) tokens.Dispose();
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
}
