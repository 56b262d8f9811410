namespace ChatOpsCompliance.Server.Configuration;

/// <summary>An issuer of the section <c>Gates:OpenId</c>, whose tokens prove which pipeline asks.</summary>
/// <param name="Name">Its own in logs and facts.</param>
/// <param name="Audience">Ours alone: a token made for somebody else opens nothing here.</param>
/// <param name="RepositoryOwnerId">The number of the organisation: any repository of the world can ask for a token with our audience.</param>
/// <param name="Metadata">Where the issuer's keys are found.</param>
public sealed record OpenIdSettings(string Name, string Issuer, string Audience, string RepositoryOwnerId, Uri Metadata)
{
    internal static IReadOnlyList<OpenIdSettings> Read(SettingsReader reader)
    {
        var all = reader.Names("Gates:OpenId").Select(name => One(reader, $"Gates:OpenId:{name}", name)).ToList();
        foreach (var twice in all.GroupBy(o => o.Issuer, StringComparer.Ordinal).Where(g => g.Key.Length > 0 && g.Count() > 1)) reader.Fault("Gates:OpenId", $"{twice.Key} is the issuer of {string.Join(" and ", twice.Select(o => o.Name))}: name it once");
        return all;
    }

    private static OpenIdSettings One(SettingsReader reader, string key, string name)
    {
        var issuer = reader.Required($"{key}:Issuer", "the issuer of the tokens, such as https://token.actions.githubusercontent.com");
        var audience = reader.Required($"{key}:Audience", "the audience that pipelines ask their token for; best the address of this service");
        var owner = reader.Required($"{key}:RepositoryOwnerId", "the number of the organisation whose repositories are let in (GET https://api.github.com/orgs/NAME, id)");
        if (owner.Length > 0 && !owner.All(char.IsAsciiDigit)) reader.Fault($"{key}:RepositoryOwnerId", $"'{owner}' is no number");
        var metadata = reader.Text($"{key}:Metadata") ?? $"{issuer.TrimEnd('/')}/.well-known/openid-configuration";
        return new(name, issuer, audience, owner, new(reader.Address($"{key}:Metadata", metadata).ToString().TrimEnd('/')));
    }
}
