namespace ChatOpsCompliance.Server.Configuration;

/// <summary>The section <c>Console</c>: the provider of OpenID Connect by which people sign in, and how long that lasts.</summary>
/// <param name="Authority">Also the issuer that tokens must name, with or without a slash at the end.</param>
/// <param name="ClientSecret">Never written anywhere.</param>
/// <param name="ApiAudience">What tokens of the provider have to be made for to read the API; null when none does.</param>
/// <param name="RoleClaim">The claim whose values <c>Console:Roles</c> may name; null when roles are given by e-mail alone.</param>
/// <param name="VerifiedClaim">The claim that vouches for the e-mail.</param>
/// <param name="Idle">A session without a request for so long is over.</param>
/// <param name="Longest">And so is any after this.</param>
public sealed record ConsoleSettings(Uri Authority, string ClientId, string ClientSecret, string? ApiAudience, string? RoleClaim, string VerifiedClaim, IReadOnlyList<string> Scopes, TimeSpan Idle, TimeSpan Longest)
{
    /// <summary>By which the provider may sign. Only asymmetric ones: a key that it shows can't be taken for a secret.</summary>
    public static readonly IReadOnlyList<string> Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    public Uri Metadata => new($"{Authority.ToString().TrimEnd('/')}/.well-known/openid-configuration");

    public override string ToString() => $"{ClientId} at {Authority}";

    /// <summary>Null when nobody can sign in.</summary>
    internal static ConsoleSettings? Read(SettingsReader reader, Uri publicBaseUrl)
    {
        const string key = "Console";
        var (authority, client, secret, claim) = (reader.Text($"{key}:Authority"), reader.Text($"{key}:ClientId"), reader.Text($"{key}:ClientSecret"), reader.Text($"{key}:RoleClaim"));
        var audience = reader.Text($"{key}:ApiAudience");
        var verified = reader.Text($"{key}:VerifiedClaim") ?? "email_verified";
        var scopes = (reader.Text($"{key}:Scopes") ?? "openid profile email").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        var (idle, longest) = (reader.Int($"{key}:IdleMinutes", 60, 5, 1440), reader.Int($"{key}:SessionHours", 12, 1, 24));
        foreach (var role in People.RoleBook.Names)
            if (claim is null && Holders(reader, role).FirstOrDefault(h => !h.Contains('@', StringComparison.Ordinal)) is { } value) reader.Fault($"{key}:Roles:{role}", $"'{value}' is no e-mail address, and no value of a claim without Console:RoleClaim");
        if (authority is null && client is null && secret is null && claim is null && audience is null) return null;
        if (authority is null) reader.Fault($"{key}:Authority", "is missing: the issuer of your provider, such as https://login.example.com/tenant");
        if (client is null) reader.Fault($"{key}:ClientId", "is missing: the client id of the provider's registration");
        if (secret is null) reader.Fault($"{key}:ClientSecret", "is missing: the client secret of the provider's registration");
        if (audience is not null && audience == client) reader.Fault($"{key}:ApiAudience", "is the ClientId: then what is made for signing in would read the API. Register the API as a resource of its own at the provider");
        if (!scopes.Contains("openid", StringComparer.Ordinal)) reader.Fault($"{key}:Scopes", "lacks 'openid'");
        if (publicBaseUrl.Scheme != "https" && !publicBaseUrl.IsLoopback) reader.Fault("Public:BaseUrl", "has to be https for people to sign in to the console");
        return new(authority is null ? new("https://localhost/") : reader.Address($"{key}:Authority", authority), client ?? "", secret ?? "", audience, claim, verified, scopes, TimeSpan.FromMinutes(idle), TimeSpan.FromHours(longest));
    }

    /// <summary>Who has a role: e-mails in lower case, and values of the role claim as they are.</summary>
    internal static IReadOnlySet<string> Holders(SettingsReader reader, string role) =>
        (reader.Text($"Console:Roles:{role}") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(h => h.Contains('@', StringComparison.Ordinal) ? h.ToLowerInvariant() : h).ToHashSet(StringComparer.Ordinal);
}
