using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ChatOpsCompliance.Server.AccessReviews;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Faults;

/// <summary>The real service, as a process of its own, is killed at any moment while people press buttons in their browsers.</summary>
public sealed class KilledService
{
    private const int Windows = 8, ItemsEach = 400;

    [Fact]
    public async Task Whatever_was_acknowledged_is_there_after_a_kill_and_nothing_is_half_done()
    {
        var kills = Costly.Count(50);
        var random = Costly.Random();
        await using var bench = await FaultBench.Launched((kills + 1) * ItemsEach, reviewers: Windows);
        await WriteSettings(bench);
        var place = Directory.CreateTempSubdirectory("killed-").FullName;
        Directory.CreateSymbolicLink(Path.Combine(place, "demo"), bench.Folder);
        var acknowledged = new ConcurrentDictionary<int, string>();
        var next = 0;
        for (var kill = 0; kill <= kills; kill++)
        {
            var port = FreePort();
            using var service = Start(place, port);
            using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
            await Ready(http, service);
            var before = acknowledged.Count;
            var (upTo, limit) = ((kill + 1) * ItemsEach, before + random.Next(1, ItemsEach / 2));
            var clickers = Enumerable.Range(0, Windows).Select(_ => Task.Run(() => Press(bench, http, () => Interlocked.Increment(ref next), upTo, acknowledged), TestContext.Current.CancellationToken)).ToList();
            while (acknowledged.Count < limit && clickers.Any(c => !c.IsCompleted)) await Task.Yield();
            service.Kill(); // SIGKILL: nothing is flushed, nothing said
            await Task.WhenAll(clickers);
            await service.WaitForExitAsync(TestContext.Current.CancellationToken);
            next = upTo;

            Assert.True(acknowledged.Count > before, "nothing was acknowledged before the kill");
            await AllOrNothing(bench, acknowledged);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{kills + 1} kills, {acknowledged.Count} acknowledged decisions, all there");
        Directory.Delete(Path.Combine(place, "demo"));
        Directory.Delete(place);
    }

    private static async Task AllOrNothing(FaultBench bench, ConcurrentDictionary<int, string> acknowledged)
    {
        using var connection = bench.Open();
        var decided = Decided(connection);
        foreach (var (item, outcome) in acknowledged) Assert.Equal(outcome, decided.GetValueOrDefault(item));
        Assert.Equal(0L, Scalar("select count(*) from (select 'campaign/' || lower(campaign_id) || '/' || ordinal from review_item where outcome <> 'Undecided' except select subject from ledger where kind = 'item.decided')"));
        Assert.Equal(Scalar("select count(*) from review_item where outcome <> 'Undecided'"), Scalar("select count(*) from ledger where kind = 'item.decided'"));
        Assert.Equal(Scalar("select count(*) from review_item where outcome <> 'Undecided'"), Scalar("select count(*) from delivery"));
        Assert.Equal(Scalar("select count(*) from review_item where outcome = 'Revoked'"), Scalar("select count(*) from remediation_task"));
        Assert.Equal(Scalar("select count(*) from remediation_task"), Scalar("select count(*) from ledger where kind = 'removal.opened'"));
        var verdict = await bench.Verify();
        Assert.True(verdict.Whole, verdict.Fault);

        object? Scalar(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteScalar();
        }
    }

    private static Dictionary<int, string> Decided(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select ordinal, outcome from review_item where outcome <> 'Undecided'";
        using var reader = command.ExecuteReader();
        var decided = new Dictionary<int, string>();
        while (reader.Read()) decided.Add(reader.GetInt32(0), reader.GetString(1));
        return decided;
    }

    /// <summary>One window: press, wait for the answer, press the next. When the service is gone, so is the window.</summary>
    private static async Task Press(FaultBench bench, HttpClient http, Func<int> next, int upTo, ConcurrentDictionary<int, string> acknowledged)
    {
        try
        {
            for (var item = next(); item <= upTo; item = next())
            {
                var (option, outcome) = item % 3 == 0 ? ("revoke:moved", "Revoked") : ("keep", "Kept");
                var press = QueryString.Create(new Dictionary<string, string?>
                {
                    ["verb"] = ReviewVerbs.Decide.Name,
                    ["delivery"] = Guid.NewGuid().ToString(),
                    ["v.campaign"] = bench.Campaign.ToString(),
                    ["v.item"] = item.ToString(CultureInfo.InvariantCulture),
                    ["v.option"] = option,
                }).Value![1..];
                using var form = new FormUrlEncodedContent([new("press", press), new("place", "bot")]);
                using var answer = await http.PostAsync(new Uri($"/chat/{bench.ReviewerOf(item)}/click", UriKind.Relative), form);
                var page = await answer.Content.ReadAsStringAsync();
                Assert.True(page.Contains("data-reply=\"Finish\"", StringComparison.Ordinal), page);
                acknowledged[item] = outcome;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // killed
        }
    }

    private static Process Start(string place, int port) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "chatops-compliance.dll"), "demo", "--port", port.ToString(CultureInfo.InvariantCulture)])
    {
        WorkingDirectory = place,
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task Ready(HttpClient http, Process service)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Time.Patience);
        while (true)
        {
            try
            {
                if ((await http.GetAsync(new Uri("/healthz/ready", UriKind.Relative), patience.Token)).IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) when (!service.HasExited)
            {
                await Task.Delay(50, patience.Token); // not listening yet
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The company of the bench as a demo's own.</summary>
    private static Task WriteSettings(FaultBench bench) => File.WriteAllTextAsync(Path.Combine(bench.Folder, "appsettings.json"), JsonSerializer.Serialize(new
    {
        Demo = new { bench.Folder },
        Storage = new { Provider = "Sqlite", bench.Settings.ConnectionString },
        Evidence = new { SigningKey__File = Path.Combine(bench.Folder, "signing-key.pem"), bench.Settings.CheckpointFile },
        Chat = new { bench.Settings.Home.Platform, bench.Settings.Home.Workspace, bench.Settings.Home.ComplianceChannel },
        Systems = new { app = new { bench.Settings.Systems[0].Title, bench.Settings.Systems[0].Owner } },
    }));
}
