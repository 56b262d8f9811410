using System.Collections.Concurrent;
using System.Text.Json;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>
/// Who a Slack user is, by <c>users.info</c>: asked again after ten minutes, so that whoever was made a guest or was deactivated meanwhile does not
/// act on an old answer for long; for an hour while Slack does not answer, as when a thousand people press at once. What is not known is refused.
/// </summary>
public sealed class SlackPeople(SlackApi api, SlackSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10), Usable = TimeSpan.FromHours(1), Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (SlackMember Member, DateTimeOffset At)> known = new(StringComparer.Ordinal);

    /// <param name="team">The workspace the user is of, as the request says; another one is Slack Connect.</param>
    public async Task<SlackMember> Who(string user, string? team, CancellationToken ct)
    {
        var account = new ChatAccount(SlackSettings.Platform, team ?? settings.Workspace, user);
        if (account.Workspace != settings.Workspace) return new(account, null, new SlackStranger());
        var age = known.TryGetValue(user, out var before) ? clock.GetUtcNow() - before.At : TimeSpan.MaxValue;
        if (age < Fresh) return before.Member;
        var silent = age < Usable ? before.Member : new SlackMember(account, null, new SlackSilent());
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        SlackResult answer;
        try
        {
            answer = await api.Call("users.info", new { user }, either.Token);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return silent;
        }

        if (!answer.Ok) return answer.Error is "user_not_found" or "user_not_visible" ? new(account, null, new SlackStranger()) : silent;
        var member = Read(account, answer.Body.GetProperty("user"));
        known[user] = (member, clock.GetUtcNow());
        return member;
    }

    /// <summary>What <c>users.info</c> and <c>users.list</c> say of somebody. Fields: https://docs.slack.dev/reference/objects/user-object.</summary>
    internal static SlackMember Read(ChatAccount account, JsonElement user)
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

/// <param name="Email">Lower case; null when Slack does not vouch for one.</param>
/// <param name="No">Why this account may not act, whoever is behind it.</param>
public sealed record SlackMember(ChatAccount Account, string? Email, Refusal? No);

public sealed record SlackStranger() : Refusal("You are not a member of this workspace, so I can't let you act here. Whoever invited you can ask the compliance team.");

public sealed record SlackGuest() : Refusal("Guests can't decide here. If this should be yours to decide, ask for a full account, or ask the compliance team who decides instead.");

public sealed record SlackBot() : Refusal("Bots and workflows can't decide here: a decision is a person's.");

public sealed record SlackDeactivated() : Refusal("This Slack account is deactivated, so it can't act any more.");

public sealed record SlackSilent() : Refusal("Slack could not tell me just now who you are, so nothing was done. Please press again.");
