using System.Diagnostics;
using System.Net;
using System.Text.Json;
using ChatOpsCompliance.Server.Chat.Slack;
using ChatOpsCompliance.Server.Tests.Faults;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>By itself, after everything that runs side by side: it measures the memory of the process.</summary>
[CollectionDefinition(nameof(ForgedRequestsGetNowhere), DisableParallelization = true)]
[Collection(nameof(ForgedRequestsGetNowhere))]
public sealed class ForgedRequestsGetNowhere
{
    private const int MostGrowth = 500_000, Callers = 8;

    [Fact]
    public async Task They_are_refused_change_nothing_and_leave_nothing_in_memory()
    {
        var (count, random) = (Costly.Count(5000), Costly.Random());
        await using var host = await SlackHost.Run();
        using var http = new HttpClient { BaseAddress = host.Address };
        // That an act would be seen: one request of Slack's leaves its trace.
        var untouched = await host.State();
        await SignedPost.Of("events", SignedPost.Event("Ev1"), host.Clock.GetUtcNow()).Send(http);
        var before = await host.State();
        Assert.NotEqual(untouched, before);
        var forged = Enumerable.Range(0, count).Select(n => Any(n).Forge(Forgeries.Genuine(random, host.Clock.GetUtcNow(), n), host.Clock.GetUtcNow(), random)).ToList();
        await Statuses([.. forged.Take(500)], http); // the server's own buffers
        var heap = GC.GetTotalMemory(forceFullCollection: true);

        var statuses = await Statuses(forged, http);

        var growth = GC.GetTotalMemory(forceFullCollection: true) - heap;
        Assert.All(statuses, s => Assert.InRange((int)s, 400, 499));
        Assert.Equal(before, await host.State());
        Assert.Single(host.Handled);
        Assert.True(growth < MostGrowth, $"{growth} bytes more after {count} forged requests.");
        Assert.InRange(host.Log.All.Count, 0, 2); // nobody fills the log either
        GC.KeepAlive(forged);
    }

    [Fact]
    public async Task The_verdict_is_that_of_bolt_but_for_the_stricter_cases()
    {
        Peers.Npm("@slack/bolt/package.json");
        var (count, random) = (Costly.Count(10_000), Costly.Random());
        await using var host = await SlackHost.Run((_, _) => Task.FromResult(SlackAnswer.Empty));
        using var http = new HttpClient { BaseAddress = host.Address };
        var now = host.Clock.GetUtcNow();
        // One half are Slack's, the other half not; then some of Slack's come again.
        var first = Enumerable.Range(0, count).Select(n => n % 2 == 0
            ? new Case("genuine", Forgeries.Genuine(random, now.AddSeconds(random.Next(-300, 301)), n), Stricter: false)
            : new Case(Any(n / 2).Kind, Any(n / 2).Forge(Forgeries.Genuine(random, now, n), now, random), Any(n / 2).Stricter)).ToList();
        var again = first.Where((c, n) => n % 20 == 0).Select(c => c with { Kind = "replay", Stricter = true }).ToList();

        HttpStatusCode[] ours = [.. await Statuses([.. first.Select(c => c.Post)], http), .. await Statuses([.. again.Select(c => c.Post)], http)];
        var theirs = await Bolt([.. first.Concat(again).Select(c => c.Post)], now);

        Assert.Equal(count + again.Count, theirs.Count);
        Found.Nothing(first.Concat(again).Select((c, n) => c.Judge(ours[n], theirs[n])).OfType<string>().Distinct());
        Assert.Equal((count / 2, again.Count), (host.Handled.Count, ours.Count(s => s == HttpStatusCode.Conflict)));
    }

    private sealed record Case(string Kind, SignedPost Post, bool Stricter)
    {
        /// <summary>Null when it is as it should be.</summary>
        public string? Judge(HttpStatusCode ours, bool bolt)
        {
            var accepted = (int)ours is >= 200 and < 300;
            var right = (accepted || (int)ours is >= 400 and < 500) && (Stricter ? bolt && !accepted : bolt == accepted);
            return right ? null : $"{Kind}: {(int)ours} here, {(bolt ? "accepted" : "refused")} by bolt";
        }
    }

    private static (string Kind, Forgeries.Forge Forge, bool Stricter) Any(int n) =>
        n % (Forgeries.Forged.Count + Forgeries.Stricter.Count) is var at && at < Forgeries.Forged.Count
            ? (Forgeries.Forged.ElementAt(at).Key, Forgeries.Forged.ElementAt(at).Value, false)
            : (Forgeries.Stricter.ElementAt(at - Forgeries.Forged.Count).Key, Forgeries.Stricter.ElementAt(at - Forgeries.Forged.Count).Value, true);

    private static async Task<HttpStatusCode[]> Statuses(IReadOnlyList<SignedPost> posts, HttpClient http)
    {
        var statuses = new HttpStatusCode[posts.Count];
        await Parallel.ForAsync(0, posts.Count, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (n, _) => statuses[n] = (await posts[n].Send(http)).Status);
        return statuses;
    }

    /// <summary>Slack's own library, once over all of them.</summary>
    private static async Task<IReadOnlyList<bool>> Bolt(IReadOnlyList<SignedPost> posts, DateTimeOffset now)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, posts.Select(p => JsonSerializer.Serialize(new { timestamp = p.Timestamp, signature = p.Signature, contentType = p.ContentType, body = p.Body })));
            var start = new ProcessStartInfo(Peers.Node, [Path.Combine(Peers.Folder, "verify-requests.js"), file, SlackHost.Secret, FormattableString.Invariant($"{now.ToUnixTimeMilliseconds()}")]) { RedirectStandardOutput = true, UseShellExecute = false };
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
