using System.Data.Common;
using System.Net;
using System.Text.Json;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>Asks Microsoft itself whether everything is as the service will need it, and names the cure of what is not. Changes nothing, posts nothing.</summary>
internal sealed class TeamsDoctor(TeamsTokens tokens, TeamsSignIn signIn, TeamsApi api, TeamsConnectors connectors, Database database, TeamsSettings settings, ChatHome home, IHttpClientFactory http, TimeProvider clock)
{
    /// <summary>Tokens are refused at five minutes, so one is time to mend it.</summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(1);

    public async IAsyncEnumerable<Finding> Examine([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        if (!settings.AllowUnauthenticated)
        {
            yield return await Keys(ct);
            if (await Skew(ct) is { } skew) yield return skew;
        }

        var token = await Token(ct);
        yield return token;
        if (!token.Good) yield break;
        var connector = await Connector(ct);
        yield return await Channel("teams compliance channel", "Teams:ComplianceChannel", home.ComplianceChannel, connector, ct);
        if (home.EmergencyChannel.Length > 0) yield return await Channel("teams emergency channel", "Teams:EmergencyChannel", home.EmergencyChannel, connector, ct);
        if (await Conversations(ct) is { } conversations) yield return conversations;
    }

    private async Task<Finding> Keys(CancellationToken ct) => await tokens.Keys(ct) is { } keys
        ? new("teams keys", true, $"the Bot Framework shows {keys}")
        : new("teams keys", false, $"{settings.OpenIdMetadata} can't be read, or is not the Bot Framework's: is Teams:OpenIdMetadata right, and may this machine call it? Until then nothing that comes from Teams is taken");

    private async Task<Finding?> Skew(CancellationToken ct)
    {
        if (await Theirs(ct) is not { } theirs) return null;
        var skew = clock.GetUtcNow() - theirs;
        return skew.Duration() <= MostSkew
            ? new("clock", true, "agrees with the Bot Framework's")
            : new("clock", false, FormattableString.Invariant($"this machine's is {skew.Duration().TotalSeconds:0} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} the Bot Framework's: set it right (NTP); from 300 s on everything that comes from Teams is refused"));
    }

    private async Task<DateTimeOffset?> Theirs(CancellationToken ct)
    {
        try
        {
            using var response = await http.CreateClient(nameof(TeamsTokens)).GetAsync(settings.OpenIdMetadata, HttpCompletionOption.ResponseHeadersRead, ct);
            return response.Headers.Date;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null; // which has been told, with the keys
        }
    }

    private async Task<Finding> Token(CancellationToken ct)
    {
        if (settings.AllowUnauthenticated) return new("teams token", true, "none is used, nor asked for (Teams:AllowUnauthenticated): it is a stand-in of Teams on this machine");
        try
        {
            await signIn.Token(ct);
            return new("teams token", true, $"the app {settings.AppId} signs in to the tenant {settings.TenantId} with its {(settings.AppPassword is not null ? "secret" : settings.CertificateThumbprint is not null ? "certificate" : "managed identity")}");
        }
        catch (TeamsSignInException e)
        {
            return new("teams token", false, $"{e.Why}: {e.Cure}");
        }
    }

    /// <summary>The one that spoke last; before anybody spoke, and without a database, the settings'.</summary>
    private async Task<string> Connector(CancellationToken ct)
    {
        try
        {
            return await connectors.Of(settings.TenantId, ct);
        }
        catch (DbException)
        {
            return settings.ServiceUrl.AbsoluteUri;
        }
    }

    private async Task<Finding> Channel(string about, string setting, string id, string connector, CancellationToken ct)
    {
        TeamsResult answer;
        try
        {
            answer = await api.Members(connector, id, continuation: null, ct);
        }
        catch (HttpRequestException e)
        {
            return new(about, false, $"{connector} can't be reached ({e.HttpRequestError}): is Teams:ServiceUrl right, and may this machine call it?");
        }
        catch (TeamsSignInException e)
        {
            return new(about, false, $"{e.Why}: {e.Cure}"); // the one it had was not taken, and no other is to be had
        }

        return answer switch
        {
            { Ok: true } => new(about, true, $"the bot is in its team ({Members(answer)})"),
            { Status: HttpStatusCode.Forbidden } => new(about, false, $"the bot is not in the team of {id}: add the app to that team, as manifests/teams/README.md says"),
            { Status: HttpStatusCode.NotFound or HttpStatusCode.BadRequest } => new(about, false, $"Teams knows no channel {id} ({answer}): give {setting} the id in the channel's link, decoded (19:…@thread.tacv2); in a private channel, add the app first"),
            { Status: HttpStatusCode.Unauthorized } => new(about, false, "Teams does not take the bot's token: Teams:AppId has to be the bot's own registration, and Teams:TenantId its tenant"),
            { Status: HttpStatusCode.TooManyRequests } => new(about, false, "Teams has been asked too often: ask again in a minute"),
            _ => new(about, false, $"{id}: Teams answers {answer}"),
        };
    }

    private static string Members(TeamsResult page)
    {
        var count = page.Body.ValueKind == JsonValueKind.Object && page.Body.TryGetProperty("members", out var members) && members.ValueKind == JsonValueKind.Array ? members.GetArrayLength() : 0;
        return page.Text("continuationToken") is { Length: > 0 } ? $"more than {count} members" : count == 1 ? "1 member" : $"{count} members";
    }

    /// <summary>Null before there is a database, which is told of its own.</summary>
    private async Task<Finding?> Conversations(CancellationToken ct)
    {
        try
        {
            var known = await database.Read(read => TeamsConversationStore.Known(read, settings.TenantId), ct);
            return new("teams conversations", true, known == 0 ? "nobody has met the bot yet: the first message to somebody opens theirs, if the app is installed for them" : $"{(known == 1 ? "1 person has" : $"{known} people have")} met the bot; others' are opened with the first message to them");
        }
        catch (DbException)
        {
            return null;
        }
    }
}
