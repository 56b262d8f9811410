namespace ChatOpsCompliance.Server.Configuration;

/// <summary>The section <c>Teams</c> of the configuration. Secrets; never written anywhere.</summary>
public sealed record TeamsSettings
{
    /// <summary>Teams' own name in accounts, lanes and settings.</summary>
    public const string Platform = "teams";

    /// <summary>The bot's application id in Microsoft Entra, lower case.</summary>
    public required string AppId { get; init; }

    /// <summary>The client secret of the app's registration; one of three ways to sign in.</summary>
    public required string? AppPassword { get; init; }

    /// <summary>SHA-1 of a certificate with its key in this user's or this machine's store.</summary>
    public required string? CertificateThumbprint { get; init; }

    /// <summary><c>system</c>, or the client id of a user-assigned identity.</summary>
    public required string? ManagedIdentity { get; init; }

    /// <summary>The one tenant that is served, lower case.</summary>
    public required string TenantId { get; init; }

    /// <summary>Where the keys of the Bot Framework are found.</summary>
    public required Uri OpenIdMetadata { get; init; }

    /// <summary>Where tokens are had, the tenant's id following; ends with a slash.</summary>
    public required Uri Authority { get; init; }

    /// <summary>Where the connector is until a message has told it; ends with a slash.</summary>
    public required Uri ServiceUrl { get; init; }

    /// <summary>No tokens either way: for a stand-in of Teams on this machine, and refused to everybody else.</summary>
    public required bool AllowUnauthenticated { get; init; }

    /// <summary>Whether guests of the tenant may act as the persons they are in the roster.</summary>
    public required bool Guests { get; init; }

    /// <summary>Tenants besides our own whose people may act, lower case.</summary>
    public required IReadOnlySet<string> OtherTenants { get; init; }

    public override string ToString() => $"Teams {TenantId}";

    /// <summary>Null when Teams is not configured.</summary>
    internal static TeamsSettings? Read(SettingsReader reader)
    {
        var (app, password, thumbprint, identity, tenant) = (reader.Text("Teams:AppId"), reader.Text("Teams:AppPassword"), reader.Text("Teams:CertificateThumbprint"), reader.Text("Teams:ManagedIdentity"), reader.Text("Teams:TenantId"));
        var (metadata, authority) = (reader.Text("Teams:OpenIdMetadata") ?? "https://login.botframework.com/v1/.well-known/openidconfiguration", reader.Text("Teams:Authority") ?? "https://login.microsoftonline.com/");
        var service = reader.Text("Teams:ServiceUrl") ?? "https://smba.trafficmanager.net/teams/";
        var (open, guests, others) = (reader.Flag("Teams:AllowUnauthenticated", otherwise: false), reader.Flag("Teams:Guests", otherwise: false), reader.Text("Teams:OtherTenants") ?? "");
        if (!reader.Has("Teams")) return null;
        if (!Guid.TryParseExact(app, "D", out _)) reader.Fault("Teams:AppId", app is null ? "is missing: the application (client) id of the bot's registration" : $"'{app}' is no application id, such as 00000000-0000-0000-0000-000000000000");
        if (!Guid.TryParseExact(tenant, "D", out _)) reader.Fault("Teams:TenantId", tenant is null ? "is missing: the directory (tenant) id of the organisation" : $"'{tenant}' is no tenant id, such as 00000000-0000-0000-0000-000000000000");
        var ways = new[] { password, thumbprint, identity }.Count(w => w is not null);
        if (!open && ways != 1) reader.Fault("Teams", ways == 0 ? "says no way to sign in: AppPassword, CertificateThumbprint or ManagedIdentity" : "says several ways to sign in: leave one of AppPassword, CertificateThumbprint and ManagedIdentity");
        var settings = new TeamsSettings
        {
            AppId = (app ?? "").ToLowerInvariant(),
            AppPassword = password,
            CertificateThumbprint = thumbprint,
            ManagedIdentity = identity,
            TenantId = (tenant ?? "").ToLowerInvariant(),
            OpenIdMetadata = new(reader.Address("Teams:OpenIdMetadata", metadata).ToString().TrimEnd('/')),
            Authority = reader.Address("Teams:Authority", authority),
            ServiceUrl = reader.Address("Teams:ServiceUrl", service),
            AllowUnauthenticated = open,
            Guests = guests,
            OtherTenants = others.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(t => t.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal),
        };
        foreach (var other in settings.OtherTenants.Where(t => !Guid.TryParseExact(t, "D", out _))) reader.Fault("Teams:OtherTenants", $"'{other}' is no tenant id");
        if (open && !settings.ServiceUrl.IsLoopback) reader.Fault("Teams:AllowUnauthenticated", "is for a stand-in on this machine: Teams:ServiceUrl has to be there too");
        return settings;
    }
}
