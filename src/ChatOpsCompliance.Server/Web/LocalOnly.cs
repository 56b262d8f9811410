using System.Net;

namespace ChatOpsCompliance.Server.Web;

/// <summary>
/// Anybody may be anybody at a demo's <c>/chat</c> and <c>/console</c>, and where a stand-in of a chat platform speaks without proof, so they answer this machine's own browser and nobody else: no other machine, no proxy that speaks
/// for one, no page of another site (a rebound DNS name shows in <c>Host</c>, a forged post in <c>Origin</c> and <c>Sec-Fetch-Site</c>).
/// </summary>
internal sealed class LocalOnly : IEndpointFilter
{
    private static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]"];

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        WhyNot(context.HttpContext) is { } why
            ? TypedResults.Problem(why, statusCode: StatusCodes.Status403Forbidden, title: "This is for this machine only")
            : await next(context);

    private static string? WhyNot(HttpContext http)
    {
        var request = http.Request;
        // No address at all (a test server, a socket file) proves nothing, so it is not taken for loopback.
        if (http.Connection.RemoteIpAddress is not { } from || !IPAddress.IsLoopback(from)) return "The request comes from another machine.";
        if (!Names.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase)) return "Open it as http://localhost or http://127.0.0.1.";
        if (request.Headers.Keys.FirstOrDefault(IsForwarding) is { } header) return $"The request went through a proxy ({header}).";
        if (request.Headers.Origin is { Count: > 0 } origin && origin != $"{request.Scheme}://{request.Host}") return "The request comes from a page of another site.";
        if (HttpMethods.IsPost(request.Method) && request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site != "same-origin" && site != "none")
            return "The form was posted by a page of another site.";
        return null;
    }

    private static bool IsForwarding(string header) =>
        header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || header.Equals("Forwarded", StringComparison.OrdinalIgnoreCase);
}
