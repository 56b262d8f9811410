using Microsoft.AspNetCore.Antiforgery;

namespace ChatOpsCompliance.Server.Console;

/// <summary>Proves that a posted form was drawn here, for this person. Every form of the console holds one; a post without it is refused.</summary>
internal sealed class FormToken(IAntiforgery antiforgery)
{
    public const string Field = "token";

    public string Value { get; private set; } = "";

    public void Issue(HttpContext http) => Value = antiforgery.GetAndStoreTokens(http).RequestToken!;

    public static async ValueTask<object?> Check(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method)) return await next(context);
        return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http)
            ? await next(context)
            : new Drawn<SentencePage>(SentencePage.Of("Not sent", "This form is out of date or was not made by this page, so nothing was done. Open the page again and send it from there."), StatusCodes.Status400BadRequest);
    }
}
