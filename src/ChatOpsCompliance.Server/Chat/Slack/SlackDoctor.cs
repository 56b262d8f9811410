using System.Text.Json;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>Asks Slack itself whether everything is as the service will need it, and names the cure of what is not. Changes nothing, posts nothing.</summary>
public sealed class SlackDoctor(SlackDirectCall slack, SlackSettings settings, ChatHome home, TimeProvider clock)
{
    private const string Reinstall = "add it under OAuth & Permissions (or take in manifests/slack/manifest.yaml again) and reinstall the app";

    /// <summary>Requests are refused at five minutes, so one is time to mend it.</summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(1);

    public async IAsyncEnumerable<Finding> Examine([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var (test, unreachable) = await Ask("auth.test", settings.BotToken, ct);
        if (test is null)
        {
            yield return new("slack", false, unreachable!);
            yield break;
        }

        if (Clock(test) is { } skew) yield return skew;
        yield return Token(test);
        if (test.Error is null)
        {
            foreach (var scope in Scopes(test)) yield return scope;
            yield return await Channel("slack compliance channel", "Slack:ComplianceChannel", home.ComplianceChannel, ct);
            if (home.EmergencyChannel.Length > 0) yield return await Channel("slack emergency channel", "Slack:EmergencyChannel", home.EmergencyChannel, ct);
        }

        if (settings.Socket) yield return await AppToken(ct);
    }

    private Finding Token(SlackDirectCall.Answer test)
    {
        if (test.Error is { } error) return new("slack bot token", false, $"Slack answers {error}: {CureOf(error, "Slack:BotToken", "xoxb-", "OAuth & Permissions")}");
        var (team, name, user) = (Text(test.Body, "team_id"), Text(test.Body, "team"), Text(test.Body, "user"));
        return team == settings.Workspace
            ? new("slack bot token", true, $"of {name} ({team}), as @{user}")
            : new("slack bot token", false, $"it is of the workspace {name} ({team}), but Slack:Workspace is {settings.Workspace}: set Slack:Workspace to {team}, or install the app in {settings.Workspace} and take that token");
    }

    private static IEnumerable<Finding> Scopes(SlackDirectCall.Answer test)
    {
        if (test.Scopes is not { } granted) return [new("slack scopes", true, "this answer does not name them (no x-oauth-scopes), so they can't be checked; a missing one would show in outbox list")];
        var missing = SlackScopes.OfBot.Except(granted, StringComparer.Ordinal).ToList();
        if (missing.Count > 0) return missing.Select(s => new Finding($"slack scope {s}", false, $"is missing, {SlackScopes.WhatFor(s)}: {Reinstall}"));
        var surplus = granted.Except(SlackScopes.OfBot, StringComparer.Ordinal).ToList();
        return [new("slack scopes", true, $"all {SlackScopes.OfBot.Count}{(surplus.Count > 0 ? $"; not needed: {string.Join(", ", surplus)}" : "")}")];
    }

    private async Task<Finding> Channel(string about, string setting, string id, CancellationToken ct)
    {
        var (answer, unreachable) = await Ask("conversations.info", settings.BotToken, ct, KeyValuePair.Create("channel", id));
        if (answer is null) return new(about, false, unreachable!);
        if (answer.Error is { } error)
        {
            return new(about, false, error == "channel_not_found"
                ? $"Slack shows the bot no channel {id}: give {setting} a channel's id (C…, at the end of its link); in a private channel, /invite the bot first"
                : $"{id}: Slack answers {error}");
        }

        var channel = answer.Body.GetProperty("channel");
        var name = $"#{Text(channel, "name")} ({id})";
        if (Is(channel, "is_archived")) return new(about, false, $"{name} is archived: restore it, or name another in {setting}");
        return Is(channel, "is_member") ? new(about, true, $"{name}, the bot is in it") : new(about, false, $"the bot is not in {name}: /invite it there");
    }

    private async Task<Finding> AppToken(CancellationToken ct)
    {
        const string about = "slack app token";
        var (answer, unreachable) = await Ask("apps.connections.open", settings.AppToken, ct);
        return answer switch
        {
            null => new(about, false, unreachable!),
            { Error: "missing_scope" } => new(about, false, $"lacks {SlackScopes.OfSocket}: make one that has it under Basic Information, App-Level Tokens"),
            { Error: { } error } => new(about, false, $"Slack answers {error}: {CureOf(error, "Slack:AppToken", "xapp-", "Basic Information, App-Level Tokens")}; and Socket Mode must be switched on in the app's settings"),
            _ => new(about, true, "opens a socket"),
        };
    }

    private Finding? Clock(SlackDirectCall.Answer answer)
    {
        if (answer.At is not { } theirs) return null;
        var skew = clock.GetUtcNow() - theirs;
        return skew.Duration() <= MostSkew
            ? new("clock", true, "agrees with Slack's")
            : new("clock", false, FormattableString.Invariant($"this machine's is {skew.Duration().TotalSeconds:0} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} Slack's: set it right (NTP); from {SlackSignature.Window} s on every request of Slack's is refused"));
    }

    private async Task<(SlackDirectCall.Answer? Answer, string? Unreachable)> Ask(string method, string? token, CancellationToken ct, params IEnumerable<KeyValuePair<string, string>> arguments)
    {
        try
        {
            return (await slack.Make(method, token, ct, arguments), null);
        }
        catch (HttpRequestException e)
        {
            return (null, $"{settings.ApiBaseUrl} can't be reached ({e.HttpRequestError}): is Slack:ApiBaseUrl right, and may this machine call it?");
        }
    }

    private static string CureOf(string error, string setting, string prefix, string where) => error switch
    {
        "not_allowed_token_type" => $"{setting} is a token of another kind; this one begins with {prefix}",
        "account_inactive" or "token_revoked" or "token_expired" => $"the app was removed from the workspace, or its token was revoked; install it again and give {setting} the new token",
        "ratelimited" => "ask again in a minute",
        _ => $"give {setting} the token that begins with {prefix}, from the app's settings, {where}",
    };

    private static bool Is(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
