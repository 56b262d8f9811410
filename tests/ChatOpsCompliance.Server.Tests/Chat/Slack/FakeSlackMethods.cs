using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>What each method of the Web API does, once token, scopes, rate and sizes are right.</summary>
internal sealed class FakeSlackMethods(FakeSlack slack)
{
    private static readonly TimeSpan TriggerLives = TimeSpan.FromSeconds(3), ResponseUrlLives = TimeSpan.FromMinutes(30);

    /// <summary>Any of which a method needs.</summary>
    private static readonly Dictionary<string, string[]> Needs = new(StringComparer.Ordinal)
    {
        ["chat.postMessage"] = ["chat:write"],
        ["chat.update"] = ["chat:write"],
        ["chat.postEphemeral"] = ["chat:write"],
        ["conversations.open"] = ["im:write"],
        ["conversations.info"] = ["channels:read", "groups:read", "im:read"],
        ["conversations.history"] = ["channels:history", "groups:history", "im:history"],
        ["conversations.replies"] = ["channels:history", "groups:history", "im:history"],
        ["users.info"] = ["users:read"],
        ["users.list"] = ["users:read"],
        ["users.lookupByEmail"] = ["users:read.email"],
        ["files.info"] = ["files:read"],
    };

    public static IReadOnlyList<string> ScopesOf(string method) => Needs.GetValueOrDefault(method) ?? [];

    public JsonObject Do(string method, JsonObject args) => method switch
    {
        "auth.test" => Ok(("url", "https://fake.slack.com/"), ("team", "Fake"), ("user", "compliance"), ("team_id", FakeSlack.Team), ("user_id", FakeSlack.Bot), ("bot_id", "B0BOT"), ("is_enterprise_install", false)),
        "api.test" => Ok(),
        "apps.connections.open" => Ok(("url", slack.Sockets.NewTicket())),
        "chat.postMessage" => Post(args, null),
        "chat.postEphemeral" => Post(args, SlackReading.Word(args, "user")),
        "chat.update" => Update(args),
        "chat.getPermalink" => Channel(args) is null ? FakeSlackApi.Error("channel_not_found") : Ok(("channel", SlackReading.Word(args, "channel")), ("permalink", $"https://fake.slack.com/archives/{SlackReading.Word(args, "channel")}/p{SlackReading.Word(args, "message_ts").Replace(".", "", StringComparison.Ordinal)}")),
        "conversations.open" => Open(args),
        "conversations.info" => Channel(args) is { } c ? Ok(("channel", Wire(c))) : FakeSlackApi.Error("channel_not_found"),
        "conversations.history" => History(args, m => m.Thread is null || m.Thread == m.Ts),
        "conversations.replies" => History(args, m => m.Ts == SlackReading.Word(args, "ts") || m.Thread == SlackReading.Word(args, "ts")),
        "users.info" => slack.Users.TryGetValue(SlackReading.Word(args, "user"), out var user) ? Ok(("user", Wire(user))) : FakeSlackApi.Error("user_not_found"),
        "users.list" => Members(args),
        "users.lookupByEmail" => slack.Users.Values.FirstOrDefault(u => !u.Deleted && u.Email.Length > 0 && string.Equals(u.Email, SlackReading.Word(args, "email"), StringComparison.OrdinalIgnoreCase)) is { } found ? Ok(("user", Wire(found))) : FakeSlackApi.Error("users_not_found"),
        "views.open" => OpenView(args, push: false),
        "views.push" => OpenView(args, push: true),
        "views.update" => UpdateView(args),
        "views.publish" => Publish(args),
        "files.info" => slack.Files.TryGetValue(SlackReading.Word(args, "file"), out var file) ? Ok(("file", Wire(file))) : FakeSlackApi.Error("file_not_found"),
        _ => FakeSlackApi.Error("unknown_method"),
    };

    public async Task Respond(HttpContext http, string id)
    {
        if (!slack.ResponseUrls.TryGetValue(id, out var url) || slack.Clock.GetUtcNow() - url.At > ResponseUrlLives || ++url.Uses > 5)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            await http.Response.WriteAsJsonAsync(FakeSlackApi.Error(url is null ? "invalid_url" : url.Uses > 5 ? "used_url" : "expired_url"));
            return;
        }

        var args = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
        slack.Outgoing.Enqueue(("response_url", args.DeepClone()));
        if (SlackLimits.Check(args) is { Count: > 0 } wrong)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsync($"invalid_blocks: {string.Join(", ", wrong)}");
            return;
        }

        var channel = slack.Channels[url.Channel];
        var there = channel.Now().FirstOrDefault(m => m.Ts == url.Ts);
        if (args["delete_original"]?.GetValue<bool>() == true) Remove(channel, there);
        else if (args["replace_original"]?.GetValue<bool>() == true && there is not null) Write(there, args);
        else Add(channel, args, SlackReading.Word(args, "response_type") == "in_channel" ? null : url.User);
        await http.Response.WriteAsync("ok");
        slack.Called();
    }

    public async Task Download(HttpContext http, string id, string name)
    {
        if (http.Request.Headers.Authorization != $"Bearer {FakeSlack.BotToken}" || slack.Api.TokenFault is not null)
        {
            // As Slack does: the page to sign in, with 200.
            http.Response.ContentType = "text/html";
            await http.Response.WriteAsync("<html>Sign in</html>");
        }
        else if (slack.Files.TryGetValue(id, out var file) && file.Name == name) await http.Response.Body.WriteAsync(file.Content);
        else http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    /// <summary>A message that the app posts; the one who sees it when it is for one alone.</summary>
    public FakeMessage Add(FakeChannel channel, JsonObject args, string? onlyFor)
    {
        var message = new FakeMessage(slack.NextTs(), channel.Id, FakeSlack.Bot, onlyFor, args["thread_ts"]?.GetValue<string>()) { Metadata = args["metadata"]?.DeepClone() };
        Write(message, args);
        lock (channel.Messages) channel.Messages.Add(message);
        return message;
    }

    private static void Remove(FakeChannel channel, FakeMessage? message)
    {
        if (message is null) return;
        lock (channel.Messages) channel.Messages.Remove(message);
    }

    private void Write(FakeMessage message, JsonObject args) => (message.Text, message.Blocks) = (SlackReading.Word(args, "text"), slack.Named(args["blocks"]));

    private JsonObject Post(JsonObject args, string? onlyFor)
    {
        if (slack.Users.TryGetValue(SlackReading.Word(args, "channel"), out var user) && user.Deleted) return FakeSlackApi.Error("user_disabled");
        if (Channel(args) is not { } channel) return FakeSlackApi.Error("channel_not_found");
        if (channel.Archived) return FakeSlackApi.Error("is_archived");
        if (channel.With is { } with && slack.Users[with].Deleted) return FakeSlackApi.Error("user_disabled");
        if (onlyFor is not null && !slack.Users.ContainsKey(onlyFor)) return FakeSlackApi.Error("user_not_in_channel");
        var message = Add(channel, args, onlyFor);
        return onlyFor is null ? Ok(("channel", channel.Id), ("ts", message.Ts), ("message", message.Wire())) : Ok(("message_ts", message.Ts));
    }

    private JsonObject Update(JsonObject args)
    {
        if (Channel(args) is not { } channel) return FakeSlackApi.Error("channel_not_found");
        if (channel.Now().FirstOrDefault(m => m.Ts == SlackReading.Word(args, "ts") && m.OnlyFor is null) is not { } message) return FakeSlackApi.Error("message_not_found");
        if (message.User != FakeSlack.Bot) return FakeSlackApi.Error("cant_update_message");
        Write(message, args);
        message.Edits++;
        return Ok(("channel", channel.Id), ("ts", message.Ts), ("text", message.Text), ("message", message.Wire()));
    }

    private JsonObject Open(JsonObject args)
    {
        if (!slack.Users.TryGetValue(SlackReading.Word(args, "users").Split(',')[0], out var user)) return FakeSlackApi.Error("user_not_found");
        return user.Deleted ? FakeSlackApi.Error("user_disabled") : Ok(("channel", Wire(slack.Direct(user.Id))));
    }

    private JsonObject History(JsonObject args, Func<FakeMessage, bool> wanted)
    {
        if (Channel(args) is not { } channel) return FakeSlackApi.Error("channel_not_found");
        string Bound(string name) => args[name] is { } ts ? ts.ToString() : "";
        var all = channel.Now().Where(m => m.OnlyFor is null && wanted(m) && string.CompareOrdinal(m.Ts, Bound("oldest")) > 0 && (Bound("latest").Length == 0 || string.CompareOrdinal(m.Ts, Bound("latest")) < 0)).Reverse().ToList();
        var limit = int.Parse(args["limit"]?.ToString() ?? "100", CultureInfo.InvariantCulture);
        var from = int.Parse(args["cursor"]?.ToString() is { Length: > 0 } cursor ? cursor : "0", CultureInfo.InvariantCulture);
        var page = all.Skip(from).Take(limit).ToList();
        var more = from + page.Count < all.Count;
        var withMetadata = args["include_all_metadata"]?.ToString().ToLowerInvariant() is "true" or "1";
        return Ok(("messages", new JsonArray([.. page.Select(m => (JsonNode)m.Wire(withMetadata))])), ("has_more", more), ("response_metadata", new JsonObject { ["next_cursor"] = more ? $"{from + page.Count}" : "" }));
    }

    private JsonObject Members(JsonObject args)
    {
        var all = slack.Users.Values.OrderBy(u => u.Id, StringComparer.Ordinal).ToList();
        var limit = int.Parse(args["limit"]?.ToString() ?? "1000", CultureInfo.InvariantCulture);
        var from = int.Parse(args["cursor"]?.ToString() is { Length: > 0 } cursor ? cursor : "0", CultureInfo.InvariantCulture);
        return Ok(("members", new JsonArray([.. all.Skip(from).Take(limit).Select(u => (JsonNode)Wire(u))])), ("response_metadata", new JsonObject { ["next_cursor"] = from + limit < all.Count ? $"{from + limit}" : "" }));
    }

    private JsonObject OpenView(JsonObject args, bool push)
    {
        if (Trigger(args, out var user) is { } no) return no;
        if (args["view"] is not JsonObject view) return FakeSlackApi.Error("invalid_arguments");
        var open = slack.Modals.GetOrAdd(user!, _ => []);
        lock (open)
        {
            if (push && open.Count == 0) return FakeSlackApi.Error("view_not_found");
            if (open.Count == 3 && push) return FakeSlackApi.Error("push_limit_reached");
            if (!push) open.Clear();
            return Ok(("view", Stack(open, view).Wire()));
        }
    }

    /// <summary>Puts another view on top of a person's own.</summary>
    public FakeView Stack(List<FakeView> open, JsonObject view)
    {
        var id = slack.NextId("V");
        var made = new FakeView(slack, (JsonObject)view.DeepClone(), id, open.FirstOrDefault()?.Root ?? id, open.LastOrDefault()?.Id);
        open.Add(made);
        return made;
    }

    private JsonObject? Trigger(JsonObject args, out string? user)
    {
        user = null;
        if (!slack.Triggers.TryGetValue(SlackReading.Word(args, "trigger_id"), out var trigger)) return FakeSlackApi.Error("invalid_trigger_id");
        if (trigger.Used) return FakeSlackApi.Error("exchanged_trigger_id");
        if (slack.Clock.GetUtcNow() - trigger.At > TriggerLives) return FakeSlackApi.Error("expired_trigger_id");
        trigger.Used = true;
        user = trigger.User;
        return null;
    }

    private JsonObject UpdateView(JsonObject args)
    {
        if (args["view"] is not JsonObject view) return FakeSlackApi.Error("invalid_arguments");
        var (id, external) = (SlackReading.Word(args, "view_id"), SlackReading.Word(args, "external_id"));
        var there = slack.Modals.Values.SelectMany(open => open.ToList()).Concat(slack.Homes.Values).FirstOrDefault(v => id.Length > 0 ? v.Id == id : external.Length > 0 && v.ExternalId == external);
        if (there is null) return FakeSlackApi.Error("not_found");
        if (args["hash"] is { } hash && hash.ToString() != there.Hash) return FakeSlackApi.Error("hash_conflict");
        there.Replace((JsonObject)view.DeepClone());
        return Ok(("view", there.Wire()));
    }

    private JsonObject Publish(JsonObject args)
    {
        var user = SlackReading.Word(args, "user_id");
        if (!slack.Users.ContainsKey(user) || args["view"] is not JsonObject view) return FakeSlackApi.Error("invalid_arguments");
        var home = slack.Homes.GetOrAdd(user, _ => new FakeView(slack, [], slack.NextId("V"), "", null));
        home.Replace((JsonObject)view.DeepClone());
        return Ok(("view", home.Wire()));
    }

    /// <summary>A channel's id; a person's own id is the direct conversation with them.</summary>
    private FakeChannel? Channel(JsonObject args)
    {
        var id = SlackReading.Word(args, "channel");
        return slack.Users.ContainsKey(id) ? slack.Direct(id) : slack.Channels.GetValueOrDefault(id);
    }

    private JsonObject Wire(FakeUser user)
    {
        var profile = new JsonObject { ["real_name"] = user.Name, ["display_name"] = user.Name };
        if (slack.Api.Scopes.ContainsKey("users:read.email") && user.Email.Length > 0) profile["email"] = user.Email;
        return new()
        {
            ["id"] = user.Id,
            ["team_id"] = user.Team,
            ["name"] = user.Name,
            ["real_name"] = user.Name,
            ["deleted"] = user.Deleted,
            ["is_bot"] = user.IsBot,
            ["is_app_user"] = false,
            ["is_restricted"] = user.IsRestricted,
            ["is_ultra_restricted"] = false,
            ["is_stranger"] = user.Team != FakeSlack.Team,
            ["is_email_confirmed"] = user.EmailConfirmed,
            ["tz"] = user.TimeZone,
            ["profile"] = profile,
        };
    }

    private static JsonObject Wire(FakeChannel channel) =>
        new() { ["id"] = channel.Id, ["name"] = channel.Name, ["is_im"] = channel.With is not null, ["is_channel"] = channel.With is null, ["is_archived"] = channel.Archived, ["is_member"] = channel.Entered, ["user"] = channel.With };

    private JsonObject Wire(FakeFile file) => new()
    {
        ["id"] = file.Id,
        ["name"] = file.Name,
        ["title"] = file.Name,
        ["size"] = file.Content.Length,
        ["user"] = file.User,
        ["mimetype"] = "application/octet-stream",
        ["url_private"] = new Uri(slack.Address, $"/files/{file.Id}/{Uri.EscapeDataString(file.Name)}").ToString(),
        ["url_private_download"] = new Uri(slack.Address, $"/files/{file.Id}/{Uri.EscapeDataString(file.Name)}").ToString(),
    };

    private static JsonObject Ok(params ReadOnlySpan<(string Name, JsonNode? Value)> more)
    {
        var ok = new JsonObject { ["ok"] = true };
        foreach (var (name, value) in more) ok[name] = value;
        return ok;
    }
}
