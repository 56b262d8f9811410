using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>How Teams reaches our service: activities with the token of <see cref="FakeTeams.Issuer"/>.</summary>
internal sealed class FakeTeamsDoor(FakeTeams teams) : IDisposable
{
    /// <summary>How long Teams waits, six times over: on this machine tests share two cores. <see cref="Slowest"/> tells.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly HttpClient http = new();

    public Uri? App { get; set; }

    /// <summary>What was sent last: to send it once more.</summary>
    public JsonObject? Last { get; private set; }

    /// <summary>The answer to the last one, as it came.</summary>
    public string LastAnswer { get; private set; } = "";

    public TimeSpan Slowest { get; private set; }

    /// <summary>The app comes to a person, a group or the team of a channel. Teams says so twice.</summary>
    public async Task Install(FakeTeamsConversation where, FakeTeamsUser by)
    {
        if (where.With is { } with) teams.Users[with].Installed = true;
        else where.BotIn = true;
        await Tell(where, by, "installationUpdate", a => a["action"] = "add");
        await Tell(where, by, "conversationUpdate", a =>
        {
            a["membersAdded"] = new JsonArray(where.With is null ? [new JsonObject { ["id"] = FakeTeams.Bot }] : [new JsonObject { ["id"] = by.Id, ["aadObjectId"] = by.ObjectId }, new JsonObject { ["id"] = FakeTeams.Bot }]);
            if (where.Kind == "channel") a["channelData"]!["eventType"] = "teamMemberAdded";
        });
    }

    /// <summary>The app leaves; nothing can be sent there any more.</summary>
    public async Task Remove(FakeTeamsConversation where, FakeTeamsUser by)
    {
        if (where.With is { } with) teams.Users[with].Installed = false;
        else where.BotIn = false;
        await Tell(where, by, "installationUpdate", a => a["action"] = "remove");
    }

    /// <summary>Groups and channels hand on only what mentions the bot, so it is mentioned there.</summary>
    public async Task Write(FakeTeamsUser from, FakeTeamsConversation where, string text)
    {
        var id = teams.NextId();
        var message = new FakeTeamsMessage(where.Kind == "channel" ? $"{where.Id};messageid={id}" : where.Id, id, from.Id) { Text = text };
        lock (where.Messages) where.Messages.Add(message);
        teams.Changed();
        const string mention = $"<at>{FakeTeams.BotName}</at>";
        await Send(Activity(where, from, "message", message.Thread, a =>
        {
            (a["id"], a["textFormat"], a["text"]) = (id, "plain", where.Kind == "personal" ? text : $"{mention} {text}");
            if (where.Kind != "personal") a["entities"]!.AsArray().Insert(0, new JsonObject { ["type"] = "mention", ["mentioned"] = new JsonObject { ["id"] = FakeTeams.Bot, ["name"] = FakeTeams.BotName }, ["text"] = mention });
        }));
    }

    /// <summary>An <c>adaptiveCard/action</c>; the answer is the card that takes the message's place before this person.</summary>
    public async Task<JsonObject> Execute(FakeTeamsUser user, TeamsMessage message, JsonObject action, bool automatic)
    {
        var (place, thread) = message.Conversation.Split(";messageid=") is [var p, var t] ? (p, t) : (message.Conversation, null);
        var answer = await Send(Activity(teams.Conversations[place], user, "invoke", thread, a =>
        {
            (a["name"], a["replyToId"]) = ("adaptiveCard/action", message.Id);
            a["value"] = new JsonObject { ["action"] = action.DeepClone(), ["trigger"] = automatic ? "automatic" : "manual" };
            a["channelData"]!["source"] = new JsonObject { ["name"] = "message" };
        }));
        if (JsonNode.Parse(answer) is not JsonObject said) throw new FakeTeamsComplaint($"An invoke wants a body; it got “{answer}”");
        if (said["statusCode"]?.GetValue<int>() != 200 || TeamsReading.Word(said, "type") != "application/vnd.microsoft.card.adaptive" || said["value"] is not JsonObject card) throw new FakeTeamsComplaint($"“Something went wrong. Please try again.” to {said}");
        if (FakeTeamsLimits.Check(card) is { Count: > 0 } wrong) throw new FakeTeamsComplaint($"{string.Join('\n', wrong)}\nin {card}");
        return (JsonObject)card.DeepClone();
    }

    /// <summary>Sends the last activity once more, as Teams does when an answer got lost.</summary>
    public Task<string> Again() => Send((JsonObject)Last!.DeepClone());

    public async Task<string> Send(JsonObject activity)
    {
        Last = (JsonObject)activity.DeepClone();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(App!, "/api/messages")) { Content = new StringContent(activity.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(teams.Issuer.Authorization(FakeTeams.AppId, (string)activity["serviceUrl"]!));
        using var patience = new CancellationTokenSource(Patience);
        var started = TimeProvider.System.GetTimestamp();
        using var response = await http.SendAsync(request, patience.Token);
        LastAnswer = await response.Content.ReadAsStringAsync(patience.Token);
        if (TimeProvider.System.GetElapsedTime(started) is var took && took > Slowest) Slowest = took;
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Accepted)) throw new HttpRequestException($"“Unable to reach app.” {(int)response.StatusCode}: {LastAnswer}", null, response.StatusCode);
        return LastAnswer;
    }

    public void Dispose() => http.Dispose();

    /// <summary>What is told of the app itself says less of whoever did it.</summary>
    private async Task Tell(FakeTeamsConversation where, FakeTeamsUser by, string type, Action<JsonObject> more) => await Send(Activity(where, by, type, null, a =>
    {
        a["from"]!.AsObject().Remove("name");
        a.Remove("entities");
        if (type == "installationUpdate") a["entities"] = new JsonArray(new JsonObject { ["type"] = "clientInfo", ["locale"] = "en-US" });
        else a.Remove("locale");
        more(a);
    }));

    private JsonObject Activity(FakeTeamsConversation where, FakeTeamsUser from, string type, string? thread, Action<JsonObject> more)
    {
        var channelData = new JsonObject { ["tenant"] = new JsonObject { ["id"] = FakeTeams.Tenant } };
        if (where.Kind == "channel")
        {
            channelData["team"] = new JsonObject { ["id"] = FakeTeams.Team, ["name"] = FakeTeams.TeamName };
            channelData["channel"] = new JsonObject { ["id"] = where.Id };
        }

        var sender = new JsonObject { ["id"] = from.Id, ["name"] = from.Name };
        if (from.Role != "anonymous") sender["aadObjectId"] = from.ObjectId;
        var activity = new JsonObject
        {
            ["type"] = type,
            ["id"] = $"f:{Guid.NewGuid()}",
            ["timestamp"] = teams.Clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            ["channelId"] = "msteams",
            ["serviceUrl"] = teams.ServiceUrl.ToString(),
            ["from"] = sender,
            ["conversation"] = where.Wire(thread),
            ["recipient"] = new JsonObject { ["id"] = FakeTeams.Bot, ["name"] = FakeTeams.BotName },
            ["entities"] = new JsonArray(new JsonObject { ["type"] = "clientInfo", ["locale"] = "en-US", ["country"] = "US", ["platform"] = "Web", ["timezone"] = "Europe/Berlin" }),
            ["channelData"] = channelData,
            ["locale"] = "en-US",
        };
        more(activity);
        return activity;
    }
}

/// <summary>What a client of Teams would show as “Something went wrong. Please try again.”.</summary>
internal sealed class FakeTeamsComplaint(string what) : Exception(what);
