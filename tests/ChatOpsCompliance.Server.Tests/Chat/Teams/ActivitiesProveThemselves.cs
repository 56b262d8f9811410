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
