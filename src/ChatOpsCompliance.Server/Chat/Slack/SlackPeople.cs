using System.Text.Json;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>Who a Slack user is, by <c>users.info</c>.</summary>
public sealed class SlackPeople(SlackApi api, SlackSettings settings, TimeProvider clock)
{
    private readonly ChatMembers members = new(TimeSpan.FromSeconds(2), clock);

    /// <param name="team">The workspace the user is of, as the request says; another one is Slack Connect.</param>
    public async Task<ChatMember> Who(string user, string? team, CancellationToken ct)
    {
        var account = new ChatAccount(SlackSettings.Platform, team ?? settings.Workspace, user);
        if (account.Workspace != settings.Workspace) return new(account, null, new SlackStranger());
        return await members.Of(user, stop => Ask(account, stop), silent: new(account, null, new SlackSilent()), ct);
    }

    private async Task<(ChatMember? Said, bool Lasts)> Ask(ChatAccount account, CancellationToken ct)
    {
        var answer = await api.Call("users.info", new { user = account.User }, ct);
        if (answer.Ok) return (Read(account, answer.Body.GetProperty("user")), true);
        return (answer.Error is "user_not_found" or "user_not_visible" ? new(account, null, new SlackStranger()) : null, false);
    }

    /// <summary>What <c>users.info</c> and <c>users.list</c> say of somebody. Fields: https://docs.slack.dev/reference/objects/user-object.</summary>
    internal static ChatMember Read(ChatAccount account, JsonElement user)
    {
        Refusal? no =
            Is(user, "deleted") ? new SlackDeactivated() :
            Is(user, "is_bot") || account.User == "USLACKBOT" || Is(user, "is_workflow_bot") ? new SlackBot() :
            Is(user, "is_restricted") || Is(user, "is_ultra_restricted") || Is(user, "is_invited_user") ? new SlackGuest() :
            Is(user, "is_stranger") || (user.TryGetProperty("team_id", out var team) && team.GetString() != account.Workspace) ? new SlackStranger() : null;
        var email = no is null && (!user.TryGetProperty("is_email_confirmed", out var confirmed) || confirmed.ValueKind == JsonValueKind.True)
            && user.TryGetProperty("profile", out var profile) && profile.TryGetProperty("email", out var address) ? address.GetString()?.Trim().ToLowerInvariant() : null;
        return new(account, string.IsNullOrEmpty(email) ? null : email, no);
    }

    private static bool Is(JsonElement user, string flag) => user.TryGetProperty(flag, out var value) && value.ValueKind == JsonValueKind.True;
}

public sealed record SlackStranger() : Refusal("You are not a member of this workspace, so I can't let you act here. Whoever invited you can ask the compliance team.");

public sealed record SlackGuest() : Refusal("Guests can't decide here. If this should be yours to decide, ask for a full account, or ask the compliance team who decides instead.");

public sealed record SlackBot() : Refusal("Bots and workflows can't decide here: a decision is a person's.");

public sealed record SlackDeactivated() : Refusal("This Slack account is deactivated, so it can't act any more.");

public sealed record SlackSilent() : Refusal("Slack could not tell me just now who you are, so nothing was done. Please press again.");
