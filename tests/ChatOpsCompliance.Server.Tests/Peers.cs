using Xunit;

namespace ChatOpsCompliance.Server.Tests;

/// <summary>Programs that some tests need beside us. A missing one skips the test and says why; with REQUIRE_PEERS=1, as in CI, it fails it.</summary>
internal static class Peers
{
    public const string Chromium = "/usr/bin/chromium";

    /// <summary>The npm package of the peers: official SDKs, types and stand-ins.</summary>
    public static readonly string Folder = Path.Combine(Checkout.Root, "tests", "peers");

    private static readonly string? NodeOnPath = OnPath("node");

    /// <summary>Node.js, to run a script of <see cref="Folder"/>; what the script requires is asked for by <see cref="Npm"/>.</summary>
    public static string Node
    {
        get
        {
            Need("Node.js", NodeOnPath is not null, "apt-get install nodejs npm");
            return NodeOnPath!;
        }
    }

    /// <summary>Python 3, where there is the openssl command beside it.</summary>
    public static string Python
    {
        get
        {
            Need("Python 3", OnPath("python3") is not null, "apt-get install python3");
            Need("OpenSSL", OnPath("openssl") is not null, "apt-get install openssl");
            return OnPath("python3")!;
        }
    }

    /// <summary>A file or folder of an installed npm package, such as <c>@slack/bolt/package.json</c>.</summary>
    public static string Npm(string path)
    {
        var full = Path.Combine(Folder, "node_modules", path);
        Need($"The npm package with {path}", Path.Exists(full), $"npm ci --ignore-scripts in {Folder}");
        return full;
    }

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(p => Path.Combine(p, program)).FirstOrDefault(File.Exists);

    public static void Need(string what, bool present, string howToInstall)
    {
        if (present) return;
        var why = $"{what} is not on this machine. To install it: {howToInstall}";
        if (Environment.GetEnvironmentVariable("REQUIRE_PEERS") == "1") Assert.Fail(why);
        Assert.Skip(why);
    }
}
