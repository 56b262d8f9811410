using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatOpsCompliance.Server.Tests.Sources.AzureDevOps;

/// <summary>An organisation of Azure DevOps on loopback, as far as it hears how a check came out (https://learn.microsoft.com/azure/devops/pipelines/process/invoke-checks).</summary>
internal sealed class FakeAzure : IAsyncDisposable
{
    public const string Token = "eyJ-the-jobs-own-token";

    private readonly WebApplication web;

    private FakeAzure()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        web = builder.Build();
        web.MapPost("/acme/{project:guid}/_apis/distributedtask/hubs/{hub}/plans/{plan:guid}/events", Event);
    }

    public Uri Address => new(web.Urls.Single());

    public Uri Organisation => new(Address, "/acme/");

    /// <summary>Each event, with the project, hub and plan it is of.</summary>
    public ConcurrentQueue<(string Of, string Name, string Task, string Job, string Result)> Events { get; } = [];

    public Func<IResult?> Instead { get; set; } = () => null;

    public static async Task<FakeAzure> Start()
    {
        var azure = new FakeAzure();
        await azure.web.StartAsync();
        return azure;
    }

    public async ValueTask DisposeAsync() => await web.DisposeAsync();

    private IResult Event(HttpRequest http, Guid project, string hub, Guid plan, JsonObject body)
    {
        if (Instead() is { } instead) return instead;
        // It does not say no: it shows a page to sign in on.
        if (http.Headers.Authorization != "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(":" + Token))) return Results.Text("<html>Sign in</html>", "text/html", statusCode: 203);
        if (http.Query["api-version"] != "2.0-preview.1") return Results.BadRequest();
        Events.Enqueue(($"{project}/{hub}/{plan}", (string)body["name"]!, (string)body["taskId"]!, (string)body["jobId"]!, (string)body["result"]!));
        return Results.NoContent();
    }
}
