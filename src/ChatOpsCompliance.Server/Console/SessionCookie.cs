using System.Text.Encodings.Web;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ChatOpsCompliance.Server.Console;

/// <summary>Reads the session's cookie: a secret whose hash names a row. No row, or one that is over, is nobody.</summary>
internal sealed class SessionCookie(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, Database database, Settings settings, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string SchemeName = "session";

    private const int SecretLength = 43;

    /// <summary>How seldom it is written that somebody is still there.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    public static string? SecretIn(HttpContext http, Settings settings) => http.Request.Cookies[Name(settings)] is { Length: SecretLength } secret ? secret : null;

    /// <summary>Without an end of its own: the row says when it is over, and closing the browser may end it before.</summary>
    public static void Give(HttpContext http, Settings settings, string secret) => http.Response.Cookies.Append(Name(settings), secret, ConsoleCookie.Options(settings));

    public static void Take(HttpContext http, Settings settings) => http.Response.Cookies.Delete(Name(settings), ConsoleCookie.Options(settings));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Path.StartsWithSegments(ConsolePage.First, StringComparison.Ordinal) || SecretIn(Context, settings) is not { } secret) return AuthenticateResult.NoResult();
        var now = clock.GetUtcNow();
        var session = await database.Read(read => SessionStore.BySecret(read, BeginSession.HashOf(secret)), Context.RequestAborted);
        if (session is null || !session.IsLive(now)) return AuthenticateResult.NoResult();
        var idleAt = now + settings.Console!.Idle;
        if (idleAt - session.IdleAt >= Between) await database.Bulk(Actor.Service, tx => SessionStore.NoteUse(tx, session.Id, idleAt), Context.RequestAborted);
        return AuthenticateResult.Success(new(new SignedIn(session.Person, session.Id).Principal(SchemeName), SchemeName));
    }

    private static string Name(Settings settings) => ConsoleCookie.Name(settings, "console");
}
