using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Web;

namespace ChatOpsCompliance.Server.Console;

/// <summary>The compliance console at <c>/console</c>. Without a way to sign in it is shut: it fails closed.</summary>
public static class ConsoleEndpoints
{
    public static IServiceCollection AddComplianceConsole(this IServiceCollection services, Settings settings)
    {
        if (settings.DemoFolder is { } folder) services.AddDemoSignIn(folder).AddSingleton<PickPages>();
        else if (settings.Console is { } console) services.AddOpenIdSignIn(settings, console);
        else return services;
        services.AddScoped<FormToken>().AddScoped<Noticed>();
        return services.AddSingleton<ConsoleDoor>().AddSingleton<Notice>().AddSingleton<SignInPages>()
            .AddSingleton<HomePages>().AddSingleton<CampaignPages>().AddSingleton<CloseForm>().AddSingleton<ReportDownload>().AddSingleton<LogPages>().AddSingleton<RemovalPages>().AddSingleton<ChangePages>().AddSingleton<DeploymentPages>().AddSingleton<ActionPages>().AddSingleton<MessagePages>().AddSingleton<Glance>().AddSingleton<ControlPages>().AddSingleton<SamplePages>().AddSingleton<AuditorPages>().AddSingleton<PeoplePages>().AddSingleton<EvidencePages>()
            .AddSingleton<Offers>().AddSingleton<VerbPages>().AddSingleton<TablePages>().AddSingleton<AttachmentDownload>().AddSingleton<RetentionPages>().AddSingleton<SourcePages>();
    }

    public static WebApplication MapComplianceConsole(this WebApplication app)
    {
        var console = app.MapGroup("/console").ExcludeFromDescription().AddEndpointFilter(ConsoleHeaders.Set);
        var settings = app.Services.GetRequiredService<Settings>();
        if (settings is { DemoFolder: null, Console: null })
        {
            console.Map("/{**rest}", () => TypedResults.Problem(
                "No sign-in is configured, so the console is shut. Console:Authority, ClientId and ClientSecret name the provider by which people sign in; the demo verb has a console with made-up people.",
                statusCode: StatusCodes.Status501NotImplemented,
                title: "The console has no sign-in"));
            return app;
        }

        app.UseAuthentication();
        if (settings.DemoFolder is not null) console.AddEndpointFilter(new LocalOnly());
        MapOpen(console.MapGroup("").AddEndpointFilter(FormToken.Check), app.Services);
        MapSigned(console.MapGroup("").AddEndpointFilter(ConsoleDoor.MustBeSignedIn).AddEndpointFilter(FormToken.Check).AddEndpointFilter(ConsoleDoor.AuditorsOnlyRead).RequireRateLimiting(RateLimits.Posts), app.Services);
        return app;
    }

    private static void MapOpen(RouteGroupBuilder open, IServiceProvider services)
    {
        var signIn = services.GetRequiredService<SignInPages>();
        open.MapGet("/assets/{name}", ConsoleAssets.Get);
        if (services.GetService<PickPages>() is { } pick)
        {
            open.MapGet("/sign-in", (Delegate)pick.Show);
            open.MapPost("/sign-in", (Delegate)pick.SignIn);
            return;
        }

        open.MapGet("/sign-in", (Delegate)signIn.Begin).RequireRateLimiting(RateLimits.SignIn);
        open.MapGet("/sign-in/failed", (Delegate)signIn.ShowFailed);
        open.MapGet("/signed-out", (Delegate)signIn.ShowSignedOut);
    }

    private static void MapSigned(RouteGroupBuilder signed, IServiceProvider services)
    {
        var (campaigns, close, report) = (services.GetRequiredService<CampaignPages>(), services.GetRequiredService<CloseForm>(), services.GetRequiredService<ReportDownload>());
        signed.MapGet("/", (Delegate)services.GetRequiredService<HomePages>().Show);
        signed.MapGet("/campaigns/{id}", (string id, HttpContext http) => campaigns.Show(id, http));
        signed.MapGet("/campaigns/{id}/{name}.{format}", (string id, string name, string format, HttpContext http) => report.Campaign(id, name, format, http)).WithMetadata(ConsoleDoor.NoPage);
        signed.MapGet("/reports", (Delegate)report.Show);
        signed.MapGet("/reports/file", (Delegate)report.Period).WithMetadata(ConsoleDoor.NoPage);
        signed.MapPost("/campaigns/{id}/close", (string id, HttpContext http) => close.Post(id, http));
        var verbs = services.GetRequiredService<VerbPages>();
        signed.MapGet(VerbPages.Route + "/{verb}", (string verb, HttpContext http) => verbs.Show(verb, http)).WithMetadata(ConsoleDoor.Acts);
        signed.MapPost(VerbPages.Route, (Delegate)verbs.Post);
        var table = services.GetRequiredService<TablePages>();
        signed.MapGet(TablePages.Route, (string id, HttpContext http) => table.Show(id, http)).WithMetadata(ConsoleHeaders.WithScript);
        signed.MapPost(TablePages.Route, (string id, HttpContext http) => table.Post(id, http)).WithMetadata(ConsoleHeaders.WithScript);
        signed.MapGet("/attachments/{id}", (string id, HttpContext http) => services.GetRequiredService<AttachmentDownload>().Get(id, http)).WithMetadata(ConsoleDoor.NoPage);
        signed.MapGet(RemovalPages.Route, (Delegate)services.GetRequiredService<RemovalPages>().Show);
        var (changes, deployments) = (services.GetRequiredService<ChangePages>(), services.GetRequiredService<DeploymentPages>());
        signed.MapGet(ChangePages.Route, (Delegate)changes.Show);
        signed.MapGet(ChangePages.Route + "/{number:int}", (int number, HttpContext http) => changes.One(number, http));
        signed.MapGet(DeploymentPages.Route, (Delegate)deployments.Show);
        signed.MapGet(ActionPages.Route, (Delegate)services.GetRequiredService<ActionPages>().Show);
        MapControls(signed, services.GetRequiredService<ControlPages>(), services.GetRequiredService<SamplePages>());
        signed.MapGet(MessagePages.Route, (Delegate)services.GetRequiredService<MessagePages>().Show);
        signed.MapGet(DeploymentPages.GateRoute, (Delegate)deployments.Gate);
        var evidence = services.GetRequiredService<EvidencePages>();
        signed.MapGet(EvidencePages.Route, (Delegate)evidence.Show);
        signed.MapPost(EvidencePages.Route, (Delegate)evidence.Post);
        signed.MapGet(EvidencePages.Route + "/{hash}.zip", (string hash, HttpContext http) => evidence.File(hash, http)).WithMetadata(ConsoleDoor.NoPage);
        signed.MapGet("/log", (Delegate)services.GetRequiredService<LogPages>().Show);
        signed.MapPost("/sign-out", (Delegate)services.GetRequiredService<SignInPages>().SignOut).WithMetadata(ConsoleDoor.Leaving);
        signed.MapGet(PeoplePages.Route, (Delegate)services.GetRequiredService<PeoplePages>().Show);
        signed.MapGet(AuditorPages.Route, (Delegate)services.GetRequiredService<AuditorPages>().Show);
        signed.MapGet(SourcePages.Route, (Delegate)services.GetRequiredService<SourcePages>().Show);
        signed.MapGet(RetentionPages.Route, (Delegate)services.GetRequiredService<RetentionPages>().Show);
        signed.MapGet("/{**rest}", (Delegate)services.GetRequiredService<HomePages>().Nothing);
    }

    private static void MapControls(RouteGroupBuilder signed, ControlPages controls, SamplePages samples)
    {
        signed.MapGet(ControlPages.Route, (Delegate)controls.Show);
        signed.MapGet(ControlPages.Route + "/{name}", (string name, HttpContext http) => controls.One(name, http));
        signed.MapGet(ControlPages.Route + "/{name}/test-sheet", (string name, HttpContext http) => controls.Sheet(name, http));
        signed.MapGet(ControlPages.Route + "/{name}/test-sheet.{format}", (string name, string format, HttpContext http) => controls.File(name, format, http)).WithMetadata(ConsoleDoor.NoPage);
        signed.MapGet(SamplePages.Route + "/{number:int}", (int number, HttpContext http) => samples.One(number, http));
        signed.MapGet(SamplePages.Route + "/{number:int}/{position:int}", (int number, int position, HttpContext http) => samples.Element(number, position, http));
    }
}
