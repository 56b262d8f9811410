namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>
/// What the app is allowed to, and for what: <c>manifests/slack/manifest.yaml</c> asks for just this, <c>doctor</c> names what a token lacks. Each method's scopes stand in its reference,
/// https://docs.slack.dev/reference/methods; of those that serve several kinds of conversations we need the kinds we are in.
/// </summary>
internal static class SlackScopes
{
    /// <summary>Every method that is called.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> OfMethods = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["apps.connections.open"] = [], // the app token's own
        ["auth.test"] = [],
        ["chat.getPermalink"] = [],
        ["chat.postMessage"] = ["chat:write"],
        ["chat.update"] = ["chat:write"],
        ["conversations.history"] = ["channels:history", "groups:history", "im:history"],
        ["conversations.info"] = ["channels:read", "groups:read"],
        ["conversations.replies"] = ["channels:history", "groups:history", "im:history"],
        ["conversations.open"] = ["im:write"],
        ["files.info"] = ["files:read"],
        ["users.info"] = ["users:read", "users:read.email"],
        ["users.list"] = ["users:read", "users:read.email"],
        ["users.lookupByEmail"] = ["users:read.email"],
        ["views.open"] = [],
        ["views.publish"] = [],
        ["views.push"] = [],
        ["views.update"] = [],
    };

    /// <summary>Every event that is asked for.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> OfEvents = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["app_home_opened"] = [],
        ["message.im"] = ["im:history"],
    };

    /// <summary>Of the app token, Socket Mode's.</summary>
    public const string OfSocket = "connections:write";

    /// <summary>All that the bot token needs: for the methods and events above, for slash commands and for files that come with a form.</summary>
    public static IReadOnlyList<string> OfBot { get; } = [.. OfMethods.Values.Concat(OfEvents.Values).SelectMany(s => s).Append("commands").Append("files:read").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public static string WhatFor(string scope) => scope switch
    {
        "channels:history" or "groups:history" => "to find a message again whose answer got lost, instead of posting it twice",
        "channels:read" or "groups:read" => "to see whether the compliance team's channel is there",
        "chat:write" => "to post messages and to draw them anew",
        "commands" => "for the slash commands",
        "files:read" => "to take in a file that somebody attaches as proof",
        "im:history" => "to read what people write to the bot, and to find a direct message again",
        "im:write" => "to open the conversation with a person",
        "users:read" => "to tell members from guests, bots and deactivated accounts",
        "users:read.email" => "to know whose account it is",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "Nothing is said of this scope."),
    };
}
