using System.Diagnostics.Metrics;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Configuration;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ChatOpsCompliance.Server.Operations;

/// <summary>What whoever runs the service asks it: health for everybody, metrics on a port of their own or with a key; traces and metrics go to a collector when there is one.</summary>
internal static class OperationsEndpoints
{
    public const string Metrics = "/metrics";

    /// <summary>OpenTelemetry's own name for where its collector is.</summary>
    public const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddOperations(this WebApplicationBuilder builder, Settings settings)
    {
        if (settings.ManagementPort is { } port) ListenToo(builder, port);
        var collector = builder.Configuration[Collector] is { Length: > 0 };
        builder.Services.AddSingleton<VitalSigns>().AddSingleton<Readiness>();
        if (collector) builder.Services.AddHostedService<ReadVitals>();
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(r => r.AddService(Service.Name)).WithMetrics(metrics =>
        {
            metrics.AddMeter(Trace.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddPrometheusExporter(o => o.ScrapeResponseCacheDurationMilliseconds = 0);
            metrics.AddView(FewPoints);
            if (collector) metrics.AddOtlpExporter();
        });
        // Of other services' addresses nothing is traced: some hold a secret in their path.
        if (collector) telemetry.WithTracing(traces => traces.AddSource(Trace.Name).AddAspNetCoreInstrumentation(o => o.Filter = http => !http.Request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal) && http.Request.Path != Metrics).AddOtlpExporter());
    }

    public static void MapOperations(this WebApplication app, Settings settings)
    {
        app.MapGet("/healthz/live", () => Results.Text("live")).WithSummary("The process answers.").WithTags("operations").Produces<string>(contentType: "text/plain");
        app.MapGet("/healthz/ready", (Readiness readiness, CancellationToken ct) => readiness.Ask(ct)).WithSummary("A click would be recorded now and its messages sent.").WithTags("operations").Produces<string>(contentType: "text/plain").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        if (settings.ManagementPort is { } port) app.Use((http, next) => OnlyOperations(http, next, port));
        var signs = app.Services.GetRequiredService<VitalSigns>(); // its gauges are there from the beginning
        app.UseWhen(http => http.Request.Path == Metrics, scrape =>
        {
            scrape.Use((http, next) => Guarded(http, next, settings));
            scrape.Use(async (http, next) =>
            {
                await signs.Refresh(http.RequestAborted);
                await next(http);
            });
            scrape.UseOpenTelemetryPrometheusScrapingEndpoint();
        });
    }

    /// <summary>The library keeps room for 2,000 combinations of tags of each instrument, 144 KB: enough for what has a system or a route among them, too much for the forty that have next to none.</summary>
    private static MetricStreamConfiguration? FewPoints(Instrument instrument) =>
        instrument.Meter.Name == Trace.Name || instrument.Name == "http.server.request.duration" ? null : new() { CardinalityLimit = 100 };

    /// <summary>On its own port the firewall says who may look; else a key does.</summary>
    private static async Task Guarded(HttpContext http, RequestDelegate next, Settings settings)
    {
        if (settings.ManagementPort is { } port)
        {
            if (http.Connection.LocalPort == port) await next(http);
            else await ApiReply.Problem(StatusCodes.Status404NotFound, "not-found", "There is nothing here", "Metrics are on the port of Management:Port.").ExecuteAsync(http);
            return;
        }

        var answer = await http.RequestServices.GetRequiredService<ApiDoor>().EnterReader(http, caller => Task.FromResult<IResult>(!caller.Metrics
            ? ApiReply.Problem(StatusCodes.Status403Forbidden, "not-yours", "Not let in", "Metrics are for a key that reads: keys create NAME --reads metrics.")
            : new Onward(next)));
        await answer.ExecuteAsync(http);
    }

    private static async Task OnlyOperations(HttpContext http, RequestDelegate next, int port)
    {
        if (http.Connection.LocalPort != port || http.Request.Path == Metrics || http.Request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal)) await next(http);
        else await ApiReply.Problem(StatusCodes.Status404NotFound, "not-found", "There is nothing here", "This port has /metrics and /healthz alone.").ExecuteAsync(http);
    }

    /// <summary>Kestrel hears either what its own section says or the addresses; so all of them, and the port, become its section.</summary>
    private static void ListenToo(WebApplicationBuilder builder, int port)
    {
        var endpoints = new Dictionary<string, string?> { ["Kestrel:Endpoints:management:Url"] = FormattableString.Invariant($"http://*:{port}") };
        if (!builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            var addresses = builder.Configuration["Urls"] ?? builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey) ?? "http://localhost:5000";
            foreach (var (address, n) in addresses.Split(';', StringSplitOptions.RemoveEmptyEntries).Select((a, n) => (a, n))) endpoints[FormattableString.Invariant($"Kestrel:Endpoints:address{n}:Url")] = address;
        }

        builder.Configuration.AddInMemoryCollection(endpoints);
    }

    private sealed record Onward(RequestDelegate Next) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Next(httpContext);
    }
}
