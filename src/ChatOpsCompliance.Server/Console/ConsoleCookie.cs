using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Console;

/// <summary>How the console's cookies are kept: out of reach of scripts; sent over https alone, and to no other host, wherever there is https.</summary>
internal static class ConsoleCookie
{
    /// <summary>A browser takes a cookie of this name only from this very host, over https.</summary>
    private const string HostPrefix = "__Host-";

    public static string Name(Settings settings, string name) => IsSecure(settings) ? HostPrefix + name : name;

    /// <summary>Plain http is for this very machine.</summary>
    public static bool IsSecure(Settings settings) => settings.PublicBaseUrl.Scheme == "https";

    /// <summary>Lax, since whoever comes back from the provider comes from another site.</summary>
    public static CookieOptions Options(Settings settings) => new() { Path = "/", HttpOnly = true, Secure = IsSecure(settings), SameSite = SameSiteMode.Lax, IsEssential = true };

    public static void Harden(CookieBuilder cookie, Settings settings)
    {
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = IsSecure(settings) ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.IsEssential = true;
    }
}
