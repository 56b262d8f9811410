namespace ChatOpsCompliance.Server.Api;

/// <summary>How often an issuer's keys are read.</summary>
/// <param name="Good">After so long they are read anew.</param>
/// <param name="BetweenUnknown">For a token whose key they do not show, at most once in so long.</param>
/// <param name="AfterFailure">And if they could not be read, not before so long.</param>
internal sealed record KeyTimes(TimeSpan Good, TimeSpan BetweenUnknown, TimeSpan AfterFailure);
