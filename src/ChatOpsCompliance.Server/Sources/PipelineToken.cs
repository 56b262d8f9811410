namespace ChatOpsCompliance.Server.Sources;

/// <summary>What a pipeline's own token says of it, proved: it may ask for nothing else.</summary>
/// <param name="Issuer">The name of the issuer in our settings.</param>
public sealed record PipelineToken(string Issuer, string Repository, string Environment, string Commit, string RunUrl, string Actor);

/// <returns>A refusal when the token proves nothing; null when it is of no issuer that is known here.</returns>
public delegate Task<Result<PipelineToken>?> ProvePipeline(string token, CancellationToken ct);

/// <summary>The token proves nothing; fetching another, or setting up its job as it should be, may help.</summary>
public sealed record TokenRefused(string Why) : Refusal(Why);

/// <summary>Nobody can say whether the token is good; asking again may help.</summary>
public sealed record IssuerSilent(string Issuer) : Refusal($"The keys of {Issuer} can't be read just now, so no token of it can be proved. Ask again in a while.");
