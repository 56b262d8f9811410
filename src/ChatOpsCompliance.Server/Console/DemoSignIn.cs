using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;

namespace ChatOpsCompliance.Server.Console;

/// <summary>
/// Who one is in a demo: a cookie that holds the id of the picked person and nothing else. What that person may do is asked at each request,
/// never kept.
/// </summary>
internal static class DemoSignIn
{
    private const string Scheme = "demo";

    public static IServiceCollection AddDemoSignIn(this IServiceCollection services, string folder)
    {
        // The keys lie beside the database they give access to; encrypting them there would protect nothing, so nobody is warned of it.
        services.AddLogging(log => log.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        services.AddDataProtection().SetApplicationName("chatops-compliance").PersistKeysToFileSystem(new(Path.Combine(folder, "keys")));
        services.AddAuthentication(Scheme).AddCookie(Scheme, o =>
        {
            Harden(o.Cookie, "console");
            o.ExpireTimeSpan = TimeSpan.FromHours(12);
            o.SlidingExpiration = true;
            // The real clock: pushing the demo's by a week must not sign its visitors out.
            o.TimeProvider = TimeProvider.System;
        });
        services.AddAntiforgery(o =>
        {
            Harden(o.Cookie, "console-form");
            o.FormFieldName = FormToken.Field;
            o.HeaderName = null;
        });
        return services;
    }

    public static Task SignIn(HttpContext http, Id<Person> person) =>
        http.SignInAsync(Scheme, new SignedIn(person, null).Principal(Scheme));

    public static Task SignOut(HttpContext http) => http.SignOutAsync(Scheme);

    private static void Harden(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.Path = "/console";
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; // a demo speaks plain http with this very machine
    }
}
