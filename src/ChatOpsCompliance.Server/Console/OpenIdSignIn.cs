using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpsCompliance.Server.Console;

/// <summary>
/// Signing in by OpenID Connect: the code flow with PKCE, state and nonce, both bound to the browser that began. What comes of it is a row and a cookie with a secret; nothing
/// of the provider's tokens is kept.
/// </summary>
internal static class OpenIdSignIn
{
    public const string Scheme = "oidc";

    /// <summary>Where the provider sends people back to; registered there.</summary>
    public const string Return = "/console/signed-in";

    public static void AddOpenIdSignIn(this IServiceCollection services, Settings settings, ConsoleSettings console)
    {
        services.AddSingleton<BeginSession>().AddSingleton<SignInReturn>().AddSingleton<DataKeys>();
        services.AddLogging(log => log.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        services.AddDataProtection().SetApplicationName("chatops-compliance");
        services.AddOptions<KeyManagementOptions>().Configure<DataKeys>((o, keys) => o.XmlRepository = keys);
        services.AddAntiforgery(o =>
        {
            ConsoleCookie.Harden(o.Cookie, settings);
            (o.Cookie.Name, o.Cookie.Path) = (ConsoleCookie.Name(settings, "console-form"), "/");
            o.FormFieldName = FormToken.Field;
            o.HeaderName = null;
        });
        services.AddAuthentication(SessionCookie.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionCookie>(SessionCookie.SchemeName, null)
            .AddOpenIdConnect(Scheme, o => Set(o, settings, console));
    }

    private static void Set(OpenIdConnectOptions o, Settings settings, ConsoleSettings console)
    {
        (o.Authority, o.ClientId, o.ClientSecret) = (console.Authority.ToString().TrimEnd('/'), console.ClientId, console.ClientSecret);
        (o.ResponseType, o.ResponseMode, o.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
        (o.CallbackPath, o.SignedOutCallbackPath, o.RemoteSignOutPath) = (Return, default, default);
        (o.SignInScheme, o.SaveTokens, o.MapInboundClaims, o.DisableTelemetry) = (SessionCookie.SchemeName, false, false, true);
        o.RequireHttpsMetadata = !console.Authority.IsLoopback;
        o.GetClaimsFromUserInfoEndpoint = true;
        o.TimeProvider = TimeProvider.System; // the browser's and the provider's clocks, not a pushed one
        o.BackchannelTimeout = TimeSpan.FromSeconds(15);
        (o.RemoteAuthenticationTimeout, o.ProtocolValidator.NonceLifetime) = (TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15));
        o.Scope.Clear();
        foreach (var scope in console.Scopes) o.Scope.Add(scope);
        foreach (var claim in new[] { "email", console.VerifiedClaim, console.RoleClaim }.OfType<string>())
        {
            o.ClaimActions.Remove(claim);
            o.ClaimActions.MapJsonKey(claim, claim);
        }

        o.TokenValidationParameters.ValidAlgorithms = ConsoleSettings.Algorithms;
        o.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(2);
        o.TokenValidationParameters.IssuerValidator = (issuer, _, _) => IssuerKeys.Same(issuer, console.Authority.ToString()) ? issuer : throw new SecurityTokenInvalidIssuerException("The token is of another issuer than Console:Authority names.") { InvalidIssuer = issuer };
        ConsoleCookie.Harden(o.CorrelationCookie, settings);
        ConsoleCookie.Harden(o.NonceCookie, settings);
        o.Events = new()
        {
            OnRedirectToIdentityProvider = to =>
            {
                to.ProtocolMessage.RedirectUri = new Uri(settings.PublicBaseUrl, Return.TrimStart('/')).ToString();
                return Task.CompletedTask;
            },
            OnMessageReceived = back =>
            {
                // Who says in the answer which provider it is of, has to be ours (RFC 9207).
                if (back.ProtocolMessage.GetParameter("iss") is { } issuer && !IssuerKeys.Same(issuer, console.Authority.ToString())) back.Fail("The answer is of another issuer than Console:Authority names.");
                return Task.CompletedTask;
            },
            OnTokenResponseReceived = came =>
            {
                // In the code flow the library takes an unsigned token, as the standard allows where the provider itself was asked. Here a signature is wanted all the same.
                if (!IsSigned(came.TokenEndpointResponse.IdToken)) came.Fail("The token is not signed.");
                return Task.CompletedTask;
            },
            OnTokenValidated = validated => SignInReturn.Note(validated),
            OnTicketReceived = ticket => ticket.HttpContext.RequestServices.GetRequiredService<SignInReturn>().Enter(ticket),
            OnRemoteFailure = failed => SignInReturn.Failed(failed),
        };
    }

    private static bool IsSigned(string? token)
    {
        var handler = new JsonWebTokenHandler();
        return token is not null && handler.CanReadToken(token) && ConsoleSettings.Algorithms.Contains(handler.ReadJsonWebToken(token).Alg, StringComparer.Ordinal);
    }
}
