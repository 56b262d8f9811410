using System.Security.Cryptography.X509Certificates;
using ChatOpsCompliance.Server.Configuration;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.AppConfig;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>The three ways to sign in to Microsoft Entra: a secret, a certificate, or what the machine is.</summary>
internal sealed class TeamsCredentials(TeamsSettings settings, HttpClient http, TimeProvider clock) : IMsalHttpClientFactory
{
    private const string Resource = "https://api.botframework.com";

    /// <summary>A token straight from the directory: the library's own cache goes by the machine's clock.</summary>
    /// <exception cref="TeamsSignInException">The certificate is not to be had.</exception>
    /// <exception cref="MsalException">The directory refused.</exception>
    public Task<AuthenticationResult> SignIn(CancellationToken ct) => settings.ManagedIdentity is { } identity ? AsTheMachine(identity).ExecuteAsync(ct) : AsTheApp().ExecuteAsync(ct);

    public HttpClient GetHttpClient() => http;

    private AcquireTokenForManagedIdentityParameterBuilder AsTheMachine(string identity) => ManagedIdentityApplicationBuilder
        .Create(identity == "system" ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.WithUserAssignedClientId(identity))
        .WithHttpClientFactory(this).Build().AcquireTokenForManagedIdentity(Resource).WithForceRefresh(true);

    private AcquireTokenForClientParameterBuilder AsTheApp()
    {
        var app = ConfidentialClientApplicationBuilder.Create(settings.AppId).WithHttpClientFactory(this, retryOnceOn5xx: false)
            // The library wants https; see TeamsAuthorityHere for a directory on this machine. Which authority is right, the settings say.
            .WithAuthority(new UriBuilder(new Uri(settings.Authority, settings.TenantId)) { Scheme = Uri.UriSchemeHttps, Port = settings.Authority.Port }.Uri, validateAuthority: false).WithInstanceDiscovery(false);
        app = settings.AppPassword is { } secret ? app.WithClientSecret(secret) : app.WithCertificate(Certificate());
        return app.Build().AcquireTokenForClient([$"{Resource}/.default"]).WithForceRefresh(true);
    }

    private X509Certificate2 Certificate()
    {
        var thumbprint = settings.CertificateThumbprint!;
        var found = new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine }.SelectMany(place => In(place, thumbprint)).ToList();
        var now = clock.GetUtcNow().UtcDateTime;
        return found.Find(c => c.HasPrivateKey && now >= c.NotBefore.ToUniversalTime() && now <= c.NotAfter.ToUniversalTime())
            ?? throw new TeamsSignInException(
                found.Count == 0 ? $"there is no certificate {thumbprint} in the store My of this user or this machine"
                : found.TrueForAll(c => !c.HasPrivateKey) ? $"the certificate {thumbprint} has no private key here that we may use"
                : $"the time of the certificate {thumbprint} is over, or has not come",
                "Put a valid certificate with its private key there, give Teams:CertificateThumbprint its SHA-1 thumbprint, and upload it in the app's registration, Certificates & secrets");
    }

    private static IEnumerable<X509Certificate2> In(StoreLocation place, string thumbprint)
    {
        using var store = new X509Store(StoreName.My, place);
        try
        {
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return []; // not every machine has one
        }

        return store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly: false);
    }
}
