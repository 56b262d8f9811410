namespace ChatOpsCompliance.Server.Console;

/// <summary>Nothing but our own style loads, no script runs unless the route has one of ours, nobody frames a page, and nothing of it is kept.</summary>
internal static class ConsoleHeaders
{
    private const string Policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Marks a route whose page has a script.</summary>
    public static readonly object WithScript = new();

    public static ValueTask<object?> Set(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = context.HttpContext.GetEndpoint()?.Metadata.Contains(WithScript) == true ? $"{Policy}; script-src 'self'; connect-src 'self'" : Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-cache, no-store";
        headers.XFrameOptions = "DENY";
        // Not "no-referrer": browsers then post with "Origin: null", which the guard refuses.
        headers["Referrer-Policy"] = "same-origin";
        return next(context);
    }
}
