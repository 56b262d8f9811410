using System.Net;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Tests.Console;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.SignIn;

/// <summary>Limits of a minute, each small here.</summary>
public sealed class ComingTooOften : IAsyncLifetime
{
    private SignInHost host = null!;

    public async ValueTask InitializeAsync() => host = await SignInHost.Start(("Limits:SignIn", "3"), ("Limits:ConsolePosts", "2"), ("Limits:Api", "2"));

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Is_told_when_to_come_again_and_is_nobody_elses_trouble()
    {
        using var grace = await host.Visit("grace@example.com");
        using var carla = await host.Visit("carla@example.com");
        await host.Visit("mia@example.com");
        await Refused(await host.Browser().Get("/console/sign-in"), "text/html; charset=utf-8", "Too much at once");

        var token = await grace.Token();
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.BadRequest, (await grace.Post("/console/do", token)).Status);
        await Refused(await grace.Post("/console/do", token), "text/html; charset=utf-8", "Too much at once");
        Assert.Equal(HttpStatusCode.OK, (await grace.Get("/console/log")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await carla.Post("/console/do", await carla.Token())).Status);

        var (one, other) = (await Key("one"), await Key("other"));
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.OK, (await Ask(one)).Status);
        await Refused(await Ask(one), "application/problem+json; charset=utf-8", "urn:chatops-compliance:problem:too-many-requests");
        Assert.Equal(HttpStatusCode.OK, (await Ask(other)).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.Browser().Get("/healthz/live")).Status);
    }

    [Fact]
    public void Nothing_is_counted_but_the_sign_in_forms_and_the_api()
    {
        var counted = host.Workspace.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<EnableRateLimitingAttribute>() is not null).Select(e => e.RoutePattern.RawText!.TrimStart('/')).ToList();

        Assert.Contains("console/do", counted);
        Assert.All(counted, r => Assert.True(r.StartsWith("console/", StringComparison.Ordinal) || r.StartsWith("api/v1/", StringComparison.Ordinal), r));
    }

    private static Task Refused(ConsoleAnswer answer, string type, string words)
    {
        Assert.Equal((HttpStatusCode.TooManyRequests, type), (answer.Status, answer.Headers["Content-Type"]));
        Assert.InRange(int.Parse(answer.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        Assert.Contains(words, answer.Text, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    private async Task<string> Key(string name) => (await host.Workspace.Get<MakeKeys>().Create(name, KeyScope.Reading(new("compliance")), 1, Actor.Shell("root"), dryRun: false)).Value.Text;

    private async Task<ConsoleAnswer> Ask(string key)
    {
        using var caller = host.Browser();
        return await caller.Get("/api/v1/key", ("Authorization", $"Bearer {key}"));
    }
}
