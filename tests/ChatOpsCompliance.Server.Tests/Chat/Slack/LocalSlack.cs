using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>
/// The stand-in <c>local-slack</c> of tests/peers on a port of its own, with the people of a test in it. What it does and does not do stands in tests/peers/README.md.
/// </summary>
internal sealed class LocalSlack : IAsyncDisposable
{
    public const string Team = "T0TEST", Channel = "C0COMP", BotToken = "xoxb-local", AppToken = "xapp-local", SigningSecret = "local-secret";

    private readonly string place;
    private readonly Process running;
    private readonly WebApplication? between;
    private readonly HttpClient client = new();

    private LocalSlack(string folder, Process process, Uri address, WebApplication? relay) => (place, running, Address, between) = (folder, process, address, relay);

    public Uri Address { get; }

    public Uri ApiAddress => new(Address, "/api/");

    /// <summary>Our service, for signed HTTP; known only once it has started.</summary>
    public Uri? App { get; set; }

    /// <param name="people">User id, name, e-mail.</param>
    public static async Task<LocalSlack> Start(bool socket, IEnumerable<(string Id, string Name, string Email)> people)
    {
        var program = Peers.Npm("local-slack-linux-x64/bin/local-slack");
        var all = people.ToList();
        var folder = Directory.CreateTempSubdirectory("local-slack-").FullName;
        LocalSlack? made = null;
        var relay = socket ? null : Relay(() => made?.App ?? throw new InvalidOperationException("The service has no address yet."));
        if (relay is not null) await relay.StartAsync();
        var config = Path.Combine(folder, "workspace.json");
        await File.WriteAllTextAsync(config, JsonSerializer.Serialize(new
        {
            workspace = new { name = "Example", domain = "example", teamId = Team },
            apps = new[] { new { appId = "A0COMP", botUserId = "U0BOT", botName = "compliance", botToken = BotToken, appToken = AppToken, signingSecret = SigningSecret, mode = socket ? "socket" : "events", requestUrl = relay?.Urls.Single() ?? "" } },
            users = all.Select(p => new { id = p.Id, name = p.Name.ToLowerInvariant().Replace(' ', '.'), real_name = p.Name, email = p.Email, tz = "Europe/Berlin" }),
            channels = new[] { new { id = Channel, name = "compliance", members = all.Select(p => p.Id).Append("U0BOT") } },
        }));
        var process = Process.Start(new ProcessStartInfo(program, ["--config", config, "--port", "0", "--base-host", "127.0.0.1"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string? line;
        do line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("local-slack did not start."); while (!line.Contains("Web UI:", StringComparison.Ordinal));
        _ = process.StandardOutput.ReadToEndAsync();
        return made = new(folder, process, new(line[line.IndexOf("http", StringComparison.Ordinal)..].Trim()), relay);
    }

    public LocalSlackPerson As(string user) => new(this, user);

    /// <summary>All that stands in the workspace now: conversations, messages, the open modals, home tabs.</summary>
    public async Task<JsonObject> State()
    {
        using var socket = await Connect();
        return (await Receive(socket))["state"]!.AsObject();
    }

    /// <summary>What went to and fro, newest last.</summary>
    public async Task<JsonArray> Log() => (await client.GetFromJsonAsync<JsonObject>(new Uri(Address, "/_control/log")))!["log"]!.AsArray();

    public async Task Control(string act, JsonObject body)
    {
        using var answer = await client.PostAsJsonAsync(new Uri(Address, $"/_control/{act}"), body);
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{act}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Until our socket is open.</summary>
    public Task Connected() => Until(async () => (await State())["apps"]![0]!["connected"]!.GetValue<bool>() ? this : null, "No socket was opened.");

    /// <summary>Does something as its own page does, and waits for what it says of it.</summary>
    /// <param name="until">What it says once that is done, such as <c>view</c>.</param>
    public async Task<JsonObject> Tell(JsonObject message, params string[] until)
    {
        using var socket = await Connect();
        await Receive(socket); // the state as it was
        await socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        while (true)
        {
            var said = await Receive(socket);
            if (until.Contains(SlackReading.Word(said, "t"), StringComparer.Ordinal)) return said;
        }
    }

    /// <summary>Looks again at everything it says, until there is something to see.</summary>
    public async Task<T> Until<T>(Func<Task<T?>> look, string inVain)
        where T : class
    {
        using var events = await Connect();
        await Receive(events);
        while (true)
        {
            if (await look() is { } there) return there;
            try
            {
                await Receive(events);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"{inVain} The log ends:\n{string.Join('\n', (await Log()).TakeLast(6).Select(l => l!.ToJsonString()))}", late);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        running.Kill();
        await running.WaitForExitAsync();
        running.Dispose();
        client.Dispose();
        if (between is not null) await between.DisposeAsync();
        Directory.Delete(place, recursive: true);
    }

    /// <summary>It knows one address for everything; Slack, and we, have three.</summary>
    private static WebApplication Relay(Func<Uri> app)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var relay = builder.Build();
        relay.Urls.Add("http://127.0.0.1:0");
        var http = new HttpClient();
        relay.Lifetime.ApplicationStopped.Register(http.Dispose);
        relay.MapPost("/", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var path = context.Request.HasJsonContentType() ? "events" : Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)Math.Min(8, body.Length)) == "payload=" ? "interactions" : "commands";
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app(), $"/slack/{path}")) { Content = new ByteArrayContent(body.ToArray()) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
            foreach (var header in context.Request.Headers.Where(h => h.Key.StartsWith("X-Slack-", StringComparison.OrdinalIgnoreCase))) request.Headers.TryAddWithoutValidation(header.Key, header.Value.ToString());
            using var answer = await http.SendAsync(request);
            context.Response.StatusCode = (int)answer.StatusCode;
            await answer.Content.CopyToAsync(context.Response.Body);
        });
        return relay;
    }

    private async Task<ClientWebSocket> Connect()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(Address) { Scheme = "ws", Path = "/ui" }.Uri, CancellationToken.None);
        return socket;
    }

    private static async Task<JsonObject> Receive(ClientWebSocket socket)
    {
        using var late = new CancellationTokenSource(Time.Patience);
        using var whole = new MemoryStream();
        var buffer = new byte[64 * 1024];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), late.Token);
            whole.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(whole.ToArray())!.AsObject();
    }
}
