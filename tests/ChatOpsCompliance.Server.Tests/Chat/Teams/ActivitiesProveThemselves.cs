using System.Diagnostics;
using System.Text.Json;
using ChatOpsCompliance.Server.Chat.Teams;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

public sealed class ActivitiesProveThemselves : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(SmallCompany.Start);
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = 1 << 20 };
    private BotFrameworkIssuer issuer = null!;
    private TeamsTokens tokens = null!;

    public async ValueTask InitializeAsync()
    {
        issuer = await BotFrameworkIssuer.Start(clock);
        tokens = SomeTeams.Tokens(issuer, clock, http);
    }

    public async ValueTask DisposeAsync()
    {
        tokens.Dispose();
        http.Dispose();
        await issuer.DisposeAsync();
    }

    [Fact]
    public async Task The_verdict_is_that_of_the_bot_frameworks_own_library_but_for_the_stricter_cases()
    {
        Peers.Npm("botframework-connector/package.json");
        AnyToken.AddKeys(issuer);
        var requests = new AnyToken(issuer, clock.GetUtcNow()).All().ToList();

        var theirs = await Connector(requests);
        var ours = new List<TeamsVerdict>();
        foreach (var request in requests) ours.Add(await Judge(request));

        Assert.Equal(requests.Count, theirs.Count);
        Assert.InRange(requests.Count, 200, 10_000);
        Found.Nothing(requests.Select((r, n) => Fault(r, ours[n].Status, theirs[n])).OfType<string>());
        Assert.InRange(ours.Count(v => v.Status == 200), 5, 50);
        // What is listed as stricter is, where nothing else is wrong.
        Found.Nothing(requests.Where((r, n) => r.Stricter && r.Name.EndsWith(' ') && !theirs[n]).Select(r => $"{r.Name}: they refuse it too"));
    }

    [Fact]
    public async Task A_good_one_serves_until_its_end_for_its_own_channel_and_address_alone()
    {
        var good = Good();

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(200, await Status(good));
            Assert.Equal(403, await Status(good, channel: "webchat"));
            Assert.Equal(403, await Status(good, url: "https://smba.trafficmanager.net/amer/"));
            Assert.Equal(401, await Status(good + "x"));
        }

        clock.Advance(TimeSpan.FromMinutes(65) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, await Status(good));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, await Status(good));
        Assert.Equal(401, await Status(good));
    }

    [Fact]
    public async Task Nor_longer_than_its_key_is_shown()
    {
        var good = $"Bearer {issuer.Token(SomeTeams.AppId, SomeTeams.ServiceUrl, c => c["exp"] = clock.GetUtcNow().AddDays(9).ToUnixTimeSeconds())}";
        Assert.Equal(200, await Status(good));
        issuer.Keys[0] = BotFrameworkIssuer.Signer.New("bot-2");

        clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(200, await Status(good));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(401, await Status(good));
        Assert.Equal(200, await Status(Good()));
    }

    [Fact]
    public async Task Nor_when_another_key_comes_under_the_same_name()
    {
        var good = $"Bearer {issuer.Token(SomeTeams.AppId, SomeTeams.ServiceUrl, c => c["exp"] = clock.GetUtcNow().AddDays(9).ToUnixTimeSeconds())}";
        Assert.Equal(200, await Status(good));
        issuer.Keys[0] = BotFrameworkIssuer.Signer.New(issuer.Keys[0].Key.KeyId);

        clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(401, await Status(good));
    }

    [Fact]
    public async Task Keys_are_read_once_a_day_and_for_an_unknown_one_once_an_hour()
    {
        for (var hour = 0; hour < 24; hour++)
        {
            Assert.Equal(200, await Status(Good()));
            clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(1, issuer.KeyFetches);
        Assert.Equal(200, await Status(Good()));
        Assert.Equal(2, issuer.KeyFetches);

        issuer.Keys.Add(BotFrameworkIssuer.Signer.New("bot-2"));
        clock.Advance(TimeSpan.FromMinutes(59));
        for (var i = 0; i < 20; i++) Assert.Equal(401, await Status(Good()));
        Assert.Equal(2, issuer.KeyFetches);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, await Status(Good()));
        Assert.Equal(3, issuer.KeyFetches);
    }

    [Fact]
    public async Task While_they_cannot_be_read_nothing_is_proved_and_they_are_asked_for_seldom()
    {
        issuer.Away = true;
        for (var i = 0; i < 20; i++) Assert.Equal(503, await Status(Good()));
        Assert.InRange(issuer.Fetches, 1, 2); // the library that reads asks a second time at once

        (issuer.Away, issuer.ShownIssuer) = (false, "https://keys.example.com");
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(503, await Status(Good()));

        issuer.ShownIssuer = BotFrameworkIssuer.Issuer;
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(200, await Status(Good()));
        issuer.Away = true;
        clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(200, await Status(Good()));
    }

    [Fact]
    public async Task Without_authentication_they_come_from_this_machine_or_not_at_all()
    {
        using var open = new TeamsTokens(SomeTeams.Settings(issuer.Metadata, s => s with { AllowUnauthenticated = true, ServiceUrl = new("http://127.0.0.1:56150/") }), http, clock);
        async Task<int> On(string? channel, string? url) => (await open.Judge(null, channel, url, TestContext.Current.CancellationToken)).Status;

        Assert.Equal((200, 200), (await On("msteams", "http://127.0.0.1:56150/_connector"), await On("msteams", "http://localhost:56150/")));
        Assert.Equal((403, 403, 403), (await On("emulator", "http://127.0.0.1:56150/"), await On("msteams", SomeTeams.ServiceUrl), await On("msteams", null)));
        Assert.Equal(0, issuer.Fetches);
    }

    private string Good() => issuer.Authorization(SomeTeams.AppId, SomeTeams.ServiceUrl);

    private async Task<int> Status(string authorization, string channel = "msteams", string url = SomeTeams.ServiceUrl) => (await tokens.Judge(authorization, channel, url, TestContext.Current.CancellationToken)).Status;

    private async Task<TeamsVerdict> Judge(ShownRequest request) => await tokens.Judge(request.Authorization, request.ChannelId, request.ServiceUrl, TestContext.Current.CancellationToken);

    private static string? Fault(ShownRequest request, int ours, bool theirs)
    {
        var right = ours is 200 or 401 or 403 && (request.Stricter ? ours != 200 : ours == 200 == theirs);
        return right ? null : $"{request.Name}: {ours} here, {(theirs ? "accepted" : "refused")} by the library";
    }

    /// <summary>The library, once over all of them.</summary>
    private async Task<IReadOnlyList<bool>> Connector(IReadOnlyList<ShownRequest> requests)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, requests.Select(r => JsonSerializer.Serialize(new { authorization = r.Authorization, channelId = r.ChannelId, serviceUrl = r.ServiceUrl })));
            var start = new ProcessStartInfo(Peers.Node, [Path.Combine(Peers.Folder, "judge-tokens.js"), file, issuer.Metadata.ToString(), SomeTeams.AppId, FormattableString.Invariant($"{clock.GetUtcNow().ToUnixTimeMilliseconds()}")]) { RedirectStandardOutput = true, UseShellExecute = false };
            using var node = Process.Start(start)!;
            var said = await node.StandardOutput.ReadToEndAsync();
            await node.WaitForExitAsync();
            return [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(bool.Parse)];
        }
        finally
        {
            File.Delete(file);
        }
    }
}
