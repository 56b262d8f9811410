namespace ChatOpsCompliance.Server.Api;

/// <summary>What scripts call, at <c>/api/v1</c>. Faults are problem documents (RFC 9457).</summary>
internal static class ApiEndpoints
{
    public static IServiceCollection AddApi(this IServiceCollection services) =>
        services.AddSingleton<ApiDoor>().AddSingleton<IdempotentReplies>().AddSingleton<PostSnapshot>();

    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").DisableAntiforgery();
        api.MapPost("/snapshots", (HttpContext http, PostSnapshot post) => post.Run(http));
        api.Map("/{**rest}", () => ApiReply.Problem(StatusCodes.Status404NotFound, "not-found", "There is nothing here", "This address is not known; POST /api/v1/snapshots takes an extract."));
    }
}
