using System.Net;
using ChatOpsCompliance.Server.Tests.Chat.Teams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatOpsCompliance.Benchmarks;

/// <summary>As much of Teams as a decision by button asks for: who signs, who a member is, and a token to ask that with.</summary>
internal sealed class TeamsStandIn : IAsyncDisposable
{
    private readonly WebApplication app;

    private TeamsStandIn(BotFrameworkIssuer issuer, FakeEntra entra)
    {
        (Issuer, Entra) = (issuer, entra);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.MapGet("/v3/conversations/{conversation}/members/{member}", (string member) =>
        {
            var reviewer = member[ClicksOfTeams.UserPrefix.Length..];
            return Results.Json(new { id = member, aadObjectId = ClicksOfTeams.ObjectIdOf(int.Parse(reviewer, System.Globalization.CultureInfo.InvariantCulture)), tenantId = ClicksOfTeams.Tenant, email = $"v{reviewer}@faults.example", userPrincipalName = $"v{reviewer}@faults.example", userRole = "user" });
        });
    }

    public BotFrameworkIssuer Issuer { get; }

    public FakeEntra Entra { get; }

    public Uri ServiceUrl => new(new Uri(app.Urls.Single()), "/");

    public static async Task<TeamsStandIn> Start()
    {
        var teams = new TeamsStandIn(await BotFrameworkIssuer.Start(TimeProvider.System), await FakeEntra.Start());
        await teams.app.StartAsync();
        return teams;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await Issuer.DisposeAsync();
        await Entra.DisposeAsync();
    }
}
