using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>
/// Slack on loopback: one workspace with one app in it. Does what stand-ins don't: trigger ids of 3 seconds and one use, limits of rate and size, missing scopes and
/// revoked tokens, answers lost after doing, events repeated, sockets that are announced to end. Judged itself by <c>@slack/bolt</c> (FakeSlackSuitsBolt).
/// </summary>
internal sealed class FakeSlack : IAsyncDisposable
{
    public const string Team = "T0TEST", App = "A0COMP", Bot = "U0BOT", BotToken = "xoxb-fake", AppToken = "xapp-fake", SigningSecret = "8f742231b10e8888abcd99yyyzzz85a5";

    private readonly WebApplication web;
    private readonly Lock numbering = new();
    private long lastTs;
    private int lastId;
    private TaskCompletionSource called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FakeSlack(TimeProvider clock)
    {
        Clock = clock;
        Api = new(this);
        Sockets = new(this);
        Door = new(this);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        web = builder.Build();
        web.UseWebSockets();
        Api.Map(web);
        Sockets.Map(web);
    }

    public TimeProvider Clock { get; }

    public FakeSlackApi Api { get; }

    public FakeSlackSockets Sockets { get; }

    /// <summary>The way to our own service.</summary>
    public FakeSlackDoor Door { get; }

    public Uri Address => new(web.Urls.Single());

    /// <summary>What <c>Slack:ApiBaseUrl</c> is set to.</summary>
    public Uri ApiAddress => new(Address, "/api/");

    public ConcurrentDictionary<string, FakeUser> Users { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, FakeChannel> Channels { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, FakeFile> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>The open modals of each person, the one on top last.</summary>
    public ConcurrentDictionary<string, List<FakeView>> Modals { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, FakeView> Homes { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, FakeTrigger> Triggers { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, FakeResponseUrl> ResponseUrls { get; } = new(StringComparer.Ordinal);

    /// <summary>Every message, view and answer that came, for whoever wants to judge its shape: the method's arguments, <c>response_url</c>, or the answer to a <c>command</c> or <c>view_submission</c>.</summary>
    public ConcurrentQueue<(string Way, JsonNode Sent)> Outgoing { get; } = [];

    public static async Task<FakeSlack> Start(TimeProvider? clock = null)
    {
        var slack = new FakeSlack(clock ?? TimeProvider.System);
        slack.Users[Bot] = new(Bot, "compliance", "") { IsBot = true };
        await slack.web.StartAsync();
        return slack;
    }

    public FakeUser AddUser(string id, string name, string email) => Users[id] = new(id, name, email);

    public FakeChannel AddChannel(string id, string name) => Channels[id] = new(id, name, null);

    public FakeSlackPerson As(string user) => new(this, user);

    /// <summary>The conversation of the bot with a person, opened at need.</summary>
    public FakeChannel Direct(string user) => Channels.GetOrAdd($"D{user}", id => new(id, "directmessage", user));

    /// <summary>A message's time stamp: the clock's, and later than every one before.</summary>
    public string NextTs()
    {
        lock (numbering)
        {
            lastTs = Math.Max(lastTs + 1, Clock.GetUtcNow().ToUnixTimeMilliseconds() * 1000);
            return string.Create(CultureInfo.InvariantCulture, $"{lastTs / 1_000_000}.{lastTs % 1_000_000:000000}");
        }
    }

    public string NextId(string kind)
    {
        lock (numbering) return string.Create(CultureInfo.InvariantCulture, $"{kind}{++lastId:00000}");
    }

    public string NewTrigger(string user)
    {
        var id = $"{NextId("")}.{Guid.NewGuid():N}";
        Triggers[id] = new(user, Clock.GetUtcNow());
        return id;
    }

    public string NewResponseUrl(string user, string channel, string? ts)
    {
        var id = Guid.NewGuid().ToString("N");
        ResponseUrls[id] = new(user, channel, ts, Clock.GetUtcNow());
        return new Uri(Address, $"/response/{id}").ToString();
    }

    /// <summary>Slack names what has no name.</summary>
    public JsonArray Named(JsonNode? blocks)
    {
        var named = blocks?.DeepClone() as JsonArray ?? [];
        foreach (var block in named.OfType<JsonObject>())
        {
            block["block_id"] ??= NextId("b");
            foreach (var element in SlackReading.Elements(block)) element["action_id"] ??= NextId("a");
        }

        return named;
    }

    /// <summary>Looks again after each call, until it is so.</summary>
    public async Task Until(Func<bool> so, string what)
    {
        while (true)
        {
            var call = called.Task;
            if (so()) return;
            try
            {
                await call.WaitAsync(Time.Patience);
            }
            catch (TimeoutException late)
            {
                throw new TimeoutException($"In vain: {what}. The last calls: {string.Join("; ", Api.Calls.TakeLast(8).Select(c => c.Method))}. Refused: {string.Join("; ", Api.Refused.TakeLast(3).Select(r => $"{r.Method} {r.Answer["error"]}"))}", late);
            }
        }
    }

    /// <summary>A call has been answered.</summary>
    public void Called() => Interlocked.Exchange(ref called, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await Sockets.DisposeAsync();
        Door.Dispose();
        await web.DisposeAsync();
    }
}

internal sealed record FakeUser(string Id, string Name, string Email)
{
    public bool IsBot { get; init; }

    public bool Deleted { get; set; }

    /// <summary>A guest.</summary>
    public bool IsRestricted { get; set; }

    public bool EmailConfirmed { get; set; } = true;

    /// <summary>Of another workspace when it is not ours: Slack Connect.</summary>
    public string Team { get; set; } = FakeSlack.Team;

    public string TimeZone { get; set; } = "Europe/Berlin";
}

/// <param name="With">The person, when it is a direct conversation.</param>
internal sealed record FakeChannel(string Id, string Name, string? With)
{
    public bool Archived { get; set; }

    /// <summary>The bot is a member.</summary>
    public bool Entered { get; set; } = true;

    /// <summary>Oldest first; lock it.</summary>
    public List<FakeMessage> Messages { get; } = [];

    public IReadOnlyList<FakeMessage> Now()
    {
        lock (Messages) return [.. Messages];
    }
}

/// <param name="OnlyFor">The one who sees it, when it is ephemeral.</param>
internal sealed record FakeMessage(string Ts, string Channel, string User, string? OnlyFor, string? Thread)
{
    public string Text { get; set; } = "";

    public JsonArray Blocks { get; set; } = [];

    public JsonNode? Metadata { get; init; }

    /// <summary>How often it was changed.</summary>
    public int Edits { get; set; }

    public JsonObject Wire(bool withMetadata = false)
    {
        var wire = new JsonObject { ["type"] = "message", ["ts"] = Ts, ["user"] = User, ["text"] = Text, ["blocks"] = Blocks.DeepClone() };
        if (User == FakeSlack.Bot) (wire["bot_id"], wire["app_id"]) = ("B0BOT", FakeSlack.App);
        if (Thread is not null) wire["thread_ts"] = Thread;
        if (withMetadata && Metadata is not null) wire["metadata"] = Metadata.DeepClone();
        return wire;
    }
}

internal sealed record FakeFile(string Id, string Name, byte[] Content, string User);

internal sealed record FakeTrigger(string User, DateTimeOffset At)
{
    public bool Used { get; set; }
}

internal sealed record FakeResponseUrl(string User, string Channel, string? Ts, DateTimeOffset At)
{
    public int Uses { get; set; }
}
