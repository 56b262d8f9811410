using System.Diagnostics;
using ChatOpsCompliance.Server.Tests.Emergencies;
using ChatOpsCompliance.Server.Tests.Sources.GitHub;
using ChatOpsCompliance.Server.Tests.Stories;

namespace ChatOpsCompliance.Server.Tests.Manifests;

/// <summary><c>manifests/pipelines/gate.sh</c> as a pipeline runs it.</summary>
internal sealed class ShellGate : IAsyncDisposable
{
    private readonly Process sh;
    private readonly Task<string> said, complained;

    private ShellGate(Process sh) => (this.sh, said, complained) = (sh, sh.StandardOutput.ReadToEndAsync(), sh.StandardError.ReadToEndAsync());

    public static string Script => Path.Combine(Checkout.Root, "manifests", "pipelines", "gate.sh");

    /// <param name="change">Of what it is told by the environment.</param>
    public static ShellGate Run(Workspace workspace, string key, string arguments, Action<IDictionary<string, string?>>? change = null)
    {
        Peers.Need("sh", File.Exists("/bin/sh"), "any POSIX shell");
        Peers.Need("curl", Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(p => File.Exists(Path.Combine(p, "curl"))), "apt-get install curl");
        var start = new ProcessStartInfo("/bin/sh", [Script, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["COMPLIANCE_URL"] = workspace.Address.ToString(),
            ["COMPLIANCE_KEY"] = key,
            ["GATE_REPOSITORY"] = Emergency.Repository,
            ["GATE_ENVIRONMENT"] = Emergency.Production,
            ["GATE_COMMIT"] = Emergency.Fix,
            ["GATE_RUN_URL"] = CompanyOnGitHub.RunUrl(7),
            ["GATE_REQUESTED_BY"] = "ada",
            ["GATE_POLL_SECONDS"] = "0.1",
            ["GATE_STARTED_AT"] = workspace.Clock.GetUtcNow().ToString("O"),
            ["GATE_FINISHED_AT"] = workspace.Clock.GetUtcNow().ToString("O"),
        }) start.Environment[name] = value;
        change?.Invoke(start.Environment);
        return new(Process.Start(start)!);
    }

    public bool IsWaiting => !sh.HasExited;

    public async Task<(int ExitCode, string Said, string Complained)> End()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await sh.WaitForExitAsync(patience.Token);
        return (sh.ExitCode, await said, await complained);
    }

    public async ValueTask DisposeAsync()
    {
        if (!sh.HasExited) sh.Kill(entireProcessTree: true);
        await sh.WaitForExitAsync();
        sh.Dispose();
    }
}
