using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Tests.Faults;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>The whole service at its public address, and every call that it makes from there.</summary>
public sealed class HostileActivitiesGetNowhere : IAsyncLifetime
{
    private const string User = "aaaaaaaa-0000-4000-8000-000000000001";

    private readonly FakeTimeProvider clock = new(SmallCompany.Start);
    private readonly ConcurrentQueue<string> called = [];
    private readonly HttpClient http = new();
    private BotFrameworkIssuer issuer = null!;
    private FakeEntra entra = null!;
    private Workspace service = null!;

    public async ValueTask InitializeAsync()
    {
        (issuer, entra) = (await BotFrameworkIssuer.Start(clock), await FakeEntra.Start());
        service = await Workspace.Start(
            clock,
            local: false,
            services => services.ConfigureHttpClientDefaults(c => c.AddHttpMessageHandler(() => new Noted(called, issuer.Metadata.Port, entra.Authority.Port))),
            ("Teams:AppId", SomeTeams.AppId),
            ("Teams:TenantId", SomeTeams.Tenant),
            ("Teams:AppPassword", "a client secret"),
            ("Teams:ComplianceChannel", "19:compliance@thread.tacv2"),
            ("Teams:OpenIdMetadata", issuer.Metadata.ToString()),
            ("Teams:Authority", entra.Authority.ToString()));
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await issuer.DisposeAsync();
        await entra.DisposeAsync();
        http.Dispose();
    }

    [Fact]
    public async Task Whatever_address_they_name_it_is_not_called_and_nothing_is_done()
    {
        Assert.Equal(HttpStatusCode.OK, await Send(Good(SomeTeams.ServiceUrl), SomeTeams.ServiceUrl));
        string[] ours = [issuer.Metadata.Authority, entra.Authority.Authority, "smba.trafficmanager.net"];
        Assert.Equal(ours.Order(), called.Distinct().Order()); // that a call would be seen
        var (before, count) = (await service.Database.Read(LedgerStore.HeadOf, TestContext.Current.CancellationToken), called.Count);

        foreach (var url in HostileUrls.Some(Costly.Random(), 500))
        {
            Assert.Equal((url, HttpStatusCode.Forbidden), (url, await Send(Good(SomeTeams.ServiceUrl), url)));
            Assert.Equal((url, HttpStatusCode.Forbidden), (url, await Send(Good(url), url)));
        }

        Assert.Equal((before, count), (await service.Database.Read(LedgerStore.HeadOf, TestContext.Current.CancellationToken), called.Count));
    }

    [Fact]
    public async Task Without_a_good_token_they_are_refused()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await Send(null, SomeTeams.ServiceUrl));
        Assert.Equal(HttpStatusCode.Unauthorized, await Send("Bearer x.y.z", SomeTeams.ServiceUrl));
        Assert.Equal(HttpStatusCode.Unauthorized, await Send($"Bearer {issuer.Token("another", SomeTeams.ServiceUrl)}", SomeTeams.ServiceUrl));
        Assert.Equal(HttpStatusCode.Forbidden, await Send(Good(SomeTeams.ServiceUrl), SomeTeams.ServiceUrl, channel: "webchat"));
        issuer.Away = true;
        clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(HttpStatusCode.OK, await Send(Good(SomeTeams.ServiceUrl), SomeTeams.ServiceUrl)); // with the keys that were read last
    }

    private string Good(string serviceUrl) => issuer.Authorization(SomeTeams.AppId, serviceUrl);

    private async Task<HttpStatusCode> Send(string? authorization, string serviceUrl, string channel = "msteams")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service.Address, "/api/messages"))
        {
            Content = JsonContent.Create(new
            {
                type = "invoke",
                name = "adaptiveCard/action",
                id = $"f:{Guid.NewGuid()}",
                channelId = channel,
                serviceUrl,
                from = new { id = "29:1mia", aadObjectId = User },
                conversation = new { id = "a:1mia", conversationType = "personal", tenantId = SomeTeams.Tenant },
                recipient = new { id = $"28:{SomeTeams.AppId}" },
                channelData = new { tenant = new { id = SomeTeams.Tenant } },
                value = new { action = new { type = "Action.Execute", verb = "home", data = new { } }, trigger = "manual" },
            }),
        };
        if (authorization is not null) Assert.True(request.Headers.TryAddWithoutValidation("Authorization", authorization));
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    /// <summary>Of all that the service calls; beyond this machine's stand-ins nothing is reached.</summary>
    private sealed class Noted(ConcurrentQueue<string> called, params int[] reachable) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            called.Enqueue(request.RequestUri!.Authority);
            return request.RequestUri.IsLoopback && reachable.Contains(request.RequestUri.Port) ? base.SendAsync(request, cancellationToken) : Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { RequestMessage = request });
        }
    }
}
