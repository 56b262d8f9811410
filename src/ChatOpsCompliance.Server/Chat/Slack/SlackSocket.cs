using System.Net.WebSockets;
using ChatOpsCompliance.Server.Configuration;
using Polly;
using Polly.Retry;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>
/// Socket Mode: keeps one connection open, and opens the next before the old one ends as Slack announces it. Nothing is lost, since what is not
/// acknowledged comes again; nothing counts twice, since a request has one delivery key on whichever connection it comes.
/// </summary>
public sealed class SlackSocket(SlackDirectCall slack, SlackSettings settings, SlackReception reception, Afterwards afterwards, TimeProvider clock, SlackSocket.Patience patience, ILogger<SlackSocket> log) : BackgroundService
{
    /// <summary>How long what is waited for.</summary>
    public sealed record Patience
    {
        /// <summary>Before the first repeat of an opening that failed; each later wait is twice as long, give or take.</summary>
        public TimeSpan First { get; init; } = TimeSpan.FromSeconds(1);

        public TimeSpan Most { get; init; } = TimeSpan.FromMinutes(1);

        /// <summary>From one opening to the next, however often Slack says that the new one ends too.</summary>
        public TimeSpan Between { get; init; } = TimeSpan.FromSeconds(1);

        /// <summary>For Slack's hello, and for a close to be answered.</summary>
        public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(10);

        /// <summary>Slack closes the old connection about 10 s after its warning; what it still brings is served.</summary>
        public TimeSpan Retiring { get; init; } = TimeSpan.FromSeconds(30);
    }

    private const int MostAtOnce = 32;

    private readonly SemaphoreSlim free = new(MostAtOnce);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var retiring = new List<Task>();
        SlackConnection? current = null;
        try
        {
            while (true)
            {
                var next = await Opened(stoppingToken);
                var opened = clock.GetTimestamp();
                if (current is not null) retiring.Add(Retire(current, stoppingToken));
                retiring.RemoveAll(t => t.IsCompleted);
                current = next;
                await current.Ending.WaitAsync(stoppingToken);
                var rest = patience.Between - clock.GetElapsedTime(opened);
                if (rest > TimeSpan.Zero) await Task.Delay(rest, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // stopping
        }

        if (current is not null) retiring.Add(current.Close(patience.Handshake));
        await Task.WhenAll(retiring);
    }

    public override void Dispose()
    {
        base.Dispose();
        free.Dispose();
    }

    private async Task<SlackConnection> Opened(CancellationToken ct)
    {
        var retry = new ResiliencePipelineBuilder<SlackConnection> { TimeProvider = clock }.AddRetry(new RetryStrategyOptions<SlackConnection>
        {
            ShouldHandle = new PredicateBuilder<SlackConnection>().Handle<Exception>(e => e is not OperationCanceledException || !ct.IsCancellationRequested),
            MaxRetryAttempts = int.MaxValue,
            // Not the library's own jitter: it makes some waits none at all.
            DelayGenerator = failed => ValueTask.FromResult<TimeSpan?>((failed.Outcome.Exception as NotOpened)?.RetryAfter ?? BackOff.After(Math.Min(failed.AttemptNumber + 1, 30), patience.First, patience.Most)),
            OnRetry = failed =>
            {
                log.LogWarning("Slack's socket could not be opened ({Why}); again in {Seconds:0.0} s", failed.Outcome.Exception is NotOpened no ? no.Message : failed.Outcome.Exception?.GetType().Name, failed.RetryDelay.TotalSeconds);
                return ValueTask.CompletedTask;
            },
        }).Build();
        return await retry.ExecuteAsync(async token => await Open(token), ct);
    }

    private async Task<SlackConnection> Open(CancellationToken ct)
    {
        var answer = await slack.Make("apps.connections.open", settings.AppToken, ct);
        if (answer.Error is { } error) throw new NotOpened($"{error}{(error == "ratelimited" ? "" : "; doctor names the cure")}", answer.RetryAfter);
        if (!answer.Body.TryGetProperty("url", out var text) || !Uri.TryCreate(text.GetString(), UriKind.Absolute, out var url) || (url.Scheme != "wss" && !(url.Scheme == "ws" && url.IsLoopback)))
            throw new NotOpened("the address that Slack gave is no wss address");

        // A peer that went away without a word is noticed by our own pings.
        var socket = new ClientWebSocket { Options = { KeepAliveInterval = TimeSpan.FromSeconds(10), KeepAliveTimeout = TimeSpan.FromSeconds(20) } };
        var connection = new SlackConnection(socket, reception, afterwards, free, log);
        try
        {
            await socket.ConnectAsync(url, ct);
            connection.Serve();
            await connection.Hello.WaitAsync(patience.Handshake, clock, ct);
            return connection;
        }
        catch
        {
            connection.Abort();
            throw;
        }
    }

    /// <summary>Served until Slack closes it, as it has said it will, or until that is long past.</summary>
    private async Task Retire(SlackConnection old, CancellationToken ct)
    {
        await old.Ended.WaitAsync(patience.Retiring, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await old.Close(patience.Handshake);
    }

    private sealed class NotOpened(string message, TimeSpan? retryAfter = null) : Exception(message)
    {
        public TimeSpan? RetryAfter => retryAfter;
    }
}
