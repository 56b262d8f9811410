using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Web;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>
/// The way to <see cref="FakeSlack"/>'s methods through virtual time: calls take their time and overtake each other, and in no minute more arrive than Slack
/// documents, in no second two posts in one channel. Stricter than Slack, which lets bursts through.
/// </summary>
internal sealed class VirtualSlack(FakeSlack slack, TimeProvider clock, Random random) : HttpMessageHandler
{
    private static readonly Dictionary<string, int> PerMinute = new(StringComparer.Ordinal)
    {
        ["chat.postMessage"] = 300,
        ["chat.update"] = 50,
        ["conversations.open"] = 50,
        ["conversations.history"] = 50,
        ["conversations.replies"] = 50,
        ["users.lookupByEmail"] = 50,
        ["users.list"] = 20,
    };

    /// <summary>A timer that nobody holds never fires.</summary>
    private readonly HashSet<ITimer> underWay = [];

    private readonly FakeSlackMethods methods = new(slack);
    private readonly Dictionary<string, Queue<DateTimeOffset>> windows = new(StringComparer.Ordinal);

    /// <summary>What goes wrong with a call of this method; null when nothing does.</summary>
    public Func<string, Mishap?>? GoesWrong { get; set; }

    /// <summary>Seconds that a mishap of haste names; random when null.</summary>
    public int? RetryAfter { get; set; }

    /// <summary>When each call that was let in arrived.</summary>
    public Dictionary<string, List<DateTimeOffset>> Arrived { get; } = new(StringComparer.Ordinal);

    public int Calls { get; private set; }

    /// <summary>By the limits, not by mishap.</summary>
    public int Refused { get; private set; }

    public static TimeSpan LongestWay { get; } = TimeSpan.FromMilliseconds(250);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (method, args) = (request.RequestUri!.Segments[^1], ArgumentsOf(request.Content!));
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        var mishap = GoesWrong?.Invoke(method);
        After(OnTheWay(), () =>
        {
            var response = mishap switch
            {
                Mishap.NeverArrives => null,
                Mishap.ServerError => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable),
                Mishap.NotSoFast => NotSoFast(RetryAfter ?? random.Next(1, 5)),
                _ => Answer(method, args),
            };
            if (mishap == Mishap.DoneButServerError) response = new(HttpStatusCode.InternalServerError);
            if (mishap == Mishap.NeverAnswered) return;
            After(OnTheWay(), () =>
            {
                if (response is null || mishap == Mishap.AnswerLost) answer.TrySetException(new HttpRequestException(HttpRequestError.ConnectionError, "the line broke"));
                else answer.TrySetResult(response);
            });
        });
        return answer.Task;
    }

    private HttpResponseMessage Answer(string method, JsonObject args)
    {
        Calls++;
        var wait = Window(method, PerMinute.GetValueOrDefault(method, 100), TimeSpan.FromMinutes(1));
        if (wait == 0 && method == "chat.postMessage") wait = Window($"{method} {args["channel"]}", 1, TimeSpan.FromSeconds(1));
        if (wait > 0)
        {
            Refused++;
            return NotSoFast(wait);
        }

        if (!Arrived.TryGetValue(method, out var arrived)) Arrived[method] = arrived = [];
        arrived.Add(clock.GetUtcNow());
        return new(HttpStatusCode.OK) { Content = JsonContent.Create(slack.Api.TokenFault is { } fault ? FakeSlackApi.Error(fault) : methods.Do(method, args)) };
    }

    /// <summary>Seconds until there is room in the window.</summary>
    private int Window(string of, int most, TimeSpan length)
    {
        if (!windows.TryGetValue(of, out var window)) windows[of] = window = [];
        var now = clock.GetUtcNow();
        while (window.TryPeek(out var oldest) && now - oldest >= length) window.Dequeue();
        if (window.Count >= most) return (int)Math.Ceiling((window.Peek() + length - now).TotalSeconds);
        window.Enqueue(now);
        return 0;
    }

    private static HttpResponseMessage NotSoFast(int seconds)
    {
        var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds));
        return response;
    }

    private static JsonObject ArgumentsOf(HttpContent content)
    {
        var text = content.ReadAsStringAsync().GetAwaiter().GetResult();
        if (content.Headers.ContentType!.MediaType == "application/json") return JsonNode.Parse(text)!.AsObject();
        var form = HttpUtility.ParseQueryString(text);
        return new(form.AllKeys.Select(k => KeyValuePair.Create<string, JsonNode?>(k!, form[k])));
    }

    private TimeSpan OnTheWay() => TimeSpan.FromMilliseconds(random.Next(50, (int)LongestWay.TotalMilliseconds));

    private void After(TimeSpan time, Action act)
    {
        ITimer? timer = null;
        timer = clock.CreateTimer(
            _ =>
            {
                underWay.Remove(timer!);
                act();
            },
            null,
            time,
            Timeout.InfiniteTimeSpan);
        underWay.Add(timer);
    }
}

internal enum Mishap
{
    NeverArrives,
    ServerError,
    NotSoFast,
    AnswerLost,
    NeverAnswered,
    DoneButServerError,
}
