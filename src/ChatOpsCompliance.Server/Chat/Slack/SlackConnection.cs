using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>
/// One connection of Socket Mode, from Slack's hello to its end. An envelope is acknowledged after its answer is there, which rides in the
/// acknowledgement; one whose handling failed is not, so that Slack brings it again.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The socket is disposed of by Close; a semaphore that nobody asked for a handle holds nothing.")]
internal sealed class SlackConnection(WebSocket socket, SlackReception reception, Afterwards afterwards, SemaphoreSlim free, ILogger log)
{
    /// <summary>Bytes; Slack's envelopes are far smaller.</summary>
    private const int LargestMessage = 4 << 20;

    private readonly TaskCompletionSource hello = new(TaskCreationOptions.RunContinuationsAsynchronously), ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim sending = new(1);
    private readonly Lock gate = new();
    private readonly HashSet<Task> open = [];
    private volatile bool closing;

    /// <summary>Slack has greeted, or the connection ended before.</summary>
    public Task Hello => hello.Task;

    /// <summary>Slack has said that it will end soon, or it has ended.</summary>
    public Task Ending => ending.Task;

    /// <summary>Nothing comes on it any more. Never fails.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public void Serve() => Ended = Task.Run(Receive);

    public void Abort() => socket.Abort();

    /// <summary>Begins nothing new, acknowledges what has begun, and says goodbye; what comes meanwhile stays unacknowledged and so comes again.</summary>
    public async Task Close(TimeSpan patience)
    {
        closing = true;
        Task[] rest;
        lock (gate) rest = [.. open];
        await Task.WhenAll(rest).WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Ended.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        socket.Dispose();
    }

    private async Task Receive()
    {
        var message = new ArrayBufferWriter<byte>();
        try
        {
            while (await Next(message))
            {
                await Read(message.WrittenMemory);
                message.ResetWrittenCount();
            }
        }
        catch (WebSocketException e)
        {
            log.LogInformation("Slack's socket broke: {Why}", e.WebSocketErrorCode);
        }
        catch (ObjectDisposedException)
        {
            // closed by us
        }
        finally
        {
            hello.TrySetException(new WebSocketException("It ended before Slack's hello."));
            ending.TrySetResult();
        }
    }

    /// <summary>One whole message; false when there are no more.</summary>
    private async Task<bool> Next(ArrayBufferWriter<byte> message)
    {
        while (true)
        {
            var part = await socket.ReceiveAsync(message.GetMemory(8192), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close) return false;
            message.Advance(part.Count);
            if (message.WrittenCount > LargestMessage) throw new WebSocketException(WebSocketError.HeaderError, "A message is too large.");
            if (part.EndOfMessage) return true;
        }
    }

    private async Task Read(ReadOnlyMemory<byte> message)
    {
        JsonElement envelope;
        try
        {
            envelope = JsonElement.Parse(message.Span);
        }
        catch (JsonException)
        {
            log.LogWarning("Slack's socket brought something that is no JSON");
            return;
        }

        switch (Text(envelope, "type"))
        {
            case "hello":
                hello.TrySetResult();
                break;
            case "disconnect":
                // warning, refresh_requested: it will end in some seconds. link_disabled: Socket Mode was switched off.
                if (Text(envelope, "reason") is "link_disabled") log.LogError("Socket Mode was switched off in the app's settings: switch it on, or set Slack:Mode to Http");
                ending.TrySetResult();
                break;
            case "interactive":
                await Begin(SlackRequestKind.Interactive, envelope);
                break;
            case "slash_commands":
                await Begin(SlackRequestKind.SlashCommands, envelope);
                break;
            case "events_api":
                await Begin(SlackRequestKind.EventsApi, envelope);
                break;
            case var type:
                log.LogWarning("Slack's socket brought a message of a type that is not known here: {Type}", type);
                break;
        }
    }

    /// <summary>Waits for a free place, and so with reading on, when many are being handled.</summary>
    private async Task Begin(SlackRequestKind kind, JsonElement envelope)
    {
        if (closing || Text(envelope, "envelope_id") is not { } id) return;
        await free.WaitAsync();
        var task = Task.Run(() => Handle(kind, id, envelope));
        lock (gate) open.Add(task);
        _ = task.ContinueWith(Done, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task Handle(SlackRequestKind kind, string id, JsonElement envelope)
    {
        // What is not for us, or is no request, gets no better by coming again.
        var request = envelope.TryGetProperty("payload", out var payload) ? SlackRequest.Of(kind, payload) : null;
        if (request is null || !reception.Serves(request)) await Acknowledge(id, null);
        else if (await reception.Answer(request) is { } answer)
        {
            var rides = envelope.TryGetProperty("accepts_response_payload", out var accepts) && accepts.ValueKind == JsonValueKind.True;
            await Acknowledge(id, rides ? answer.Body : null);
            afterwards.Begin(answer.Afterwards, request.Delivery);
        }
    }

    private async Task Acknowledge(string id, JsonNode? payload)
    {
        var ack = new JsonObject { ["envelope_id"] = id };
        if (payload is not null) ack["payload"] = payload.DeepClone();
        var bytes = JsonSerializer.SerializeToUtf8Bytes(ack);
        await sending.WaitAsync();
        try
        {
            await socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            log.LogInformation("An acknowledgement was lost ({Why}); Slack brings its envelope again", e.GetType().Name);
        }
        finally
        {
            sending.Release();
        }
    }

    private void Done(Task task)
    {
        lock (gate) open.Remove(task);
        free.Release();
    }

    private static string? Text(JsonElement at, string name) => at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
