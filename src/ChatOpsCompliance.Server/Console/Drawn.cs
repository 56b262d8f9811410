using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsCompliance.Server.Console;

/// <summary>A page as an answer.</summary>
internal sealed class Drawn<TPage>(Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK) : IResult
    where TPage : IComponent
{
    public async Task ExecuteAsync(HttpContext http)
    {
        http.RequestServices.GetRequiredService<FormToken>().Issue(http);
        http.RequestServices.GetRequiredService<Noticed>().Text = http.RequestServices.GetRequiredService<Notice>().Take(http);
        await using var renderer = new HtmlRenderer(http.RequestServices, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(html, http.RequestAborted);
    }
}
