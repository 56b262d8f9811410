using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>Our fake of Teams and Microsoft's own stand-in, driven alike before a bot that answers each press with what it was sent: the same activities, the same answers of the connector.</summary>
public sealed class FakeTeamsIsAsThePlayground
{
    private const string Mia = "00000000-0000-4000-8000-0000000000a1", Omar = "00000000-0000-4000-8000-0000000000a2", Channel = AgentsPlayground.Channel, Group = AgentsPlayground.Group;

    private static readonly (string, string, string)[] People = [(Mia, "Mia Keller", "mia@example.com"), (Omar, "Omar Haddad", "omar@example.com")];

    [Fact]
    public async Task In_a_conversation_of_every_kind()
    {
        await using var bot = await EchoBot.Start();
        await using var playground = await AgentsPlayground.Start(People);
        playground.App = bot.Address;
        await using var fake = await FakeTeams.Start();
        fake.Door.App = bot.Address;
        fake.Connector.Token = null;
        foreach (var (id, name, email) in People) fake.AddUser(id, name, email);
        fake.AddChannel(Channel, "Compliance");
        fake.AddGroup(Group, "Group");

        await playground.Install(await playground.Personal(Mia));
        await playground.Install(Group);
        await playground.Install(Channel);
        await playground.Until(() => Task.FromResult(bot.Activities.Count == 6 ? bot : null), () => "the playground to install the app three times");
        var theirs = await Talk(playground, bot);
        foreach (var where in new[] { fake.Personal(Mia), fake.Conversations[Group], fake.Conversations[Channel] }) await fake.Door.Install(where, fake.Users[Mia]);
        var ours = await Talk(fake, bot);

        Assert.Equal(Shapes(theirs), Shapes(ours));
    }

    [Fact]
    public async Task The_connector_answers_alike()
    {
        await using var playground = await AgentsPlayground.Start(People);
        await using var fake = await FakeTeams.Start();
        fake.Connector.Token = null;
        foreach (var (id, name, email) in People) fake.AddUser(id, name, email);
        fake.AddChannel(Channel, "Compliance");

        Assert.Equal(await Answers(new(playground.ServiceUrl + "/")), await Answers(fake.ServiceUrl));
    }

    /// <summary>Cards in each kind of conversation, pressed by one who may and answered; words in each.</summary>
    private static async Task<List<JsonObject>> Talk(ITeams teams, EchoBot bot)
    {
        var (mia, omar) = (new TeamsPerson(teams, Mia), new TeamsPerson(teams, Omar));
        var serviceUrl = new Uri(((string)bot.Activities.Last()["serviceUrl"]!).TrimEnd('/') + "/");
        foreach (var where in new[] { await Opened(serviceUrl, Mia), Group, Channel })
        {
            await Post(serviceUrl, $"v3/conversations/{Uri.EscapeDataString(where)}/activities", EchoBot.Message($"A question in {where}"));
            await mia.Sees($"A question in {where}");
            await mia.Press("Answer", $"A question in {where}");
            Assert.Equal("You sent nothing.", (await mia.ScreenText()).Split('\n')[0]);
            await mia.Fill("Why?", "Because");
            await mia.Tick("Which?", "One", "Two");
            Assert.StartsWith("You sent in.which 1,2, in.why Because.", await mia.Press("Answer"), StringComparison.Ordinal);
            if (where != Group && where != Channel) continue;
            await omar.Sees($"A question in {where}");
            await omar.Press("Answer", $"A question in {where}");
        }

        await mia.Write("help");
        await mia.Write("help", Group);
        await mia.Write("help", Channel);
        await teams.Until(() => Task.FromResult(bot.Activities.Count == 17 ? bot : null), () => $"17 activities, but there are {bot.Activities.Count}");
        var heard = bot.Activities.ToList();
        bot.Activities.Clear();
        return heard;
    }

    private static async Task<List<string>> Answers(Uri serviceUrl)
    {
        var personal = await Opened(serviceUrl, Mia);
        var (channel, text) = (Uri.EscapeDataString(Channel), new JsonObject { ["type"] = "message", ["text"] = "Hello" });
        var id = (string)(await Post(serviceUrl, $"v3/conversations/{channel}/activities", text)).Body!["id"]!;
        (HttpMethod, string, JsonObject?)[] asked =
        [
            (HttpMethod.Post, "v3/conversations", new() { ["isGroup"] = false, ["members"] = new JsonArray(new JsonObject { ["id"] = Mia }), ["tenantId"] = FakeTeams.Tenant, ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = FakeTeams.Tenant } } }),
            (HttpMethod.Post, "v3/conversations", new() { ["isGroup"] = true, ["channelData"] = new JsonObject { ["channel"] = new JsonObject { ["id"] = Channel } }, ["activity"] = text.DeepClone() }),
            (HttpMethod.Post, $"v3/conversations/{personal}/activities", text),
            (HttpMethod.Post, $"v3/conversations/{personal}/activities", EchoBot.Message("Hello")),
            (HttpMethod.Post, $"v3/conversations/{channel}%3Bmessageid%3D{id}/activities", text),
            (HttpMethod.Post, $"v3/conversations/{channel}/activities", new() { ["type"] = "message" }),
            (HttpMethod.Post, "v3/conversations/nowhere/activities", text),
            (HttpMethod.Put, $"v3/conversations/{channel}%3Bmessageid%3D{id}/activities/{id}", text),
            (HttpMethod.Put, $"v3/conversations/{channel}/activities/{id}", text),
            (HttpMethod.Put, $"v3/conversations/{personal}/activities/{id}", text),
            (HttpMethod.Put, $"v3/conversations/{personal}/activities/123", text),
            (HttpMethod.Get, $"v3/conversations/{channel}/members/{Mia}", null),
            (HttpMethod.Get, $"v3/conversations/{channel}/members/29:nobody", null),
            (HttpMethod.Get, "v3/conversations/nowhere/members/29:nobody", null),
            (HttpMethod.Get, $"v3/conversations/{channel}/pagedmembers", null),
        ];
        var answers = new List<string>();
        foreach (var (method, path, body) in asked)
        {
            var (status, answer) = await Post(serviceUrl, path, body, method);
            answers.Add($"{method} {path.Replace(id, "ID", StringComparison.Ordinal).Replace(personal, "PERSONAL", StringComparison.Ordinal)} {status} {TeamsReading.Word(answer?["error"], "code")} {string.Join(' ', (answer?["error"] is null ? answer ?? [] : []).Select(p => p.Key).Where(k => k != "totalCount"))}".TrimEnd());
        }

        return answers;
    }

    private static async Task<string> Opened(Uri serviceUrl, string user) => Uri.UnescapeDataString((string)(await Post(serviceUrl, "v3/conversations", new() { ["isGroup"] = false, ["members"] = new JsonArray(new JsonObject { ["id"] = user }), ["tenantId"] = FakeTeams.Tenant })).Body!["id"]!);

    private static async Task<(int Status, JsonObject? Body)> Post(Uri serviceUrl, string path, JsonObject? body, HttpMethod? method = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, new Uri(serviceUrl, path)) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject);
    }

    /// <summary>What each activity has, in any order; words apart that differ by design, and what only one of both knows to say.</summary>
    private static List<string> Shapes(List<JsonObject> activities) => [.. activities.Select(a => $"{a["type"]} {a["conversation"]!["conversationType"]}: {string.Join(' ', Paths("", a).Except(OnlyOne, StringComparer.Ordinal).Distinct().Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal)];

    /// <summary>What the playground adds and nothing of ours reads; and names of places, which Teams tells more often than it.</summary>
    private static readonly string[] OnlyOne =
    [
        ".localTimestamp", ".localTimezone", ".channelData.source.name", ".channelData.settings.selectedChannel.id", ".channelData.team.aadGroupId", ".channelData.teamsChannelId", ".channelData.teamsTeamId",
        ".conversation.name", ".channelData.team.name", ".channelData.channel.id", ".entities[].platform",
    ];

    private static IEnumerable<string> Paths(string at, JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Paths($"{at}.{p.Key}", p.Value)),
        JsonArray a => a.SelectMany(n => Paths($"{at}[]", n)),
        _ => [at],
    };

    /// <summary>Answers each press with a card that says what came, and asks again.</summary>
    private sealed class EchoBot : IAsyncDisposable
    {
        private readonly WebApplication web;

        private EchoBot(WebApplication app) => web = app;

        public Uri Address => new(web.Urls.Single());

        public System.Collections.Concurrent.ConcurrentQueue<JsonObject> Activities { get; } = [];

        public static async Task<EchoBot> Start()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var bot = new EchoBot(builder.Build());
            bot.web.Urls.Add("http://127.0.0.1:0");
            bot.web.MapPost("/api/messages", async (HttpContext http) =>
            {
                var activity = (JsonObject)(await JsonNode.ParseAsync(http.Request.Body))!;
                bot.Activities.Enqueue(activity);
                if ((string)activity["type"]! != "invoke") return Results.Ok();
                var data = activity["value"]!["action"]!["data"]!.AsObject().Where(p => p.Key.StartsWith("in.", StringComparison.Ordinal)).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key} {p.Value}").ToList();
                return Results.Json(new JsonObject { ["statusCode"] = 200, ["type"] = "application/vnd.microsoft.card.adaptive", ["value"] = Card($"You sent {(data.Count == 0 ? "nothing" : string.Join(", ", data))}.", asks: true) });
            });
            await bot.web.StartAsync();
            return bot;
        }

        public static JsonObject Message(string text) => new()
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(new JsonObject { ["contentType"] = "application/vnd.microsoft.card.adaptive", ["content"] = Card(text, asks: false) }),
        };

        public ValueTask DisposeAsync() => web.DisposeAsync();

        private static JsonObject Card(string text, bool asks)
        {
            var body = new JsonArray(new JsonObject { ["type"] = "TextBlock", ["text"] = text });
            if (asks)
            {
                body.Add(new JsonObject { ["type"] = "Input.Text", ["id"] = "in.why", ["label"] = "Why?" });
                body.Add(new JsonObject { ["type"] = "Input.ChoiceSet", ["id"] = "in.which", ["label"] = "Which?", ["isMultiSelect"] = true, ["choices"] = new JsonArray(new JsonObject { ["title"] = "One", ["value"] = "1" }, new JsonObject { ["title"] = "Two", ["value"] = "2" }) });
            }

            return new() { ["type"] = "AdaptiveCard", ["version"] = "1.5", ["body"] = body, ["actions"] = new JsonArray(new JsonObject { ["type"] = "Action.Execute", ["title"] = "Answer", ["verb"] = "test.answer", ["data"] = new JsonObject { ["v"] = new JsonObject { ["a"] = "1" } } }) };
        }
    }
}
