using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>Between the Agents Playground and us, both ways: it has to be told our address before we have one, and what we post is seen here alone.</summary>
internal static class AgentsPlaygroundRelay
{
    public static WebApplication Make(Func<AgentsPlayground> of)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var relay = builder.Build();
        relay.Urls.Add("http://127.0.0.1:0");
        var http = new HttpClient();
        relay.Lifetime.ApplicationStopped.Register(http.Dispose);
        relay.MapPost("/api/messages", async (HttpContext context) =>
        {
            var body = await Body(context);
            of().Sent.Enqueue((JsonObject)JsonNode.Parse(body)!);
            await Pass(context, http, new Uri(of().App ?? throw new InvalidOperationException("The service has no address yet."), "/api/messages"), body);
            of().Changed();
        });
        relay.Map("/_connector/{**path}", async (HttpContext context) =>
        {
            var body = await Body(context);
            // As it came: a thread's mark is percent-encoded, and stays so.
            var answer = await Pass(context, http, new Uri(of().Address, context.Features.Get<IHttpRequestFeature>()!.RawTarget), body);
            if (context.Response.StatusCode is 200 or 201 && body.Length > 0 && context.Request.Path.Value!.Split('/') is [_, _, _, _, var conversation, "activities", ..] && JsonNode.Parse(answer)?["id"] is { } id)
                of().Takes(Uri.UnescapeDataString(conversation), (string)id!, (JsonObject)JsonNode.Parse(body)!);
            of().Changed();
        });
        return relay;
    }

    private static async Task<string> Body(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private static async Task<string> Pass(HttpContext context, HttpClient http, Uri to, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(context.Request.Method), to);
        if (body.Length > 0) request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        (context.Response.StatusCode, context.Response.ContentType) = ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString());
        await context.Response.WriteAsync(text);
        return text;
    }
}
