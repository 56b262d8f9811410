using ChatOpsCompliance.Server.Sources;

namespace ChatOpsCompliance.Server.Api;

/// <summary>A pipeline that proved who it is: by a key, which names what it may speak for, or by its own token, which says what it is.</summary>
internal sealed record PipelineCaller(string Via, KeyScope Scope, PipelineToken? Token = null)
{
    /// <summary>Who asks, in gate questions and deployments that came by the API.</summary>
    public const string Source = "api";

    public Actor Actor => new(null, Via);

    public static PipelineCaller Of(ApiKey key) => new(ApiDoor.Via(key), key.Scope);

    public static PipelineCaller Of(PipelineToken token) => new($"oidc:{token.Issuer}", new("", token.Repository, token.Environment), token);

    public bool MaySpeakFor(string repository, string environment) => Token is { } t
        ? t.Repository.Equals(repository, StringComparison.OrdinalIgnoreCase) && t.Environment.Equals(environment, StringComparison.OrdinalIgnoreCase)
        : Scope.Covers(repository, environment);
}
