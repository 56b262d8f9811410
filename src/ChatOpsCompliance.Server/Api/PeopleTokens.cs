using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Console;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ChatOpsCompliance.Server.Api;

/// <summary>
/// Reading with a token of the provider by which people sign in to the console. Whose it is has been linked at a sign-in and is asked of the roster at each request; roles by claim
/// are what this token says. It opens what its person sees in the console, and nothing that acts.
/// </summary>
internal sealed class PeopleTokens(ConsoleSettings console, string audience, IssuerKeys keys, Database database, RoleBook roles, TimeProvider clock) : IDisposable
{
    private readonly string issuer = console.Authority.ToString();
    private readonly IssuerTokens tokens = new(console.Authority.ToString(), audience, ConsoleSettings.Algorithms, keys, clock);

    /// <returns>Null when it is of another issuer.</returns>
    public async Task<Result<ReadCaller>?> Prove(JsonWebToken token, CancellationToken ct)
    {
        if (!IssuerKeys.Same(token.Issuer, issuer)) return null;
        var (proved, no) = await tokens.Prove(token, ct);
        if (proved is null) return no!;
        var who = new ProvenIdentity(proved.Issuer, proved.Subject, null, console.RoleClaim is { } claim ? [.. proved.Claims.Where(c => c.Type == claim).Select(c => c.Value)] : [], null);
        return await database.Read(read => Caller(read, who), ct);
    }

    public void Dispose() => tokens.Dispose();

    private async Task<Result<ReadCaller>> Caller(Read read, ProvenIdentity who)
    {
        if (await PeopleStore.OwnerOf(read, who.Account) is not { } person) return new NeverSignedIn();
        if (await Visitor.Of(read, person, roles, roles.Known(who.Claims)) is not { } visitor) return new NotHereAnyMore();
        return new ReadCaller($"person:{person}", visitor.Sight, visitor.SeesAll || visitor.Roles.Admin);
    }
}

public sealed record NeverSignedIn() : Refusal("Nobody has signed in to the console with this account yet. Do that once; from then on its tokens are known here.");
