using System.Globalization;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>Every route of the service for everybody who may come: a new route without a line here fails.</summary>
public sealed class EveryRouteForEveryRole(Visitors visitors) : IClassFixture<Visitors>
{
    /// <summary>The address that stands for a route with parts, and what comes of it, for each of <see cref="Visitors.Kinds"/>: 200 the page, 403 a sentence, 302 the way to the sign-in.</summary>
    private static readonly IReadOnlyDictionary<string, (string? Address, string Expected)> Lines = new Dictionary<string, (string?, string)>(StringComparer.Ordinal)
    {
        //                                               nobody revr owner comp exec admin in  out over
        ["GET /console/"] = (null,                        "302 200 200 200 200 403 200 200 403"),
        ["GET /console/campaigns/{id}"] = (null,          "302 403 403 200 200 403 200 403 403"),
        ["GET /console/campaigns/{id}/{name}.{format}"] = ("/console/campaigns/{id}/decisions.csv", "403 403 403 200 200 403 200 403 403"),
        ["POST /console/campaigns/{id}/close"] = (null,   "403 400 400 400 400 400 403 403 400"),
        ["GET /console/reports"] = (null,                 "302 403 403 200 200 403 200 200 403"),
        ["GET /console/reports/file"] = ("/console/reports/file?report=decisions&format=csv&from=2026-03-01&to=2026-03-31", "403 403 403 200 200 403 200 403 403"),
        ["GET /console/do/{verb}"] = ("/console/do/auditor.open", "302 403 403 200 403 403 403 403 403"),
        ["POST /console/do"] = (null,                     "403 400 400 400 400 400 403 403 400"),
        ["GET /console/reviews/{id}"] = (null,            "302 200 404 200 200 404 404 404 403"),
        ["POST /console/reviews/{id}"] = (null,           "403 400 400 400 400 400 403 403 400"),
        ["GET /console/attachments/{id}"] = ($"/console/attachments/{Visitors.File}", "403 403 403 200 200 403 200 403 403"),
        ["GET /console/removals"] = (null,                "302 403 403 200 200 403 403 403 403"),
        ["GET /console/changes"] = (null,                 "302 403 403 200 200 403 200 200 403"),
        ["GET /console/changes/{number:int}"] = ("/console/changes/1", "302 403 403 404 404 403 404 404 403"),
        ["GET /console/deployments"] = (null,             "302 403 403 200 200 403 200 200 403"),
        ["GET /console/gate"] = (null,                    "302 403 403 200 200 403 200 200 403"),
        ["GET /console/actions"] = (null,                 "302 403 403 200 200 403 403 403 403"),
        ["GET /console/controls"] = (null,                "302 403 403 200 200 403 200 200 403"),
        ["GET /console/controls/{name}"] = ("/console/controls/reviews?from=2026-01-01&to=2026-12-31", "302 403 403 200 200 403 200 403 403"),
        ["GET /console/controls/{name}/test-sheet"] = ("/console/controls/reviews/test-sheet?from=2026-01-01&to=2026-12-31", "302 403 403 200 200 403 200 403 403"),
        ["GET /console/controls/{name}/test-sheet.{format}"] = ("/console/controls/reviews/test-sheet.csv?from=2026-01-01&to=2026-12-31", "403 403 403 200 200 403 200 403 403"),
        ["GET /console/samples/{number:int}"] = ("/console/samples/1", "302 403 403 200 200 403 200 403 403"),
        ["GET /console/samples/{number:int}/{position:int}"] = ("/console/samples/1/1", "302 403 403 200 200 403 200 403 403"),
        ["GET /console/messages"] = (null,                "302 403 403 200 200 403 403 403 403"),
        ["GET /console/auditors"] = (null,                "302 403 403 200 200 403 403 403 403"),
        ["GET /console/sources"] = (null,                 "302 403 403 200 200 403 403 403 403"),
        ["GET /console/retention"] = (null,               "302 403 403 200 200 403 403 403 403"),
        ["GET /console/evidence"] = (null,                "302 403 403 200 200 403 200 200 403"),
        ["POST /console/evidence"] = (null,               "403 403 403 422 403 403 403 403 400"),
        ["GET /console/evidence/{hash}.zip"] = ($"/console/evidence/{new string('0', 64)}.zip", "403 403 403 404 404 403 404 404 403"),
        ["GET /console/log"] = (null,                     "302 403 403 200 200 403 200 200 403"),
        ["GET /console/{**rest}"] = ("/console/nowhere",  "302 404 404 404 404 404 404 404 403"),

        // For whoever comes: the way in, and what proves itself by a key of its own and asks for no cookie.
        ["GET /console/assets/{name}"] = ("/console/assets/console.css", "200 200 200 200 200 200 200 200 200"),
        ["GET /console/sign-in"] = (null,                 "302 302 302 302 302 302 302 302 302"),
        ["GET /console/sign-in/failed"] = (null,          "403 403 403 403 403 403 403 403 403"),
        ["GET /console/signed-out"] = (null,              "200 200 200 200 200 200 200 200 200"),
        ["GET /openapi/{documentName}.json"] = ("/openapi/v1.json", "200 200 200 200 200 200 200 200 200"),
        ["GET /healthz/live"] = (null,                    "200 200 200 200 200 200 200 200 200"),
        ["GET /healthz/ready"] = (null,                   "200 200 200 200 200 200 200 200 200"),
        ["POST /api/v1/snapshots"] = (null,               "401 401 401 401 401 401 401 401 401"),
        ["POST /api/v1/gates/decisions"] = (null,         "401 401 401 401 401 401 401 401 401"),
        ["GET /api/v1/gates/decisions/{id}"] = (null,     "401 401 401 401 401 401 401 401 401"),
        ["POST /api/v1/deployments"] = (null,             "401 401 401 401 401 401 401 401 401"),
        ["GET /api/v1/key"] = (null,                      "401 401 401 401 401 401 401 401 401"),
        ["GET /api/v1/campaigns"] = (null,                "401 401 401 401 401 401 401 401 401"),
        ["GET /api/v1/campaigns/{id}"] = (null,           "401 401 401 401 401 401 401 401 401"),
        ["GET /api/v1/items"] = (null,                    "401 401 401 401 401 401 401 401 401"),
        ["GET /api/v1/remediations"] = (null,             "401 401 401 401 401 401 401 401 401"),
        ["GET /api/v1/emergency-changes"] = (null,        "401 401 401 401 401 401 401 401 401"),
        ["GET /api/v1/deployments"] = (null,              "401 401 401 401 401 401 401 401 401"),
        ["GET /api/v1/reports"] = (null,                  "401 401 401 401 401 401 401 401 401"),
        ["GET /api/v1/reports/{name}"] = (null,           "401 401 401 401 401 401 401 401 401"),
        ["GET /api/v1/coverage"] = (null,                 "401 401 401 401 401 401 401 401 401"),
        ["* /api/v1/{**rest}"] = ("/api/v1/nowhere",      "404 404 404 404 404 404 404 404 404"),

        // Last, since nobody is signed in after it.
        ["POST /console/sign-out"] = (null,               "403 302 302 302 302 302 302 302 400"),
    };

    private IEnumerable<string> Routes =>
        from endpoint in visitors.Workspace.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]
        let route = $"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}"
        where !route.Contains(" /chat", StringComparison.Ordinal) // a demo's, which is on loopback alone
        select route;

    [Fact]
    public void Every_route_has_its_line() => Assert.Equal(Routes.Distinct().Order(StringComparer.Ordinal), Lines.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public async Task And_does_what_it_says()
    {
        var tokens = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var kind in Visitors.Kinds) tokens[kind] = kind is Visitors.Nobody or Visitors.Over ? null : await visitors.As(kind).Token();
        var wrong = new List<string>();
        foreach (var (route, (address, expected)) in Lines)
        {
            var path = (address ?? route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..]).Replace("{id}", visitors.Campaign.ToString(), StringComparison.Ordinal);
            foreach (var (kind, status) in Visitors.Kinds.Zip(expected.Split(' ')))
            {
                var visitor = visitors.As(kind);
                var answer = route.StartsWith("POST", StringComparison.Ordinal) ? await visitor.Post(path, tokens[kind]) : await visitor.Get(path);
                if (((int)answer.Status).ToString(CultureInfo.InvariantCulture) != status) wrong.Add($"{route} for {kind}: {(int)answer.Status} instead of {status}");
                if (answer.Status == System.Net.HttpStatusCode.Forbidden && kind != Visitors.Compliance && answer.Text.Contains("Quarterly access review", StringComparison.Ordinal)) wrong.Add($"{route} tells {kind} of the review");
            }
        }

        Found.Nothing(wrong);
    }
}
