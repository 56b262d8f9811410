using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>The far side of Socket Mode, on loopback: hands out addresses, greets, brings envelopes, warns, breaks off; all when the test says so.</summary>
internal sealed class SocketModeServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Channel<Line> lines = Channel.CreateUnbounded<Line>();
    private int opened;

    private SocketModeServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.UseWebSockets();
        app.MapPost("/api/apps.connections.open", (HttpRequest request) =>
        {
            Tokens.Enqueue(request.Headers.Authorization.ToString());
            if (Refusals.TryDequeue(out var no)) return no;
            return Results.Json(new { ok = true, url = $"ws://127.0.0.1:{Address.Port}/link/?ticket={Interlocked.Increment(ref opened)}" });
        });
        app.Map("/link", async (HttpContext http) =>
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            var line = new Line(socket);
            await line.Send("""{"type":"hello","num_connections":1,"debug_info":{"approximate_connection_time":18060}}""");
            lines.Writer.TryWrite(line);
            await line.Receive(Acknowledged);
        });
    }

    public Uri Address => new(app.Urls.Single());

    /// <summary>Answers to openings that go wrong, in turn.</summary>
    public ConcurrentQueue<IResult> Refusals { get; } = [];

    public ConcurrentQueue<string> Tokens { get; } = [];

    /// <summary>What was acknowledged, with how often.</summary>
    public ConcurrentDictionary<string, int> Acknowledged { get; } = [];

    public int Opened => opened;

    public static async Task<SocketModeServer> Start()
    {
        var server = new SocketModeServer();
        await server.app.StartAsync();
        return server;
    }

    /// <summary>The next connection, greeted.</summary>
    public async Task<Line> Next() => await lines.Reader.ReadAsync(new CancellationTokenSource(Time.Patience).Token);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    /// <summary>One connection, from the server's side.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "A semaphore that nobody asked for a handle holds nothing.")]
    internal sealed class Line(WebSocket socket)
    {
        private readonly SemaphoreSlim sending = new(1);
        private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Channel<JsonObject> acks = Channel.CreateUnbounded<JsonObject>();

        /// <summary>Nobody is on the line any more.</summary>
        public Task Over => over.Task;

        public async Task Send(string text)
        {
            await sending.WaitAsync();
            try
            {
                await socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
            catch (Exception e) when (e is WebSocketException or ObjectDisposedException or IOException or OperationCanceledException)
            {
                // the line is down; whoever is to get it gets it on another
            }
            finally
            {
                sending.Release();
            }
        }

        public Task Bring(string envelope, string type, string payload, bool accepts = true) =>
            Send($$$"""{"envelope_id":"{{{envelope}}}","type":"{{{type}}}","accepts_response_payload":{{{(accepts ? "true" : "false")}}},"payload":{{{payload}}}}""");

        public Task Warn(string reason = "warning") => Send($$$"""{"type":"disconnect","reason":"{{{reason}}}","debug_info":{"host":"x"}}""");

        /// <summary>The next acknowledgement.</summary>
        public async Task<JsonObject> Ack() => await acks.Reader.ReadAsync(new CancellationTokenSource(Time.Patience).Token);

        /// <summary>Says goodbye, as after a warning.</summary>
        public async Task Hang()
        {
            await sending.WaitAsync();
            try
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            }
            catch (Exception e) when (e is WebSocketException or ObjectDisposedException or IOException)
            {
                // it was down already
            }
            finally
            {
                sending.Release();
            }
        }

        /// <summary>Without a word.</summary>
        public void Break() => socket.Abort();

        internal async Task Receive(ConcurrentDictionary<string, int> acknowledged)
        {
            var buffer = new byte[64 << 10];
            try
            {
                while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: WebSocketMessageType.Text } message)
                {
                    var ack = JsonNode.Parse(buffer.AsSpan(0, message.Count))!.AsObject();
                    acknowledged.AddOrUpdate(ack["envelope_id"]!.GetValue<string>(), 1, (_, n) => n + 1);
                    acks.Writer.TryWrite(ack);
                }

                if (socket.State == WebSocketState.CloseReceived) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
            {
                // broken off
            }
            finally
            {
                over.TrySetResult();
            }
        }
    }
}
