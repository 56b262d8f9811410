using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpsCompliance.Server.Sources.GitHub;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace ChatOpsCompliance.Server.Tests.Manifests;

/// <summary>What is copied from <c>manifests/pipelines</c> can be read by its platform, and speaks of addresses and settings that there are.</summary>
public sealed partial class PipelinesFitTheService
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "manifests", "pipelines");

    [Theory]
    [InlineData("github-protection-rule.yml", "jobs")]
    [InlineData("github-oidc.yml", "jobs")]
    [InlineData("gitlab-ci.yml", "deploy")]
    [InlineData("azure-pipelines.yml", "stages")]
    public void Each_is_YAML(string file, string holds)
    {
        var yaml = new YamlStream();
        using var text = File.OpenText(Path.Combine(Folder, file));
        yaml.Load(text);

        Assert.Contains(new YamlScalarNode(holds), ((YamlMappingNode)yaml.Documents.Single().RootNode).Children.Keys);
    }

    [Fact]
    public void The_App_asks_for_what_is_listened_to_and_read()
    {
        var app = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "github-app.json")))!;

        Assert.Equal(GitHubDoctor.Events, app["default_events"]!.AsArray().Select(e => (string)e!));
        Assert.Equal(GitHubDoctor.Permissions, app["default_permissions"]!.AsObject().Select(p => KeyValuePair.Create(p.Key, (string)p.Value!)));
        Assert.False((bool)app["public"]!); // a public App's webhooks would come from strangers
        Assert.EndsWith("/gates/github", (string)app["hook_attributes"]!["url"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_address_there_is_one_of_ours()
    {
        await using var company = await Sources.GitHub.CompanyOnGitHub.Start(("Gates:AzureDevOps:Hosts", "https://dev.azure.com/acme"));
        var routes = company.Workspace.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => Plain(e.RoutePattern)).ToHashSet(StringComparer.Ordinal);
        var named = Directory.GetFiles(Folder).SelectMany(f => Address().Matches(File.ReadAllText(f)).Select(m => m.Value)).Select(a => Id().Replace(a, "/{}")).Distinct().ToList();

        Assert.True(named.Count >= 6, string.Join(' ', named));
        Found.Nothing(named.Where(a => !routes.Contains(a)).Select(a => $"{a} is no address of the service"));
    }

    private static string Plain(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(s => s.Parts[0] is RoutePatternLiteralPart literal ? literal.Content : "{}"));

    [GeneratedRegex(@"/(gates/(github|azure-devops)|api/v1/[a-z/-]*[a-z](/(ID|\$id))?)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"/(ID|\$id)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
