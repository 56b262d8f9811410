using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>Sends messages to Slack. Ours for a message is <c>channel/ts</c>: a direct message is changed where it was posted, not where it was sent to.</summary>
public sealed class SlackPlatform(SlackApi api, SlackSettings settings, TimeProvider clock) : IChatPlatform
{
    private readonly SlackDirectory directory = new(api, settings, clock);
    private readonly SlackTrail trail = new(api);

    public string Name => SlackSettings.Platform;

    public async Task<ChatAccount?> Find(string email, CancellationToken ct)
    {
        try
        {
            return await directory.Find(email, ct);
        }
        catch (HttpRequestException e)
        {
            throw new ChatOutageException(Unreachable(e));
        }
    }

    public Task<Delivery> Post(ChatPlace place, Card card, string key, DateTimeOffset? triedSince, CancellationToken ct) => Reaching(async () =>
    {
        if (triedSince is { } since)
        {
            var (found, no) = await trail.Find(place, key, since, ct);
            if (no is not null) return SlackErrors.Of(no, place);
            if (found is not null) return found.Shows(card) ? new Delivery.Sent(found.Message) : await Change(place, found.Message, card, ct);
        }

        var text = SlackBlocks.Fallback(card);
        var answer = await api.Call(
            "chat.postMessage",
            new { channel = place.Address, thread_ts = place.Under?.Split('/')[^1], text, blocks = SlackBlocks.Of(card), metadata = SlackTrail.Mark(key, card), mrkdwn = false, unfurl_links = false, unfurl_media = false },
            ct);
        return answer.Ok ? new Delivery.Sent($"{answer.Body.GetProperty("channel").GetString()}/{answer.Body.GetProperty("ts").GetString()}") : SlackErrors.Of(answer, place);
    });

    public Task<Delivery> Update(ChatPlace place, string message, Card card, CancellationToken ct) => Reaching(() => Change(place, message, card, ct));

    public async Task<Uri?> Permalink(ChatPlace place, string message, CancellationToken ct)
    {
        if (message.Split('/') is not [{ Length: > 0 } channel, { Length: > 0 } ts]) return null;
        try
        {
            var answer = await api.Call("chat.getPermalink", new { channel, message_ts = ts }, ct);
            return answer.Ok && Uri.TryCreate(answer.Body.GetProperty("permalink").GetString(), UriKind.Absolute, out var link) ? link : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task<Delivery> Change(ChatPlace place, string message, Card card, CancellationToken ct)
    {
        if (message.Split('/') is not [{ Length: > 0 } channel, { Length: > 0 } ts]) return new Delivery.Gone();
        var answer = await api.Call("chat.update", new { channel, ts, text = SlackBlocks.Fallback(card), blocks = SlackBlocks.Of(card) }, ct);
        return answer.Ok ? new Delivery.Sent(message) : SlackErrors.Of(answer, place);
    }

    private static async Task<Delivery> Reaching(Func<Task<Delivery>> send)
    {
        try
        {
            return await send();
        }
        catch (HttpRequestException e)
        {
            return Unreachable(e);
        }
    }

    /// <summary>A while, so that what is still on its way has arrived before we look for it.</summary>
    private static Delivery.Later Unreachable(HttpRequestException e) => new($"Slack could not be reached or did not answer ({e.HttpRequestError})", TimeSpan.FromSeconds(10));
}
