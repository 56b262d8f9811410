using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Sources.AzureDevOps;

/// <summary><c>POST /gates/azure-devops</c>: an environment's "Invoke REST API" check in callback mode. Acknowledged once the question is recorded; its answer goes out by an errand.</summary>
internal sealed class AzureChecks(AzureDevOpsSettings settings, ApiDoor door, AnswerGate gate, Database database)
{
    public void Map(IEndpointRouteBuilder app) => app.MapPost("/gates/azure-devops", (Delegate)Receive).DisableAntiforgery().ExcludeFromDescription();

    private Task<IResult> Receive(HttpContext http) => door.EnterPipeline(http, async caller =>
    {
        var (body, no) = await PipelineBody.Read(http, caller);
        if (body is null) return no!;
        var asked = new GateAsked(AzureDevOpsSettings.Source, body.Repository(), body.Environment(), body.Commit(), body.RunUrl(), body.Actor("requested_by"));
        var (callback, wrong) = AzureCallback.Read(http.Request.Headers, settings);
        foreach (var header in wrong) body.Errors[header] = header == "PlanUrl" ? "is no header with an address of Gates:AzureDevOps:Hosts" : "is no header as the check sends it";
        if (body.Fault() is { } fault) return fault;
        if (!caller.MaySpeakFor(asked.Repository, asked.Environment)) return GateDecisions.NotFor(caller, asked.Repository, asked.Environment);
        var (question, refused) = await gate.Ask(asked with { Callback = callback!.ToJson() }, caller.Actor, http.RequestAborted);
        // Tokens that open nothing any more need not be kept.
        await database.Bulk(Actor.Service, tx => GateStore.DropCallbacks(tx, AzureDevOpsSettings.Source, tx.Now - AzureCallback.TokenLives), http.RequestAborted);
        return question is null ? ApiReply.Refused(StatusCodes.Status422UnprocessableEntity, refused!) : GateDecisions.Of(question);
    });
}
