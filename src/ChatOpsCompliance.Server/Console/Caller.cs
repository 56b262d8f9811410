using System.Security.Claims;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;

namespace ChatOpsCompliance.Server.Console;

/// <summary>Who sent a request, as its cookie proved. What they may see is asked elsewhere, each time.</summary>
internal static class Caller
{
    private const string SessionClaim = "session";

    /// <summary>Null when nobody is signed in.</summary>
    public static SignedIn? Of(HttpContext http)
    {
        if (http.User.Identity is not { IsAuthenticated: true } || !Id<Person>.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier), out var person)) return null;
        return new(person, Id<ConsoleSession>.TryParse(http.User.FindFirstValue(SessionClaim), out var session) ? session : null);
    }

    /// <summary>The name identifier is what the token of a form is bound to.</summary>
    public static ClaimsPrincipal Principal(this SignedIn who, string scheme)
    {
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, who.Person.ToString())], scheme);
        if (who.Session is { } session) identity.AddClaim(new(SessionClaim, session.ToString()));
        return new(identity);
    }
}
