using System.Collections.Concurrent;
using System.Net;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Slack;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Storage;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>
/// The service with one of Slack's transports, on a port of its own. What is behind the transports is the test's: by default each request is one act of a
/// stranger's, which leaves its trace in the ledger and under its delivery.
/// </summary>
internal sealed class SlackHost : IAsyncDisposable
{
    public const string Secret = "8f742231b10e8888abcd99yyyzzz85a5", Team = "T0LUMEN";

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly WebApplication app;
    private readonly string folder;

    private SlackHost(WebApplication app, string folder, FakeTimeProvider clock, ConcurrentQueue<SlackRequest> handled, LogLines log) =>
        (this.app, this.folder, Clock, Handled, Log) = (app, folder, clock, handled, log);

    public FakeTimeProvider Clock { get; }

    public Uri Address => new(app.Urls.Single());

    /// <summary>Every request that came through the transport.</summary>
    public ConcurrentQueue<SlackRequest> Handled { get; }

    public LogLines Log { get; }

    /// <param name="answer">What is behind the transport.</param>
    /// <param name="settings">Over those of signed HTTP.</param>
    public static async Task<SlackHost> Run(SlackHandler? answer = null, Action<IServiceCollection>? more = null, params (string Key, string Value)[] settings)
    {
        var place = Directory.CreateTempSubdirectory("slack-").FullName;
        (string, string)[] slack =
        [
            ("Slack:BotToken", "xoxb-test"), ("Slack:SigningSecret", Secret), ("Slack:Workspace", Team), ("Slack:ComplianceChannel", "C0COMPLY"), ("Slack:ApiBaseUrl", "http://127.0.0.1:9/api/"),
        ];
        var (read, configuration) = SettingsFile.Load(null, Workspace.Configuration(place, [.. slack, .. settings]));
        var (clock, handled, log) = (new FakeTimeProvider(Start), new ConcurrentQueue<SlackRequest>(), new LogLines());
        var built = Service.Build(read, configuration, builder =>
        {
            builder.Logging.ClearProviders().AddProvider(log);
            builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Services.NoSchedules();
            builder.Services.AddSingleton<SlackHandler>(s => (request, ct) =>
            {
                handled.Enqueue(request);
                return (answer ?? Act(s.GetRequiredService<ChatRouter>()))(request, ct);
            });
            more?.Invoke(builder.Services);
        });
        await built.StartAsync();
        return new(built, place, clock, handled, log);
    }

    /// <summary>The paths mapped below this one.</summary>
    public IEnumerable<string> Routes(string below) => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => e.RoutePattern.RawText!).Where(r => r.StartsWith(below, StringComparison.Ordinal));

    public Task Stop() => app.StopAsync();

    /// <summary>Everything that an act would have changed.</summary>
    public async Task<(long Seq, string Hash, long Deliveries)> State()
    {
        var head = await app.Services.GetRequiredService<Database>().Read(LedgerStore.HeadOf);
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(folder, "compliance.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from delivery";
        return (head.Seq, head.Hash, (long)command.ExecuteScalar()!);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static SlackHandler Act(ChatRouter router) => async (request, ct) =>
    {
        await router.Handle(new(new("slack", Team, "U0STRANGER"), null, AccessReviews.ReviewVerbs.Sign, Values.None, request.Delivery), ct);
        return SlackAnswer.Empty;
    };
}
