namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>
/// What Slack's words for what is wrong mean for a message: later, gone, or never until somebody does what the cure says. The words:
/// https://docs.slack.dev/reference/methods/chat.postMessage#errors and beside each other method.
/// </summary>
internal static class SlackErrors
{
    private const string Retry = "Then: outbox retry.", Manifest = "manifests/slack/manifest.yaml";

    public static Delivery Of(SlackResult result, ChatPlace place) => result.Error switch
    {
        SlackResult.RateLimited => new Delivery.NotYet(result.RetryAfter!.Value),
        "message_not_found" or "cant_update_message" => new Delivery.Gone(),
        "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout" or "team_added_to_org" or "not_an_answer_of_slack" => new Delivery.Later(result.Error),
        { } word when word.StartsWith("http_5", StringComparison.Ordinal) => new Delivery.Later(word),
        { } word => Never(word, result, place),
        null => throw new ArgumentException("Nothing is wrong with it.", nameof(result)),
    };

    private static Delivery.Dead Never(string word, SlackResult result, ChatPlace place) => word switch
    {
        "channel_not_found" when place.IsChannel => new(
            $"Slack shows the bot no channel {place.Address} ({word})",
            $"Give Slack:ComplianceChannel the id of a channel of this workspace; into a private one, invite the bot. {Retry}"),
        "not_in_channel" => new($"the bot is not in the channel {place.Address} ({word})", $"In that channel: /invite the bot. {Retry}"),
        "is_archived" => new($"the channel {place.Address} is archived ({word})", $"Restore it, or name another in Slack:ComplianceChannel. {Retry}"),
        "channel_not_found" or "user_not_found" or "users_not_found" or "user_disabled" or "user_not_visible" or "invalid_user_id" or "no_users" => new(
            $"the account {place.Address} has left the workspace or was never in it ({word})",
            $"If the person has left, import a people file that says so: their reviews and tasks go to others. If not, correct their chat account in it, or have them invited again. {Retry}"),
        "cannot_dm_bot" or "cannot_message_bot" => new($"the account {place.Address} is a bot ({word})", $"Correct the person's chat account in the people file. {Retry}"),
        "messages_tab_disabled" => new($"the app takes no direct messages ({word})", $"In the app's settings, App Home: turn the Messages Tab on, as {Manifest} has it. {Retry}"),
        "invalid_auth" or "not_authed" or "token_revoked" or "token_expired" or "account_inactive" or "no_such_token" or "team_access_not_granted" => new(
            $"Slack does not take the bot's token ({word})",
            $"Install the app into the workspace again, give Slack:BotToken the new token and restart. {Retry}"),
        "missing_scope" => new(
            $"the bot's token lacks the scope {Needed(result)} ({word})",
            $"Add {Needed(result)} to the app's bot token scopes ({Manifest} names all of them) and install the app again. {Retry}"),
        "edit_window_closed" => new(
            $"the workspace does not let messages be edited for so long ({word})",
            $"Have a workspace owner let messages be edited at any time (Settings & permissions, Message editing). {Retry}"),
        "no_permission" or "access_denied" or "accesslimited" or "ekm_access_denied" or "enterprise_is_restricted" or "not_allowed_token_type" => new(
            $"a setting of the workspace forbids it ({word})", $"Ask a workspace owner to let the app post to {place.Address}. {Retry}"),
        _ when word.StartsWith("restricted_action", StringComparison.Ordinal) => new(
            $"a setting of the workspace forbids it ({word})", $"Ask a workspace owner to let the app post to {place.Address}. {Retry}"),
        "msg_too_long" or "msg_blocks_too_long" or "invalid_blocks" or "invalid_blocks_format" or "no_text" or "metadata_too_large" or "invalid_metadata_format" or "invalid_metadata_schema" or "invalid_arguments" => new(
            $"Slack does not take the message as it was drawn ({word})", "This is a fault of ours: report it with the word in brackets. After an update: outbox retry."),
        _ => new($"Slack answered {word}", $"Look the word up in Slack's reference, https://docs.slack.dev/reference/methods, and set right what it names. {Retry}"),
    };

    private static string Needed(SlackResult result) =>
        result.Body.ValueKind == System.Text.Json.JsonValueKind.Object && result.Body.TryGetProperty("needed", out var needed) && needed.GetString() is { Length: > 0 } scope ? scope : "that Slack names";
}
