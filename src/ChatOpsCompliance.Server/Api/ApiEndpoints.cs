using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Console;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Api;

/// <summary>What scripts call, at <c>/api/v1</c>. Faults are problem documents (RFC 9457).</summary>
internal static class ApiEndpoints
{
    public static IServiceCollection AddApi(this IServiceCollection services, Settings settings)
    {
        if (settings.Console is { ApiAudience: { } audience } console)
        {
            services.AddIssuerClient(nameof(PeopleTokens)).AddSingleton(s => new PeopleTokens(
                console,
                audience,
                new IssuerKeys(console.Authority.ToString(), console.Metadata, IssuerTokens.Times, s.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(PeopleTokens)), s.GetRequiredService<TimeProvider>()),
                s.GetRequiredService<Database>(),
                s.GetRequiredService<RoleBook>(),
                s.GetRequiredService<TimeProvider>()));
        }

        return services.AddOpenApi("v1", ApiDescription.Describe).ConfigureHttpJsonOptions(o => ApiJson.With(o.SerializerOptions)).AddSingleton<ApiDoor>().AddSingleton<IdempotentReplies>().AddSingleton<PostSnapshot>().AddSingleton<GateDecisions>().AddSingleton<PostDeployment>();
    }

    /// <summary>How an issuer's keys are read: what it may cost is bounded.</summary>
    internal static IServiceCollection AddIssuerClient(this IServiceCollection services, string name)
    {
        services.AddHttpClient(name, c => (c.Timeout, c.MaxResponseContentBufferSize) = (TimeSpan.FromSeconds(5), 1 << 20))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .RemoveAllLoggers();
        return services;
    }

    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        var api = app.MapGroup("/api/v1").DisableAntiforgery().RequireRateLimiting(RateLimits.Api);
        var (ok, created) = (StatusCodes.Status200OK, StatusCodes.Status201Created);
        Told(api.MapPost("/snapshots", (HttpContext http, PostSnapshot post) => post.Run(http)), "Hands in an extract of the key's system.", ApiBody.Snapshot).Produces<SnapshotShape>(created).Produces<SnapshotShape>(ok);
        Told(api.MapPost("/gates/decisions", (HttpContext http, GateDecisions gate) => gate.Ask(http)), "Asks whether a run may deploy.", ApiBody.Gate).Produces<GateDecisions.Decision>(ok);
        Told(api.MapGet("/gates/decisions/{id}", (HttpContext http, string id, GateDecisions gate) => gate.Read(http, id)), "The answer to a question that was asked; poll it while it is pending.").Produces<GateDecisions.Decision>(ok);
        Told(api.MapPost("/deployments", (HttpContext http, PostDeployment post) => post.Run(http)), "Tells what was deployed; answers how it is classed.", ApiBody.Deployment).Produces<PostDeployment.Recorded>(created).Produces<PostDeployment.Recorded>(ok);
        Told(api.MapGet("/key", (HttpContext http, ApiDoor door) => door.Enter(http, key => Task.FromResult(ApiReply.Read(KeyShape.Of(key))))), "What the key is for.").Produces<KeyShape>(ok);
        foreach (var read in app.Services.GetRequiredService<ApiReads>().All)
        {
            var route = Told(api.MapGet(read.Path, (HttpContext http, ApiDoor door, Database database) => Read(http, door, database, read)), read.About, read);
            if (read.Answers is { } shape) route.Produces(ok, shape);
        }

        api.Map("/{**rest}", () => ApiReply.Problem(StatusCodes.Status404NotFound, "not-found", "There is nothing here", "This address is not known; POST /api/v1/snapshots takes an extract, POST /api/v1/gates/decisions a question at the gate, POST /api/v1/deployments what was deployed."));
    }

    private static RouteHandlerBuilder Told(RouteHandlerBuilder route, string about, params object[] metadata) => route.WithSummary(about).WithTags("api").WithMetadata([.. metadata, ApiDescription.NeedsKey]);

    private static Task<IResult> Read(HttpContext http, ApiDoor door, Database database, ApiRead read) => door.EnterReader(http, async caller =>
    {
        var given = http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal);
        var one = read.One is { } name ? (string)http.Request.RouteValues[name]! : "";
        return (await database.Read(r => read.Ask(r, caller, given, one), http.RequestAborted)).ToResult();
    });
}
