using Microsoft.IdentityModel.JsonWebTokens;

namespace ChatOpsCompliance.Server.Sources;

/// <summary>What a pipeline's own token says of it, proved: it may ask for nothing else.</summary>
/// <param name="Issuer">The name of the issuer in our settings.</param>
public sealed record PipelineToken(string Issuer, string Repository, string Environment, string Commit, string RunUrl, string Actor);

/// <returns>A refusal when the token proves nothing; null when it is of no issuer that is known here.</returns>
public delegate Task<Result<PipelineToken>?> ProvePipeline(JsonWebToken token, CancellationToken ct);
