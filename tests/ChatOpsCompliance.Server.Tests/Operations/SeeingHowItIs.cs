using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Tests.Chat.Slack;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Operations;

/// <summary>What whoever runs the service sees of it: metrics that are the database's own numbers, and a readiness that is true.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class SeeingHowItIs
{
    [Fact]
    public async Task Each_number_is_what_the_database_says()
    {
        var (workspace, company) = await SmallCompany.Starting();
        await using var _ = workspace;
        var key = await Key(workspace);
        var before = await Metrics(workspace.Address, key);
        company.Campaign = (await workspace.Launch("quarterly")).Value.Campaign!.Value;
        var mia = await workspace.Person("mia@example.com");
        var jo = (await workspace.Items(company.Campaign)).First(i => i.Reviewer == mia.Id && i.SubjectName == "Jo Berg");
        await workspace.Act(mia, Server.AccessReviews.ReviewVerbs.Decide, Deciding.As(jo, "revoke:left"));
        workspace.Tamper("update outbox set status = 'dead' where number = (select min(number) from outbox)");
        workspace.Clock.Advance(TimeSpan.FromDays(40));
        var after = await Metrics(workspace.Address, key);

        Assert.Equal((0, 0), (before["compliance_outbox_dead"], before["compliance_items_overdue"]));
        Assert.Equal((1, 12, 1), (after["compliance_outbox_dead"], after["compliance_items_overdue"], after["compliance_removals_overdue"]));
        Assert.InRange(after["compliance_source_age_seconds{system=\"github\"}"], 40 * 86400, (40 * 86400) + 60);
        var head = await workspace.Read(read => LedgerStore.HeadOf(read));
        Assert.Equal((head.Seq, head.Seq), (after["compliance_ledger_head"], after["compliance_ledger_unsigned"]));
        Assert.DoesNotContain("compliance_ledger_checkpoint_age_seconds", after.Keys);

        await workspace.Get<SignCheckpoint>().WhenThereAreFacts(TestContext.Current.CancellationToken);
        workspace.Clock.Advance(TimeSpan.FromMinutes(10));
        var signed = await Metrics(workspace.Address, key);
        Assert.Equal((0, 600), (signed["compliance_ledger_unsigned"], signed["compliance_ledger_checkpoint_age_seconds"]));
    }

    [Fact]
    public async Task The_oldest_message_that_waits_ages()
    {
        var (workspace, _) = await SmallCompany.Reviewing();
        await using var __ = workspace;
        var key = await Key(workspace);
        var out_ = await Metrics(workspace.Address, key);
        workspace.Tamper("update outbox set status = 'ready', due_at = '2099-01-01T00:00:00.000000Z' where number = (select min(number) from outbox)");
        workspace.Clock.Advance(TimeSpan.FromMinutes(7));

        var waits = await Metrics(workspace.Address, key);

        Assert.Equal((0, 0), (out_["compliance_outbox_waiting"], out_["compliance_outbox_oldest_seconds"]));
        Assert.Equal((1, 420), (waits["compliance_outbox_waiting"], waits["compliance_outbox_oldest_seconds"]));
    }

    [Fact]
    public async Task What_is_left_of_a_platforms_limits_is_shown()
    {
        await using var on = await CompanyOnSlack.Reviewing(socket: false);

        var metrics = await Metrics(on.Workspace.Address, await Key(on.Workspace));

        double Left(string bucket) => metrics.Single(m => m.Key.StartsWith("compliance_bucket_headroom{", StringComparison.Ordinal) && m.Key.Contains("=\"slack\"", StringComparison.Ordinal) && m.Key.Contains($"=\"{bucket}\"", StringComparison.Ordinal)).Value;
        Assert.InRange(Left("chat.postMessage"), 0, 1);
        Assert.InRange(Left("channel"), 0, 1);
    }

    [Fact]
    public async Task Nobody_sees_metrics_without_a_key_that_reads()
    {
        var (workspace, _) = await SmallCompany.Starting();
        await using var __ = workspace;
        using var http = new HttpClient { BaseAddress = workspace.Address };
        var (keys, ct) = (workspace.Get<MakeKeys>(), TestContext.Current.CancellationToken);
        async Task<HttpStatusCode> As(string? key)
        {
            http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
            return (await http.GetAsync(new Uri("/metrics", UriKind.Relative), ct)).StatusCode;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await As(null));
        Assert.Equal(HttpStatusCode.Unauthorized, await As("cck_x_y"));
        Assert.Equal(HttpStatusCode.Forbidden, await As((await keys.Create("system", "github", 30, Actor.Service, dryRun: false, ct)).Value.Text));
        Assert.Equal(HttpStatusCode.OK, await As((await keys.Create("auditor", KeyScope.Reading(KeyReads.Of("auditor", new(2026, 1, 1), new(2026, 1, 2)).Value), 30, Actor.Service, dryRun: false, ct)).Value.Text));
    }

    [Fact]
    public async Task A_port_of_their_own_has_them_and_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory("management-").FullName;
        var port = FreePort();
        var (settings, configuration) = SettingsFile.Load(null, Workspace.Configuration(folder, [.. SmallCompany.Settings, ("Urls", "http://127.0.0.1:0"), ("Management:Port", $"{port}")]));
        await using var app = Service.Build(settings, configuration, builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.NoSchedules();
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        var front = app.Urls.Select(u => new Uri(u.Replace("[::]", "127.0.0.1", StringComparison.Ordinal))).Single(u => u.Port != port);
        using var http = new HttpClient();
        async Task<HttpStatusCode> Get(int at, string path) => (await http.GetAsync(new Uri($"http://127.0.0.1:{at}{path}"), TestContext.Current.CancellationToken)).StatusCode;

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (await Get(port, "/metrics"), await Get(port, "/healthz/ready"), await Get(port, "/openapi/v1.json"), await Get(port, "/api/v1/key")));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized), (await Get(front.Port, "/metrics"), await Get(front.Port, "/healthz/ready"), await Get(front.Port, "/openapi/v1.json"), await Get(front.Port, "/api/v1/key")));
        await app.StopAsync(TestContext.Current.CancellationToken);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Ready_means_that_a_click_would_be_recorded_and_its_messages_sent()
    {
        var (workspace, _) = await SmallCompany.Starting();
        await using var __ = workspace;
        using var http = new HttpClient { BaseAddress = workspace.Address };
        async Task<(HttpStatusCode, string)> Ready()
        {
            using var answer = await http.GetAsync(new Uri("/healthz/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal((HttpStatusCode.OK, "ready"), await Ready());
        using (var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(workspace.Folder, "compliance.db")};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "begin immediate";
            command.ExecuteNonQuery();
            var (status, says) = await Ready();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Contains("not-ready", says, StringComparison.Ordinal);
        }

        Assert.Equal((HttpStatusCode.OK, "ready"), await Ready());
        await workspace.Get<OutboxPump>().StopAsync(TestContext.Current.CancellationToken);
        Assert.Contains("outbox", (await Ready()).Item2, StringComparison.Ordinal);
    }

    private static async Task<string> Key(Workspace workspace) => (await workspace.Get<MakeKeys>().Create("prometheus", KeyScope.Reading(new(KeyReads.Metrics)), 365, Actor.Service, dryRun: false)).Value.Text;

    /// <summary>By name, and labels where there are any; without what OpenTelemetry adds to each.</summary>
    private static async Task<Dictionary<string, double>> Metrics(Uri address, string key)
    {
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var text = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        return text.Split('\n').Where(l => l.StartsWith("compliance_", StringComparison.Ordinal)).Select(l => l.Split(' ')).ToDictionary(
            l => System.Text.RegularExpressions.Regex.Replace(l[0], "otel_scope_[a-z_]+=\"[^\"]*\",?", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Replace("{}", "", StringComparison.Ordinal),
            l => double.Parse(l[1], CultureInfo.InvariantCulture));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Meters are known by name in a whole process, so the gauges of other tests' services would be read too.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;
