using System.Security.Cryptography;
using ChatOpsCompliance.Server.Configuration;
using Microsoft.AspNetCore.DataProtection;

namespace ChatOpsCompliance.Server.Console;

/// <summary>One sentence that outlives one redirect, in a cookie that only we can have written.</summary>
internal sealed class Notice(IDataProtectionProvider protection, Settings settings)
{
    private const string Name = "console-notice";

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("console.notice").ToTimeLimitedDataProtector();

    public void Leave(HttpContext http, string text) => http.Response.Cookies.Append(Name, protector.Protect(text, TimeSpan.FromMinutes(1)), Options);

    /// <summary>The sentence, once.</summary>
    public string? Take(HttpContext http)
    {
        if (http.Request.Cookies[Name] is not { } kept) return null;
        http.Response.Cookies.Delete(Name, Options);
        try
        {
            return protector.Unprotect(kept);
        }
        catch (CryptographicException)
        {
            return null; // too old, or not ours
        }
    }

    private CookieOptions Options => new() { Path = "/console", HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = ConsoleCookie.IsSecure(settings) };
}
