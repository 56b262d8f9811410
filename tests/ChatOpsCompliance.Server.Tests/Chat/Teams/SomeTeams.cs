using ChatOpsCompliance.Server.Chat.Teams;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>A bot and its tenant, as the settings name them.</summary>
internal static class SomeTeams
{
    public const string AppId = "5a1d1f3c-2f7e-4f0e-9c53-0d1b7c6a9e10", Tenant = "7d9c1a52-8e44-4b7b-a0c9-3f6a4e0d2b11", ServiceUrl = "https://smba.trafficmanager.net/emea/";

    /// <summary>Of a real connector, but for the keys, which are this issuer's.</summary>
    public static TeamsSettings Settings(Uri metadata, Func<TeamsSettings, TeamsSettings>? change = null)
    {
        var settings = new TeamsSettings
        {
            AppId = AppId,
            AppPassword = "a client secret",
            CertificateThumbprint = null,
            ManagedIdentity = null,
            TenantId = Tenant,
            OpenIdMetadata = metadata,
            Authority = new("https://login.microsoftonline.com/"),
            ServiceUrl = new("https://smba.trafficmanager.net/teams/"),
            AllowUnauthenticated = false,
            Guests = false,
            OtherTenants = new HashSet<string>(),
        };
        return change?.Invoke(settings) ?? settings;
    }

    public static TeamsTokens Tokens(BotFrameworkIssuer issuer, TimeProvider clock, HttpClient http) => new(Settings(issuer.Metadata), http, clock);
}
