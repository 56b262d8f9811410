using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatOpsCompliance.Benchmarks;

/// <summary>As much of Slack's Web API as a decision by button asks for: who a user is.</summary>
internal sealed class SlackStandIn : IAsyncDisposable
{
    private readonly WebApplication app;

    private SlackStandIn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.MapPost("/api/users.info", async (HttpRequest request) =>
        {
            var id = (await request.ReadFormAsync())["user"].ToString();
            return Results.Json(new { ok = true, user = new { id, team_id = ClicksOfSlack.Team, deleted = false, is_bot = false, profile = new { email = $"{id[1..].ToLowerInvariant()}@faults.example" } } });
        });
    }

    public Uri Api => new(new Uri(app.Urls.Single()), "/api/");

    public static async Task<SlackStandIn> Start()
    {
        var slack = new SlackStandIn();
        await slack.app.StartAsync();
        return slack;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
