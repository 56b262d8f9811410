using System.Text.RegularExpressions;
using ChatOpsCompliance.Server.Configuration;
using Microsoft.Identity.Client;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>
/// Tokens for calls to the connector. One is kept until shortly before its end; from then on a new one is fetched, and while none is to be had the old one
/// still serves to its end. After a failure the directory is not asked again at once, however many wait.
/// </summary>
/// <param name="http">Its timeout is how long a send may wait for the directory.</param>
internal sealed partial class TeamsSignIn(TeamsSettings settings, HttpClient http, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5), AfterFailure = TimeSpan.FromSeconds(10);

    private readonly TeamsCredentials credentials = new(settings, http, clock);
    private readonly SemaphoreSlim gate = new(1);
    private volatile Held? held;
    private (TeamsSignInException Why, DateTimeOffset At)? failure;

    private sealed record Held(string Token, DateTimeOffset Until);

    /// <summary>Null in the mode that has no tokens.</summary>
    /// <exception cref="TeamsSignInException">None is to be had, and the last one is over.</exception>
    public async Task<string?> Token(CancellationToken ct)
    {
        if (settings.AllowUnauthenticated) return null;
        if (Lasts(Early) is { } kept) return kept;
        await gate.WaitAsync(ct);
        try
        {
            if (Lasts(Early) is { } fetchedMeanwhile) return fetchedMeanwhile;
            if (failure is not { } last || clock.GetUtcNow() - last.At >= AfterFailure) failure = await Fetch(ct) is { } why ? (why, clock.GetUtcNow()) : null;
            return Lasts(TimeSpan.Zero) ?? throw failure!.Value.Why;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The connector does not take it any more, whatever its time.</summary>
    public void Forget(string token)
    {
        if (held is { } now && now.Token == token) Interlocked.CompareExchange(ref held, null, now);
    }

    public void Dispose() => gate.Dispose();

    private string? Lasts(TimeSpan least) => held is { } h && clock.GetUtcNow() + least < h.Until ? h.Token : null;

    /// <summary>Null when there is one.</summary>
    private async Task<TeamsSignInException?> Fetch(CancellationToken ct)
    {
        try
        {
            var result = await credentials.SignIn(ct);
            // Its end is told by the machine's clock; how long it lasts is true by any.
            held = new(result.AccessToken, clock.GetUtcNow() + (result.ExpiresOn - TimeProvider.System.GetUtcNow()));
            return null;
        }
        catch (TeamsSignInException e)
        {
            return e;
        }
        catch (MsalException e)
        {
            return Refused(e);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return Silent();
        }
    }

    private TeamsSignInException Refused(MsalException e) => Code().Match(e.Message).Value switch
    {
        "AADSTS7000215" => new("Microsoft Entra does not know this client secret", "Give Teams:AppPassword the Value (not the Secret ID) of a secret of this app's registration, Certificates & secrets"),
        "AADSTS7000222" => new("the client secret has expired", "Make a new one in the app's registration, Certificates & secrets, and give Teams:AppPassword its Value"),
        "AADSTS700027" or "AADSTS700024" => new("Microsoft Entra does not accept this certificate", "Upload it in the app's registration, Certificates & secrets, or give Teams:CertificateThumbprint the one that is there; and set this machine's clock right (NTP)"),
        "AADSTS700016" or "AADSTS7000229" => new($"there is no app {settings.AppId} in the tenant {settings.TenantId}", "Give Teams:AppId the Application (client) ID and Teams:TenantId the Directory (tenant) ID of the bot's registration"),
        "AADSTS90002" or "AADSTS900023" => new($"there is no tenant {settings.TenantId}", "Give Teams:TenantId the Directory (tenant) ID of the bot's registration"),
        "" when e is MsalServiceException { StatusCode: 0 or 408 or 429 or >= 500 } && settings.ManagedIdentity is null => Silent(),
        "" when settings.ManagedIdentity is { } identity => new($"this machine gets none as its managed identity ({e.ErrorCode})", $"Give it {(identity == "system" ? "a system-assigned identity" : $"the user-assigned identity {identity}")}, of which the bot is, or sign in by Teams:AppPassword or Teams:CertificateThumbprint"),
        { Length: > 0 } code => new($"Microsoft Entra answers {code}", $"See https://login.microsoftonline.com/error?code={code[6..]}, and compare Teams:AppId, Teams:TenantId and the credentials with the bot's registration"),
        _ => new($"Microsoft Entra answers {e.ErrorCode}", "Compare Teams:AppId, Teams:TenantId and the credentials with the bot's registration"),
    };

    private TeamsSignInException Silent() => new($"{settings.Authority} does not answer", "Is Teams:Authority right, and may this machine call it?", passing: true);

    /// <summary>The directory's numbers (https://learn.microsoft.com/entra/identity-platform/reference-error-codes).</summary>
    [GeneratedRegex("AADSTS[0-9]{4,9}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}
