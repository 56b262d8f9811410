using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>The token endpoint of Microsoft Entra on loopback: gives whoever asks a new token for an hour, or refuses as the real one does.</summary>
internal sealed class FakeEntra : IAsyncDisposable
{
    private readonly WebApplication web;

    private FakeEntra()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        web = builder.Build();
        web.MapPost("/{tenant}/oauth2/v2.0/token", async (string tenant, HttpRequest request) => Answer(tenant, (await request.ReadFormAsync()).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal)));
    }

    /// <summary>As the setting <c>Teams:Authority</c> has it.</summary>
    public Uri Authority => new(web.Urls.Single() + "/");

    /// <summary>What it was asked, the tenant among it.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Asked { get; } = [];

    /// <summary>The number and words of its refusal.</summary>
    public (int Code, string Words)? Refusal { get; set; }

    /// <summary>The one that it gives; null for a new one each time.</summary>
    public string? Token { get; set; }

    /// <summary>503 to everybody.</summary>
    public bool Away { get; set; }

    public static async Task<FakeEntra> Start()
    {
        var entra = new FakeEntra();
        await entra.web.StartAsync();
        return entra;
    }

    public async ValueTask DisposeAsync() => await web.DisposeAsync();

    private IResult Answer(string tenant, Dictionary<string, string> form)
    {
        form["tenant"] = tenant;
        Asked.Enqueue(form);
        if (Away) return Results.StatusCode(503);
        if (Refusal is not { } no) return Results.Json(new { token_type = "Bearer", expires_in = 3599, ext_expires_in = 3599, access_token = Token ?? FormattableString.Invariant($"token-{Asked.Count}") });
        return Results.Json(new { error = no.Code is 700016 or 90002 ? "invalid_request" : "invalid_client", error_description = FormattableString.Invariant($"AADSTS{no.Code}: {no.Words} Trace ID: 4b0ee1a5 Correlation ID: 1f2d Timestamp: 2026-01-01 00:00:00Z"), error_codes = new[] { no.Code } }, statusCode: no.Code is 700016 or 90002 ? 400 : 401);
    }
}
