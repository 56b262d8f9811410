using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>
/// Microsoft's Agents Playground of tests/peers on a port of its own, with the people of a test in it. What it does and does not do stands in tests/peers/README.md.
/// People are called by their object ids, which it is given as their Teams ids too: it knows nobody by any other.
/// </summary>
internal sealed class AgentsPlayground : IAsyncDisposable, ITeams
{
    /// <summary>It takes one channel besides the general one, which has the team's id.</summary>
    public const string Channel = "19:compliance@thread.tacv2", Emergencies = FakeTeams.Team, Group = "19:group@thread.v2";

    private readonly string place;
    private readonly Process running;
    private readonly WebApplication between;
    private readonly HttpClient client = new();
    private readonly List<TeamsMessage> messages = [];
    private readonly ConcurrentDictionary<string, string> personal = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<(string ObjectId, string Name, string Email)> people;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AgentsPlayground(string folder, Process process, Uri address, WebApplication relay, IReadOnlyList<(string ObjectId, string Name, string Email)> inIt) =>
        (place, running, Address, between, people) = (folder, process, address, relay, inIt);

    public Uri Address { get; }

    /// <summary>Its connector, as its activities call it: by way of us, since it tells nobody what comes into the chats of others than whose page it is.</summary>
    public Uri ServiceUrl => new(new Uri(between.Urls.Single()), "/_connector");

    /// <summary>Our service; known only once it has started.</summary>
    public Uri? App { get; set; }

    /// <summary>Every activity that it sent, in the order they came.</summary>
    public ConcurrentQueue<JsonObject> Sent { get; } = [];

    /// <param name="inIt">Object id, name, e-mail; the first one is whose page it is.</param>
    public static async Task<AgentsPlayground> Start(IReadOnlyList<(string ObjectId, string Name, string Email)> inIt)
    {
        _ = AgentsPlaygroundProgram.Script;
        AgentsPlayground? made = null;
        var relay = AgentsPlaygroundRelay.Make(() => made!);
        await relay.StartAsync();
        var folder = Directory.CreateTempSubdirectory("playground-").FullName;
        var (process, port) = await AgentsPlaygroundProgram.Start(folder, new(relay.Urls.Single()), inIt);
        made = new(folder, process, new($"http://localhost:{port}"), relay, inIt);
        try
        {
            await made.Personal(inIt[0].ObjectId);
        }
        catch (HttpRequestException e)
        {
            throw new InvalidOperationException(await File.ReadAllTextAsync(Path.Combine(folder, "log.txt")), e); // it says that it listens before it reads what it was configured with
        }

        return made;
    }

    public TeamsPerson As(string objectId) => new(this, objectId);

    /// <summary>The app comes to somewhere, as its page says it when it is opened there: twice, at once.</summary>
    public async Task Install(string conversation) => await Ask($"/_debug/conversation/{Uri.EscapeDataString(conversation)}/installation", []);

    /// <summary>Sends an activity as it is, such as what somebody writes whose page it is not.</summary>
    public async Task SendAs(JsonObject activity) => await Ask("/_internal/v1/customActivities", activity);

    /// <summary>The chat of the bot with somebody.</summary>
    public async Task<string> Personal(string objectId) => personal.TryGetValue(objectId, out var known) ? known :
        personal[objectId] = (string)(await Ask("/_connector/v3/conversations", new() { ["isGroup"] = false, ["members"] = new JsonArray(new JsonObject { ["id"] = objectId }) }))["id"]!;

    public async Task<IReadOnlyList<TeamsMessage>> Messages(string user)
    {
        var mine = await Personal(user);
        lock (messages) return [.. messages.Where(m => m.Conversation == mine || m.Conversation.StartsWith("19:", StringComparison.Ordinal))];
    }

    public async Task<JsonObject> Execute(string user, TeamsMessage message, JsonObject action, bool automatic = false)
    {
        var answer = await Ask("/_conversation/v1/invoke", new()
        {
            ["name"] = "adaptiveCard/action",
            ["conversation"] = new JsonObject { ["id"] = message.Conversation },
            ["from"] = new JsonObject { ["id"] = user },
            ["replyToId"] = message.Id,
            ["value"] = new JsonObject { ["action"] = action, ["trigger"] = automatic ? "automatic" : "manual" },
        });
        return TeamsReading.Word(answer, "type") == "application/vnd.microsoft.card.adaptive" && answer["value"] is JsonObject card ? (JsonObject)card.DeepClone() : throw new FakeTeamsComplaint(answer.ToJsonString());
    }

    /// <summary>Whose page it is writes by it; it takes everybody else for them, so what others write is sent as their clients would.</summary>
    public async Task Write(string user, string text, string? conversation = null)
    {
        var (where, mention) = (conversation ?? await Personal(user), $"<at>{FakeTeams.BotName}</at>");
        if (user == people[0].ObjectId)
        {
            var body = new JsonObject { ["from"] = new JsonObject { ["id"] = user }, ["text"] = conversation is null ? text : $"{mention} {text}", ["textFormat"] = "plain" };
            if (conversation is not null) body["mentions"] = new JsonArray(new JsonObject { ["mentioned"] = new JsonObject { ["id"] = FakeTeams.Bot }, ["text"] = mention });
            await Ask($"/_conversation/v1/conversations/{Uri.EscapeDataString(where)}/messages", body);
            return;
        }

        if (conversation is not null) throw new NotSupportedException("Only whoever the page is writes in groups and channels.");
        await SendAs(new()
        {
            ["type"] = "message",
            ["id"] = Guid.NewGuid().ToString(),
            ["channelId"] = "msteams",
            ["serviceUrl"] = ServiceUrl.ToString(),
            ["from"] = new JsonObject { ["id"] = user, ["aadObjectId"] = user },
            ["conversation"] = new JsonObject { ["conversationType"] = "personal", ["tenantId"] = FakeTeams.Tenant, ["id"] = where },
            ["recipient"] = new JsonObject { ["id"] = FakeTeams.Bot, ["name"] = FakeTeams.BotName },
            ["text"] = text,
            ["textFormat"] = "plain",
            ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = FakeTeams.Tenant } },
        });
    }

    public async Task<T> Until<T>(Func<Task<T?>> look, Func<string> inVain)
        where T : class
    {
        while (true)
        {
            var next = changed.Task;
            if (await look() is { } there) return there;
            try
            {
                await next.WaitAsync(Time.Patience);
            }
            catch (TimeoutException late)
            {
                throw new TimeoutException(inVain(), late);
            }
        }
    }

    /// <summary>It has taken a message of ours, or a change of one.</summary>
    public void Takes(string conversation, string id, JsonObject activity)
    {
        var (text, card) = (TeamsReading.Word(activity, "text"), (JsonObject?)activity["attachments"]?.AsArray().FirstOrDefault()?["content"]?.DeepClone());
        lock (messages)
        {
            var at = messages.FindIndex(m => m.Id == id);
            if (at >= 0) messages[at] = messages[at] with { Card = card, Text = text, Edits = messages[at].Edits + 1 };
            else messages.Add(new(conversation == Channel || conversation == Emergencies ? $"{conversation};messageid={id}" : conversation, id, 0, text, card));
        }
    }

    /// <summary>Something went to or fro.</summary>
    public void Changed() => Interlocked.Exchange(ref changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    public async ValueTask DisposeAsync()
    {
        running.Kill();
        await running.WaitForExitAsync();
        running.Dispose();
        client.Dispose();
        await between.DisposeAsync();
        Directory.Delete(place, recursive: true);
    }

    private async Task<JsonObject> Ask(string path, JsonObject body)
    {
        using var answer = await client.PostAsJsonAsync(new Uri(Address, path), body);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{path}: {(int)answer.StatusCode} {text}", null, answer.StatusCode);
        return text.Length == 0 ? [] : (JsonObject)JsonNode.Parse(text)!;
    }
}
