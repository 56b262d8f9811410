namespace ChatOpsCompliance.Server.Console;

/// <summary>Nothing but our own style loads and no script runs at all, nobody frames a page, and nothing of it is kept.</summary>
internal static class ConsoleHeaders
{
    private const string Policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static ValueTask<object?> Set(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-cache, no-store";
        headers.XFrameOptions = "DENY";
        // Not "no-referrer": browsers then post with "Origin: null", which the guard refuses.
        headers["Referrer-Policy"] = "same-origin";
        return next(context);
    }
}
