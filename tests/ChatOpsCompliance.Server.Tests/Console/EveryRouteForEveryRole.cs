using System.Globalization;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>Every route of the service for everybody who may come: a new route without a line here fails.</summary>
public sealed class EveryRouteForEveryRole(Visitors visitors) : IClassFixture<Visitors>
{
    /// <summary>
    /// What comes of it for each of <see cref="Visitors.Kinds"/> (200 the page, 403 a sentence, 302 the way to the sign-in), the route, and the address that stands for it. After the console's pages stands what is for whoever comes, and what proves
    /// itself by a key of its own and asks for no cookie; last is the sign-out, since nobody is signed in after it.
    /// </summary>
    private const string Table = $$"""
        302 200 200 200 200 200 200 200 403  GET /console/
        302 403 403 200 200 200 403 403 403  GET /console/people
        302 403 403 200 200 403 200 403 403  GET /console/campaigns/{id}
        403 403 403 200 200 403 200 403 403  GET /console/campaigns/{id}/{name}.{format}  /console/campaigns/{id}/decisions.csv
        403 400 400 400 400 400 403 403 400  POST /console/campaigns/{id}/close
        302 403 403 200 200 403 200 200 403  GET /console/reports
        403 403 403 200 200 403 200 403 403  GET /console/reports/file  /console/reports/file?report=decisions&format=csv&from=2026-03-01&to=2026-03-31
        302 403 403 200 403 403 403 403 403  GET /console/do/{verb}  /console/do/auditor.open
        403 400 400 400 400 400 403 403 400  POST /console/do
        302 200 404 200 200 404 404 404 403  GET /console/reviews/{id}
        403 400 400 400 400 400 403 403 400  POST /console/reviews/{id}
        403 403 403 200 200 403 200 403 403  GET /console/attachments/{id}  /console/attachments/{{Visitors.FileId}}
        302 403 403 200 200 403 403 403 403  GET /console/removals
        302 403 403 200 200 403 200 200 403  GET /console/changes
        302 403 403 404 404 403 404 404 403  GET /console/changes/{number:int}  /console/changes/1
        302 403 403 200 200 403 200 200 403  GET /console/deployments
        302 403 403 200 200 403 200 200 403  GET /console/gate
        302 403 403 200 200 403 403 403 403  GET /console/actions
        302 403 403 200 200 403 200 200 403  GET /console/controls
        302 403 403 200 200 403 200 403 403  GET /console/controls/{name}  /console/controls/reviews?from=2026-01-01&to=2026-12-31
        302 403 403 200 200 403 200 403 403  GET /console/controls/{name}/test-sheet  /console/controls/reviews/test-sheet?from=2026-01-01&to=2026-12-31
        403 403 403 200 200 403 200 403 403  GET /console/controls/{name}/test-sheet.{format}  /console/controls/reviews/test-sheet.csv?from=2026-01-01&to=2026-12-31
        302 403 403 200 200 403 200 403 403  GET /console/samples/{number:int}  /console/samples/1
        302 403 403 200 200 403 200 403 403  GET /console/samples/{number:int}/{position:int}  /console/samples/1/1
        302 403 403 200 200 403 403 403 403  GET /console/messages
        302 403 403 200 200 403 403 403 403  GET /console/auditors
        302 403 403 200 200 403 403 403 403  GET /console/sources
        302 403 403 200 200 403 403 403 403  GET /console/retention
        302 403 403 200 200 403 200 200 403  GET /console/evidence
        403 403 403 422 403 403 403 403 400  POST /console/evidence
        403 403 403 404 404 403 404 404 403  GET /console/evidence/{hash}.zip  /console/evidence/0000000000000000000000000000000000000000000000000000000000000000.zip
        302 403 403 200 200 403 200 200 403  GET /console/log
        302 404 404 404 404 404 404 404 403  GET /console/{**rest}  /console/nowhere
        200 200 200 200 200 200 200 200 200  GET /console/assets/{name}  /console/assets/console.css
        302 302 302 302 302 302 302 302 302  GET /console/sign-in
        403 403 403 403 403 403 403 403 403  GET /console/sign-in/failed
        200 200 200 200 200 200 200 200 200  GET /console/signed-out
        200 200 200 200 200 200 200 200 200  GET /openapi/{documentName}.json  /openapi/v1.json
        200 200 200 200 200 200 200 200 200  GET /healthz/live
        200 200 200 200 200 200 200 200 200  GET /healthz/ready
        401 401 401 401 401 401 401 401 401  POST /api/v1/snapshots
        401 401 401 401 401 401 401 401 401  POST /api/v1/gates/decisions
        401 401 401 401 401 401 401 401 401  GET /api/v1/gates/decisions/{id}
        401 401 401 401 401 401 401 401 401  POST /api/v1/deployments
        401 401 401 401 401 401 401 401 401  GET /api/v1/key
        401 401 401 401 401 401 401 401 401  GET /api/v1/campaigns
        401 401 401 401 401 401 401 401 401  GET /api/v1/campaigns/{id}
        401 401 401 401 401 401 401 401 401  GET /api/v1/items
        401 401 401 401 401 401 401 401 401  GET /api/v1/remediations
        401 401 401 401 401 401 401 401 401  GET /api/v1/emergency-changes
        401 401 401 401 401 401 401 401 401  GET /api/v1/deployments
        401 401 401 401 401 401 401 401 401  GET /api/v1/reports
        401 401 401 401 401 401 401 401 401  GET /api/v1/reports/{name}
        401 401 401 401 401 401 401 401 401  GET /api/v1/coverage
        404 404 404 404 404 404 404 404 404  * /api/v1/{**rest}  /api/v1/nowhere
        403 302 302 302 302 302 302 302 400  POST /console/sign-out
        """;

    private static readonly IReadOnlyDictionary<string, (string Address, string[] Expected)> Lines = Table.Split('\n').Select(line => line.Trim().Split("  ")).ToDictionary(
        line => line[1],
        line => (line.Length > 2 ? line[2] : line[1][(line[1].IndexOf(' ', StringComparison.Ordinal) + 1)..], line[0].Split(' ')),
        StringComparer.Ordinal);

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
            var path = address.Replace("{id}", visitors.Campaign.ToString(), StringComparison.Ordinal);
            foreach (var (kind, status) in Visitors.Kinds.Zip(expected))
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
