using System.Net;
using System.Text.Json;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>Who a Teams user is: the roster of the conversation says whether they are a guest, whose tenant they are of and by which address Entra knows them.</summary>
internal sealed class TeamsPeople(TeamsApi api, TeamsSettings settings, TimeProvider clock)
{
    private readonly ChatMembers members = new(TimeSpan.FromSeconds(3), clock);

    public async Task<ChatMember> Who(TeamsActivity activity, CancellationToken ct)
    {
        var account = new ChatAccount(TeamsSettings.Platform, activity.Tenant ?? "", activity.ObjectId ?? "");
        if (!IsServed(account.Workspace) || account.User.Length == 0) return new(account, null, new TeamsStranger());
        // The roster of one conversation speaks of one person: who is a guest in one may be a member in another.
        return await members.Of($"{activity.Place}\n{account.User}", stop => Ask(account, activity, stop), silent: new(account, null, new TeamsSilent()), ct);
    }

    private async Task<(ChatMember? Said, bool Lasts)> Ask(ChatAccount account, TeamsActivity activity, CancellationToken ct)
    {
        try
        {
            var answer = await api.Member(activity.ServiceUrl!, activity.Place, activity.From, ct);
            if (answer.Ok) return (Read(account, answer.Body), true);
            return (answer.Status == HttpStatusCode.NotFound ? new(account, null, new TeamsStranger()) : null, false);
        }
        catch (TeamsSignInException)
        {
            return (null, false);
        }
    }

    /// <summary>What the roster says of somebody. Fields: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context#fetch-the-roster-or-user-profile.</summary>
    internal ChatMember Read(ChatAccount account, JsonElement member)
    {
        string? Text(string name) => TeamsActivity.TextOf(member, name);
        var user = (Text("aadObjectId") ?? Text("objectId"))?.ToLowerInvariant();
        if (user is null || (account.User.Length > 0 && user != account.User)) return new(account, null, new TeamsStranger());
        // Somebody of another organisation in a shared channel is of their own tenant.
        account = new(account.Platform, Text("tenantId")?.ToLowerInvariant() is { Length: > 0 } tenant ? tenant : account.Workspace, user);
        var (email, name) = (Text("email")?.Trim().ToLowerInvariant(), Text("userPrincipalName")?.Trim().ToLowerInvariant());
        var guest = Text("userRole") is "guest" or "anonymous" || name?.Contains("#ext#", StringComparison.Ordinal) == true;
        if (!IsServed(account.Workspace) || Text("userRole") == "anonymous") return new(account, null, new TeamsStranger());
        if (guest && !settings.Guests) return new(account, null, new TeamsGuest());
        // Another organisation gives its people whatever address it likes; only a name that they sign in by is of a domain which it has proved to be its own.
        if (account.Workspace != settings.TenantId) return new(account, guest ? null : name, null);
        return new(account, email is { Length: > 0 } ? email : name, null);
    }

    private bool IsServed(string tenant) => tenant == settings.TenantId || settings.OtherTenants.Contains(tenant);
}

internal sealed record TeamsStranger() : Refusal("You are not a member of this organisation, so I can't let you act here. Whoever invited you can ask the compliance team.");

internal sealed record TeamsGuest() : Refusal("Guests can't decide here. If this should be yours to decide, ask for an account of your own in the organisation, or ask the compliance team who decides instead.");

internal sealed record TeamsSilent() : Refusal("Teams could not tell me just now who you are, so nothing was done. Please press again.");
