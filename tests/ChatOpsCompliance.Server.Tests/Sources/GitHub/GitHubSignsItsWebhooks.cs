using System.Diagnostics;
using System.Net;
using System.Text.Json;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.Sources.GitHub;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Sources.GitHub;

/// <summary>What GitHub's own library signs is taken, what it refuses is refused; and every example of a webhook that it has is survived.</summary>
public sealed class GitHubSignsItsWebhooks
{
    private const string Body = """{"action":"created","zen":"Grüße ✓"}""";

    [Fact]
    public async Task The_verdict_is_that_of_its_own_library()
    {
        Peers.Npm("@octokit/webhooks-methods/package.json");
        await using var company = await CompanyOnGitHub.Start();
        var (right, sha1) = (CompanyOnGitHub.Sign(Body), new string('a', 40)); // GitHub's older header
        (string Body, string Signature)[] cases =
        [
            (Body, right), (Body + " ", right), (Body, CompanyOnGitHub.Sign(Body + " ")), (Body, right[..^1] + (right[^1] == '0' ? '1' : '0')), (Body, right[..^2]), (Body, right + "00"),
            (Body, right["sha256=".Length..]), (Body, "sha1=" + sha1), (Body, "sha256=" + sha1), (Body, "sha256="), (Body, "nonsense"), ("{}", CompanyOnGitHub.Sign("{}")),
        ];

        var theirs = await Verdicts(cases);
        var ours = new List<bool>();
        foreach (var (body, signature) in cases) ours.Add(await company.Post("ping", body, signature) != HttpStatusCode.Unauthorized);

        Assert.Equal(theirs, ours);
        Assert.Equal(2, ours.Count(o => o));
    }

    [Fact]
    public async Task What_is_not_signed_or_cannot_be_read_changes_nothing()
    {
        await using var company = await CompanyOnGitHub.Start();
        var before = await company.Facts();
        var large = JsonSerializer.Serialize(new { text = new string('x', GitHubWebhook.LargestBody) });

        Assert.Equal(HttpStatusCode.Unauthorized, await company.Post("deployment_status", Body, signature: ""));
        Assert.Equal(HttpStatusCode.Unauthorized, await company.Post("deployment_status", Body, CompanyOnGitHub.Sign(Body).ToUpperInvariant()));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await company.Post("deployment_status", large));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await company.Post("deployment_status", Body, type: "text/plain"));
        Assert.Equal(HttpStatusCode.BadRequest, await company.Post("deployment_status", Body));
        Assert.Equal(HttpStatusCode.BadRequest, await company.Post("deployment_protection_rule", "not json"));
        Assert.Equal(HttpStatusCode.BadRequest, await company.Post("deployment_protection_rule", "null"));
        Assert.Equal(HttpStatusCode.NoContent, await company.Post("installation", Body));

        Assert.Equal(before, await company.Facts());
    }

    [Fact]
    public async Task Every_example_is_survived_and_only_deployments_that_happened_leave_a_trace()
    {
        Peers.Npm("@octokit/webhooks-examples/package.json");
        await using var company = await CompanyOnGitHub.Start();
        var examples = (await Node("examples", FakeGitHub.WebhookSecret)).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        var before = await company.Facts();

        foreach (var example in examples.OrderBy(e => e.GetProperty("event").GetString() == "deployment_status"))
        {
            var name = example.GetProperty("event").GetString()!;
            if (name == "deployment_status") Assert.Equal(before, await company.Facts()); // nothing else left any; after the first, what is the same leaves no more
            var status = (int)await company.Post(name, example.GetProperty("body").GetString()!, example.GetProperty("signature").GetString()!);
            Assert.True(status is (>= 200 and < 300) or (>= 400 and < 500 and not 401), $"{name} was answered {status}");
            if (name == "deployment_status") before = await company.Facts();
        }

        Assert.True(examples.Count > 250, $"{examples.Count} examples");
        Assert.NotEmpty(await company.Workspace.Read(read => DeploymentStore.Latest(read, 99)));
    }

    private static async Task<List<bool>> Verdicts(IEnumerable<(string Body, string Signature)> cases)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, cases.Select(c => JsonSerializer.Serialize(new { body = c.Body, signature = c.Signature })));
            return [.. (await Node("verify", FakeGitHub.WebhookSecret, file)).Select(bool.Parse)];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<List<string>> Node(params string[] arguments)
    {
        using var node = Process.Start(new ProcessStartInfo(Peers.Node, ["github-webhooks.mjs", .. arguments]) { WorkingDirectory = Peers.Folder, RedirectStandardOutput = true, UseShellExecute = false })!;
        var lines = (await node.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        await node.WaitForExitAsync();
        Assert.Equal(0, node.ExitCode);
        return lines;
    }
}
