using System.Diagnostics;
using System.Text.Json;
using ChatOpsCompliance.Server.Bundles;

namespace ChatOpsCompliance.Server.Tests.Bundles;

/// <summary><c>verify.py</c>, in one process for many bundles.</summary>
internal sealed class PythonVerifier : IDisposable
{
    private readonly Process python = Process.Start(new ProcessStartInfo(Peers.Python, [Path.Combine(Peers.Folder, "judge-bundles.py"), Script]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;

    public static string Script => Path.Combine(Checkout.Root, "src/ChatOpsCompliance.Server/Bundles/verify.py");

    /// <summary>Everything it prints.</summary>
    public async Task<string> Judge(string path, FromElsewhere elsewhere)
    {
        await python.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new[] { path, elsewhere.Key, System.Text.Encoding.UTF8.GetString(elsewhere.Checkpoints), elsewhere.TimestampAuthority }));
        return JsonSerializer.Deserialize<string>(await python.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("verify.py broke off."))!;
    }

    /// <summary>Whether it can read a line of JSON.</summary>
    public async Task<bool> Reads(byte[] line)
    {
        await python.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new[] { null, Convert.ToHexString(line), null, null }));
        return JsonSerializer.Deserialize<bool>(await python.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("verify.py broke off."));
    }

    public void Dispose()
    {
        python.StandardInput.Close();
        if (!python.WaitForExit(5000)) python.Kill();
        python.Dispose();
    }
}
