using System.Diagnostics;
using System.Text.Json;

namespace ChatOpsCompliance.Server.Tests.Sources.GitHub;

/// <summary>The mock of <c>tests/peers/github-mock.cjs</c>, made from GitHub's own description of its API.</summary>
internal sealed class GitHubMock : IAsyncDisposable
{
    private readonly Process node;

    private GitHubMock(Process node, Uri address) => (this.node, Address) = (node, address);

    public Uri Address { get; }

    /// <param name="paths">As the description has them.</param>
    public static async Task<GitHubMock> Start(params string[] paths)
    {
        Peers.Npm("@octokit/openapi/package.json");
        Peers.Npm("@stoplight/prism-cli/package.json");
        var started = Process.Start(new ProcessStartInfo(Peers.Node, ["github-mock.cjs", JsonSerializer.Serialize(paths)]) { WorkingDirectory = Peers.Folder, RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false })!;
        var line = await started.StandardOutput.ReadLineAsync(new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token) ?? throw new InvalidOperationException("The mock did not start; what it says stands above.");
        return new(started, new(JsonDocument.Parse(line).RootElement.GetProperty("url").GetString()! + "/"));
    }

    public async ValueTask DisposeAsync()
    {
        node.StandardInput.Close();
        if (!node.WaitForExit(TimeSpan.FromSeconds(5))) node.Kill();
        await node.WaitForExitAsync();
        node.Dispose();
    }
}
