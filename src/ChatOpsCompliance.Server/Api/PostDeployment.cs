using System.Text.Json.Serialization;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Deployments;

namespace ChatOpsCompliance.Server.Api;

/// <summary><c>POST /api/v1/deployments</c>: a pipeline tells what it has deployed, and hears how that is classed.</summary>
internal sealed class PostDeployment(ApiDoor door, IdempotentReplies once, RecordDeployment record, TimeProvider clock)
{
    /// <summary>How far a pipeline's clock may be ahead of ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public Task<IResult> Run(HttpContext http) => door.EnterPipeline(http, async caller =>
    {
        var (body, no) = await PipelineBody.Read(http, caller);
        if (body is null) return no!;
        var seen = new DeploymentSeen(
            PipelineCaller.Source, body.Repository(), body.Environment(), body.Commit(), body.RunUrl(), body.Actor("actor"), body.Time("started_at"), body.Time("finished_at"),
            body.OneOf("outcome", ("success", Outcome.Success), ("failure", Outcome.Failure), ("rolled_back", Outcome.RolledBack)), SeenBy.Api);
        if (seen.FinishedAt > clock.GetUtcNow() + Skew) body.Errors.TryAdd("finished_at", "is in the future");
        if (body.Fault() is { } fault) return fault;
        if (!caller.MaySpeakFor(seen.Repository, seen.Environment)) return GateDecisions.NotFor(caller, seen.Repository, seen.Environment);
        using var hash = new FieldHash();
        var request = hash.Add("deployment").Add(seen.Repository).Add(seen.Environment).Add(seen.Commit).Add(seen.RunUrl).Add(seen.Actor).Add(seen.StartedAt).Add(seen.FinishedAt).Add(seen.Outcome.ToString()).Finish();
        return await once.Once(http, caller, request, async () =>
        {
            var result = await record.Run(seen, caller.Actor, http.RequestAborted);
            return result.Done ? Of(result.Value.Deployment, result.Value.New) : ApiReply.Refused(StatusCodes.Status422UnprocessableEntity, result.No);
        });
    });

    private static ApiReply Of(Deployment deployment, bool isNew) =>
        ApiReply.Of(isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, new Recorded(deployment.Id.ToString(), deployment.Class.ToString().ToLowerInvariant(), deployment.Reference));

    internal sealed record Recorded(string Id, string Class, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Reference);
}
