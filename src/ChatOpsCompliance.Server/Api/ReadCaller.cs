using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Server.Api;

/// <summary>Who reads, and how much of it is theirs: a role sees all, an auditor what lies in their period, a system's key its removals, a pipeline its repositories.</summary>
/// <param name="Metrics">Whether the numbers of operations are theirs to read.</param>
internal sealed record ReadCaller(string Via, Sight Sight, bool Metrics = false, string System = "", PipelineCaller? Pipeline = null)
{
    /// <summary>The shell of the machine that the service runs on may read all that the database has.</summary>
    public static readonly ReadCaller Shell = new("shell", Sight.Everything);

    /// <summary>Reads as somebody who sees everything, in their period if they have one.</summary>
    public bool SeesAll => Sight.Any;

    public static ReadCaller Of(ApiKey key) => new(ApiDoor.Via(key), key.Scope.Reads?.Sight ?? Sight.Nothing, key.Scope.Reads is not null, key.System, key.Scope.IsPipelines ? PipelineCaller.Of(key) : null);

    public static ReadCaller Of(PipelineCaller pipeline) => new(pipeline.Via, Sight.Nothing, Pipeline: pipeline);

    public bool SeesPlace(string repository, string environment) => SeesAll || Pipeline?.MaySpeakFor(repository, environment) == true;

    /// <summary>Whether what happened then lies in the period, for whom has one; a pipeline sees its places at any time.</summary>
    public bool Sees(DateTimeOffset at) => Pipeline is not null || Sight.Sees(at);

    public bool Sees(Campaign campaign) => Sight.Sees(campaign);

    public bool Sees(DateOnly from, DateOnly to) => Sight.Sees(from, to);
}
