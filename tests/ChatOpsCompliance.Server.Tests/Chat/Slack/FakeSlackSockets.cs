using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>Socket Mode: each envelope goes over one open connection and waits for its acknowledgement.</summary>
internal sealed class FakeSlackSockets(FakeSlack slack) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, bool> tickets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonNode?>> waiting = new(StringComparer.Ordinal);
    private readonly List<Connection> open = [];
    private readonly CancellationTokenSource stopping = new();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The envelopes that were acknowledged, by their id; one acknowledged twice is there twice.</summary>
    public ConcurrentQueue<string> Acknowledged { get; } = [];

    /// <summary>How many connections there have been.</summary>
    public int Connections { get; private set; }

    public int Open
    {
        get
        {
            lock (open) return open.Count;
        }
    }

    public string NewTicket()
    {
        var ticket = Guid.NewGuid().ToString("N");
        tickets[ticket] = true;
        return $"ws://{slack.Address.Authority}/link/?ticket={ticket}&app_id={FakeSlack.App}";
    }

    public void Map(WebApplication web) => web.Map("/link/", Serve);

    /// <summary>Until there are as many connections as that, or there have been.</summary>
    public async Task Until(Func<FakeSlackSockets, bool> so)
    {
        while (true)
        {
            Task change;
            lock (open)
            {
                if (so(this)) return;
                change = changed.Task;
            }

            await change.WaitAsync(Time.Patience);
        }
    }

    /// <summary>Sends an envelope over the newest connection.</summary>
    /// <returns>What rode in the acknowledgement.</returns>
    /// <exception cref="TimeoutException">It was not acknowledged in time, or the connection went away first.</exception>
    public async Task<JsonNode?> Send(string type, JsonNode payload, int retry = 0)
    {
        await Until(s => s.Open > 0);
        Connection connection;
        lock (open) connection = open[^1];
        var id = Guid.NewGuid().ToString();
        var answer = new TaskCompletionSource<JsonNode?>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[id] = answer;
        var envelope = new JsonObject { ["envelope_id"] = id, ["type"] = type, ["payload"] = payload.DeepClone(), ["accepts_response_payload"] = type != "events_api" };
        if (type == "events_api") (envelope["retry_attempt"], envelope["retry_reason"]) = (retry, retry > 0 ? "timeout" : "");
        await connection.Send(envelope);
        return await answer.Task.WaitAsync(FakeSlackDoor.Patience);
    }

    /// <summary>Says that the connections will be closed in some ten seconds; they stay open until the app or <see cref="Drop"/> closes them.</summary>
    public Task Warn(string reason = "warning") => Tell(new JsonObject { ["type"] = "disconnect", ["reason"] = reason, ["debug_info"] = new JsonObject { ["host"] = "fake" } });

    /// <summary>Closes all connections, as they are closed when their time is over.</summary>
    public async Task Drop()
    {
        foreach (var connection in Here()) await connection.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Drop();
        stopping.Dispose();
    }

    private async Task Tell(JsonObject message)
    {
        foreach (var connection in Here()) await connection.Send(message);
    }

    private List<Connection> Here()
    {
        lock (open) return [.. open];
    }

    private async Task Serve(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest || !tickets.TryRemove(http.Request.Query["ticket"].ToString(), out _))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        using var connection = new Connection(socket);
        var number = Change(() =>
        {
            open.Add(connection);
            Connections++;
        });
        await connection.Send(new JsonObject { ["type"] = "hello", ["num_connections"] = number, ["connection_info"] = new JsonObject { ["app_id"] = FakeSlack.App }, ["debug_info"] = new JsonObject { ["host"] = "fake", ["approximate_connection_time"] = 3600 } });
        try
        {
            while (await connection.Receive(stopping.Token) is { } message) Take(message);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or JsonException)
        {
            // The connection is gone, which is all there is to know.
        }
        finally
        {
            Change(() => open.Remove(connection));
        }
    }

    private void Take(JsonNode message)
    {
        if (SlackReading.Word(message, "envelope_id") is not { Length: > 0 } id) return;
        Acknowledged.Enqueue(id);
        if (waiting.TryRemove(id, out var answer)) answer.TrySetResult(message["payload"]?.DeepClone());
    }

    private int Change(Action change)
    {
        lock (open)
        {
            change();
            changed.TrySetResult();
            changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return open.Count;
        }
    }

    private sealed class Connection(WebSocket socket) : IDisposable
    {
        private readonly SemaphoreSlim sending = new(1);

        public async Task Send(JsonNode message)
        {
            await sending.WaitAsync();
            try
            {
                if (socket.State == WebSocketState.Open) await socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
            finally
            {
                sending.Release();
            }
        }

        public async Task<JsonNode?> Receive(CancellationToken ct)
        {
            using var whole = new MemoryStream();
            var buffer = new byte[8192];
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer, ct);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    if (socket.State == WebSocketState.CloseReceived) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct);
                    return null;
                }

                whole.Write(buffer, 0, part.Count);
                if (part.EndOfMessage) return JsonNode.Parse(whole.ToArray());
            }
        }

        public void Dispose() => sending.Dispose();

        public async Task Close()
        {
            try
            {
                if (socket.State == WebSocketState.Open) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "refresh_requested", CancellationToken.None);
            }
            catch (WebSocketException)
            {
                // It was gone already.
            }
        }
    }
}
