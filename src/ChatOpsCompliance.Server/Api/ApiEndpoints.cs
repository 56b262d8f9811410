namespace ChatOpsCompliance.Server.Api;

/// <summary>What scripts call, at <c>/api/v1</c>. Faults are problem documents (RFC 9457).</summary>
internal static class ApiEndpoints
{
    public static IServiceCollection AddApi(this IServiceCollection services) =>
        services.AddSingleton<ApiDoor>().AddSingleton<IdempotentReplies>().AddSingleton<PostSnapshot>().AddSingleton<GateDecisions>().AddSingleton<PostDeployment>().AddSingleton<ChangeLists>();

    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").DisableAntiforgery();
        api.MapPost("/snapshots", (HttpContext http, PostSnapshot post) => post.Run(http));
        api.MapPost("/gates/decisions", (HttpContext http, GateDecisions gate) => gate.Ask(http));
        api.MapGet("/gates/decisions/{id}", (HttpContext http, string id, GateDecisions gate) => gate.Read(http, id));
        api.MapPost("/deployments", (HttpContext http, PostDeployment post) => post.Run(http));
        api.MapGet("/deployments", (HttpContext http, ChangeLists lists) => lists.Deployments(http));
        api.MapGet("/emergency-changes", (HttpContext http, ChangeLists lists) => lists.Changes(http));
        api.MapGet("/key", (HttpContext http, ApiDoor door) => door.Enter(http, key => Task.FromResult(ApiReply.Of(StatusCodes.Status200OK, new { key.Name, key.System, key.Repositories, key.Environments, key.ExpiresAt }))));
        api.Map("/{**rest}", () => ApiReply.Problem(StatusCodes.Status404NotFound, "not-found", "There is nothing here", "This address is not known; POST /api/v1/snapshots takes an extract, POST /api/v1/gates/decisions a question at the gate, POST /api/v1/deployments what was deployed."));
    }
}
