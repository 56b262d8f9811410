using System.Text.Json.Nodes;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Tests.Emergencies;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Api;

/// <summary>What the document says is what the service does: every route, every parameter, every field of every answer.</summary>
public sealed class TheOpenApiDocument
{
    [Fact]
    public async Task Has_every_route_that_tools_call_and_no_other()
    {
        var (workspace, _) = await SmallCompany.Starting();
        await using var __ = workspace;
        var document = await Document(workspace);
        var served = workspace.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText is { } path && (path.StartsWith("/api/v1/", StringComparison.Ordinal) || path.StartsWith("/healthz/", StringComparison.Ordinal) || path == "/metrics"))
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(m => $"{m} {e.RoutePattern.RawText}"));

        Assert.Equal(served.Order(), document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => $"{o.Key.ToUpperInvariant()} {p.Key}")).Order());
    }

    [Fact]
    public async Task Tells_every_field_of_every_answer()
    {
        await using var story = await ReadingTheApi.Everything();
        var document = await Document(story.Workspace);
        using var reader = await Reader.As(story.Workspace);
        using var pipeline = await PipelineClient.WithKey(story.Workspace);
        using var owner = await ApiCaller.WithKey(story.Workspace);
        var campaign = story.Company.Campaign;
        var (asked, told) = (await pipeline.Ask(Emergency.Fix), await pipeline.Tell(Emergency.Fix));
        var (taken, again) = ((await owner.Send([.. SmallCompany.Grants, SmallCompany.Grants[0]])).Body, (await owner.Send([.. SmallCompany.Grants, SmallCompany.Grants[0]])).Body);

        foreach (var read in story.Workspace.Get<ApiReads>().All)
        {
            var path = read.Path.Replace("{id}", $"{campaign}", StringComparison.Ordinal).Replace("{name}", "completion", StringComparison.Ordinal);
            var (status, body) = await reader.Ask($"{path[1..]}{(read.Fields.Contains(CampaignReads.Campaign) && read.Answers is null ? $"?campaign={campaign}" : read.Fields.Any(f => f.Name == "from") ? "?from=2026-01-01&to=2026-03-31" : read.Fields.Any(f => f.Required) ? $"?campaign={campaign}" : "")}");
            Assert.Equal(200, status);
            Found.Nothing(Fits(document, $"/api/v1{read.Path}", "get", "200", body));
        }

        Found.Nothing(Fits(document, "/api/v1/gates/decisions", "post", "200", asked.Body));
        Found.Nothing(Fits(document, "/api/v1/gates/decisions/{id}", "get", "200", (await pipeline.Look(asked.Id)).Body));
        Found.Nothing(Fits(document, "/api/v1/deployments", "post", "201", told.Body));
        Found.Nothing(Fits(document, "/api/v1/snapshots", "post", "201", taken));
        Found.Nothing(Fits(document, "/api/v1/snapshots", "post", "200", again));
        Found.Nothing(Fits(document, "/api/v1/key", "get", "200", (await reader.Ask("key")).Body));
        Found.Nothing(Fits(document, "/api/v1/items", "get", "400", (await reader.Ask("items")).Body));
        Found.Nothing(Fits(document, "/api/v1/campaigns/{id}", "get", "404", (await reader.Ask("campaigns/x")).Body));
    }

    [Fact]
    public async Task Tells_every_parameter_that_is_read_and_none_that_is_not()
    {
        var (workspace, _) = await SmallCompany.Starting();
        await using var __ = workspace;
        var document = await Document(workspace);
        foreach (var read in workspace.Get<ApiReads>().All)
        {
            var told = document["paths"]![$"/api/v1{read.Path}"]!["get"]!["parameters"]?.AsArray().Select(p => ((string)p!["name"]!, (string)p["in"]!, (bool?)p["required"] ?? false)) ?? [];
            Assert.Equal(read.Fields.Select(f => (f.Name, "query", f.Required)).Concat(read.One is { } one ? [(one, "path", true)] : []).Order(), told.Order());
        }
    }

    [Fact]
    public async Task A_field_that_is_not_told_is_found()
    {
        await using var story = await ReadingTheApi.Everything();
        var document = await Document(story.Workspace);
        using var reader = await Reader.As(story.Workspace);
        var body = (await reader.Ask("deployments")).Body;
        var first = body["items"]![0]!.AsObject();

        Assert.Empty(Fits(document, "/api/v1/deployments", "get", "200", body));
        first["colour"] = "red";
        Assert.Equal(["$.items[0].colour is not told"], Fits(document, "/api/v1/deployments", "get", "200", body));
        first.Remove("colour");
        first["class"] = "blessed";
        Assert.Single(Fits(document, "/api/v1/deployments", "get", "200", body));
        first.Remove("class");
        Assert.Equal(["$.items[0].class is missing"], Fits(document, "/api/v1/deployments", "get", "200", body));
    }

    internal static async Task<JsonObject> Document(Workspace workspace)
    {
        using var http = new HttpClient { BaseAddress = workspace.Address };
        return JsonNode.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken))!.AsObject();
    }

    private static List<string> Fits(JsonObject document, string path, string method, string status, JsonNode body)
    {
        var content = document["paths"]![path]![method]!["responses"]![status]!["content"]!.AsObject().Single(c => c.Key.EndsWith("json", StringComparison.Ordinal)).Value!;
        var faults = new List<string>();
        Check(document, content["schema"]!.AsObject(), body, "$", faults);
        return faults;
    }

    /// <summary>As much of JSON Schema as the document uses, and strictly: an object has no more fields than were told.</summary>
    private static void Check(JsonObject document, JsonObject schema, JsonNode? value, string at, List<string> faults)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            Check(document, document["components"]!["schemas"]![reference.Split('/')[^1]]!.AsObject(), value, at, faults);
            return;
        }

        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray several)
        {
            var tried = several.Select(one =>
            {
                var wrong = new List<string>();
                Check(document, one!.AsObject(), value, at, wrong);
                return wrong;
            }).ToList();
            if (tried.All(t => t.Count > 0)) faults.AddRange(tried[^1]);
            return;
        }

        var types = schema["type"] switch { JsonArray many => [.. many.Select(t => (string)t!)], { } one => [(string)one!], null => (string[])[] };
        if (schema["enum"] is JsonArray values)
        {
            if (!values.Any(v => JsonNode.DeepEquals(v, value))) faults.Add($"{at} is {value?.ToJsonString() ?? "null"}, none of {values.ToJsonString()}");
            return;
        }

        var kind = value switch { null => "null", JsonObject => "object", JsonArray => "array", _ => value.GetValueKind() switch { System.Text.Json.JsonValueKind.String => "string", System.Text.Json.JsonValueKind.Number => "integer", _ => "boolean" } };
        if (types.Length > 0 && !types.Contains(kind)) faults.Add($"{at} is {kind}, not {string.Join(" or ", types)}");
        if (value is JsonArray array)
            for (var i = 0; i < array.Count; i++) Check(document, schema["items"]!.AsObject(), array[i], $"{at}[{i}]", faults);
        if (value is not JsonObject fields || types.Length == 0) return;
        var properties = schema["properties"] as JsonObject;
        foreach (var name in (schema["required"] as JsonArray ?? []).Select(r => (string)r!).Where(r => !fields.ContainsKey(r))) faults.Add($"{at}.{name} is missing");
        foreach (var (name, field) in fields)
        {
            if (properties?[name] is JsonObject known) Check(document, known, field, $"{at}.{name}", faults);
            else if (schema["additionalProperties"] is JsonObject any) Check(document, any, field, $"{at}.{name}", faults);
            else faults.Add($"{at}.{name} is not told");
        }
    }
}
