namespace ChatOpsCompliance.Server.Chat.Local;

/// <summary>Nothing but our own style and script runs or loads, nobody frames the page, and going back asks for it anew.</summary>
internal static class LocalHeaders
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static ValueTask<object?> Set(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        // Not "no-referrer": browsers then post with "Origin: null", which the guard refuses.
        headers["Referrer-Policy"] = "same-origin";
        return next(context);
    }
}
