using System.Text.Json.Serialization;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Deployments;

namespace ChatOpsCompliance.Server.Api;

/// <summary><c>/api/v1/gates/decisions</c>: a pipeline asks whether it may deploy, and polls while the answer is pending.</summary>
internal sealed class GateDecisions(ApiDoor door, IdempotentReplies once, AnswerGate gate)
{
    public Task<IResult> Ask(HttpContext http) => door.EnterPipeline(http, async caller =>
    {
        var (body, no) = await PipelineBody.Read(http, caller);
        if (body is null) return no!;
        var asked = new GateAsked(PipelineCaller.Source, body.Repository(), body.Environment(), body.Commit(), body.RunUrl(), body.Actor("requested_by"));
        if (body.Fault() is { } fault) return fault;
        if (!caller.MaySpeakFor(asked.Repository, asked.Environment)) return NotFor(caller, asked.Repository, asked.Environment);
        using var hash = new FieldHash();
        var request = hash.Add("gate").Add(asked.Repository).Add(asked.Environment).Add(asked.Commit).Add(asked.RunUrl).Add(asked.RequestedBy).Finish();
        async Task<ApiReply> Decide()
        {
            var (question, refused) = await gate.Ask(asked, caller.Actor, http.RequestAborted);
            return question is null ? ApiReply.Refused(StatusCodes.Status422UnprocessableEntity, refused!) : Of(question);
        }

        // The gate answers the same run alike by itself, and an answer of then must not open it when its time is over.
        return await once.Once(http, caller, request, Decide, again: Decide);
    });

    public Task<IResult> Read(HttpContext http, string id) => door.EnterPipeline(http, async caller =>
        Guid.TryParse(id, out var known) && await gate.Of(new(known), http.RequestAborted) is { } question && caller.MaySpeakFor(question.Repository, question.Environment)
            ? Of(question)
            : ApiReply.Problem(StatusCodes.Status404NotFound, "not-found", "There is nothing here", "No decision of this number that you may see."));

    internal static ApiReply NotFor(PipelineCaller caller, string repository, string environment) =>
        ApiReply.Problem(StatusCodes.Status403Forbidden, "other-repository", "Not let in", $"This key speaks for {caller.Scope}, not for {repository} in {environment}.");

    internal static ApiReply Of(GateQuestion question) =>
        ApiReply.Of(StatusCodes.Status200OK, new Decision(question.Id.ToString(), question.Answer.ToString().ToLowerInvariant(), question.Reason, question.Reference, question.ExpiresAt));

    internal sealed record Decision(
        string Id,
        [property: JsonPropertyName("decision")] string Answer,
        string Reason,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Reference,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? ExpiresAt);
}
