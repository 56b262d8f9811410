using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>
/// Teams on loopback: one tenant with one bot in it, the connector it posts to, who signs for both sides, and the people who press. Does what the Agents Playground doesn't: tokens, guests, people
/// who removed or blocked the bot, limits of rate and size, answers lost after doing, an answer that only its presser sees. Compared with that in FakeTeamsIsAsThePlayground.
/// </summary>
internal sealed class FakeTeams : IAsyncDisposable, ITeams
{
    public const string Tenant = "11111111-1111-4111-8111-111111111111", AppId = "99999999-9999-4999-8999-999999999999", Bot = $"28:{AppId}", BotName = "Compliance", Team = "19:team@thread.tacv2", TeamName = "Everybody";

    private readonly WebApplication web;
    private readonly Lock numbering = new();
    private long lastId;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FakeTeams(TimeProvider clock)
    {
        Clock = clock;
        Connector = new(this);
        Door = new(this);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        web = builder.Build();
        Connector.Map(web);
    }

    public TimeProvider Clock { get; }

    public FakeTeamsConnector Connector { get; }

    /// <summary>The way to our own service.</summary>
    public FakeTeamsDoor Door { get; }

    /// <summary>What activities and <c>Teams:ServiceUrl</c> say; with a region, as in the world.</summary>
    public Uri ServiceUrl => new(new Uri(web.Urls.Single()), "/emea/");

    /// <summary>By object id.</summary>
    public ConcurrentDictionary<string, FakeTeamsUser> Users { get; } = new(StringComparer.OrdinalIgnoreCase);

    public ConcurrentDictionary<string, FakeTeamsConversation> Conversations { get; } = new(StringComparer.Ordinal);

    /// <summary>Who signs what it sends.</summary>
    public BotFrameworkIssuer Issuer { get; private set; } = null!;

    /// <summary>Who gives the tokens that it takes.</summary>
    public FakeEntra Entra { get; private set; } = null!;

    public static async Task<FakeTeams> Start(TimeProvider? clock = null)
    {
        var teams = new FakeTeams(clock ?? TimeProvider.System);
        (teams.Issuer, teams.Entra) = (await BotFrameworkIssuer.Start(teams.Clock), await FakeEntra.Start());
        teams.Connector.Token = teams.Entra.Token = "of the bot";
        await teams.web.StartAsync();
        return teams;
    }

    public FakeTeamsUser AddUser(string objectId, string name, string email) => Users[objectId] = new(objectId, name, email);

    /// <summary>A channel of the one team, which everybody is in.</summary>
    public FakeTeamsConversation AddChannel(string id, string name) => Conversations[id] = new(id, "channel", name, null);

    public FakeTeamsConversation AddGroup(string id, string name) => Conversations[id] = new(id, "groupChat", name, null);

    /// <summary>The bot's own chat with a person, there from when either opens it.</summary>
    public FakeTeamsConversation Personal(string objectId) => Conversations.GetOrAdd($"a:1{objectId}", id => new(id, "personal", "", objectId));

    public TeamsPerson As(string objectId) => new(this, objectId);

    /// <summary>Whom the connector, or anybody, calls so: <c>29:…</c>, object id, e-mail or user principal name.</summary>
    public FakeTeamsUser? Who(string called) => Users.Values.FirstOrDefault(u => new[] { u.Id, u.ObjectId, u.Email, u.Upn }.Contains(called, StringComparer.OrdinalIgnoreCase));

    /// <summary>A message's id: milliseconds, later than every one before.</summary>
    public string NextId()
    {
        lock (numbering) return (lastId = Math.Max(lastId + 1, Clock.GetUtcNow().ToUnixTimeMilliseconds())).ToString(CultureInfo.InvariantCulture);
    }

    public Task<IReadOnlyList<TeamsMessage>> Messages(string user) => Task.FromResult<IReadOnlyList<TeamsMessage>>(
        [.. Conversations.Values.Where(c => c.Has(Users[user])).SelectMany(c => c.Now()).OrderBy(m => m.Id, StringComparer.Ordinal).Select(m => new TeamsMessage(m.Conversation, m.Id, m.Edits, m.Text, (JsonObject?)m.Card?.DeepClone()))]);

    public Task<JsonObject> Execute(string user, TeamsMessage message, JsonObject action, bool automatic = false) => Door.Execute(Users[user], message, action, automatic);

    public Task Write(string user, string text, string? conversation = null) => Door.Write(Users[user], conversation is null ? Personal(user) : Conversations[conversation], text);

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
                throw new TimeoutException($"{inVain()}\nThe last calls: {string.Join("; ", Connector.Calls.TakeLast(8).Select(c => $"{c.Operation} {c.Status}"))}", late);
            }
        }
    }

    /// <summary>A call has been answered.</summary>
    public void Changed() => Interlocked.Exchange(ref changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Door.Dispose();
        await web.DisposeAsync();
        await Issuer.DisposeAsync();
        await Entra.DisposeAsync();
    }
}

internal sealed record FakeTeamsUser(string ObjectId, string Name, string Email)
{
    /// <summary>As the connector calls them; the same for one bot for ever.</summary>
    public string Id { get; init; } = $"29:1{ObjectId.Replace("-", "", StringComparison.Ordinal)}";

    public string Upn { get; set; } = Email;

    /// <summary><c>user</c>, <c>guest</c> or <c>anonymous</c>.</summary>
    public string Role { get; set; } = "user";

    /// <summary>Another one for people of another organisation.</summary>
    public string Tenant { get; set; } = FakeTeams.Tenant;

    /// <summary>The app is there for them, in their own chat with it.</summary>
    public bool Installed { get; set; } = true;

    public bool Blocked { get; set; }

    /// <summary>Is no member of anything any more.</summary>
    public bool Left { get; set; }

    public JsonObject Wire() => new()
    {
        ["id"] = Id,
        ["aadObjectId"] = ObjectId,
        ["name"] = Name,
        ["givenName"] = Name.Split(' ')[0],
        ["surname"] = Name.Split(' ')[^1],
        ["email"] = Email.Length > 0 ? Email : null,
        ["userPrincipalName"] = Upn.Length > 0 ? Upn : null,
        ["tenantId"] = Tenant,
        ["userRole"] = Role,
    };
}

/// <param name="Kind"><c>personal</c>, <c>groupChat</c> or <c>channel</c>.</param>
/// <param name="With">The person, in a personal one.</param>
internal sealed record FakeTeamsConversation(string Id, string Kind, string Name, string? With)
{
    /// <summary>The app was added to it.</summary>
    public bool BotIn { get; set; } = true;

    /// <summary>Oldest first; lock it.</summary>
    public List<FakeTeamsMessage> Messages { get; } = [];

    public bool Has(FakeTeamsUser user) => With is null ? !user.Left : With == user.ObjectId;

    public IReadOnlyList<FakeTeamsMessage> Now()
    {
        lock (Messages) return [.. Messages];
    }

    /// <summary>As it stands in an activity.</summary>
    /// <param name="thread">The id of the message it is under, in a channel.</param>
    public JsonObject Wire(string? thread)
    {
        var wire = new JsonObject { ["conversationType"] = Kind, ["tenantId"] = FakeTeams.Tenant, ["id"] = thread is null ? Id : $"{Id};messageid={thread}" };
        if (Kind != "personal") (wire["isGroup"], wire["name"]) = (true, Name);
        return wire;
    }
}

/// <param name="Conversation">With its thread in a channel.</param>
internal sealed record FakeTeamsMessage(string Conversation, string Id, string From)
{
    public string Text { get; set; } = "";

    public JsonObject? Card { get; set; }

    /// <summary>What a phone shows of it while it is locked.</summary>
    public string Summary { get; set; } = "";

    public int Edits { get; set; }

    /// <summary>The one it is under, in a channel; itself when it began the thread.</summary>
    public string? Thread => Conversation.IndexOf(";messageid=", StringComparison.Ordinal) is >= 0 and var at ? Conversation[(at + ";messageid=".Length)..] : null;
}
