using Xunit;

namespace ChatOpsCompliance.Server.Tests;

/// <summary>Programs that some tests need beside us. A missing one skips the test and says why; with REQUIRE_PEERS=1, as in CI, it fails it.</summary>
internal static class Peers
{
    public const string Chromium = "/usr/bin/chromium";

    public static void Need(string what, bool present, string howToInstall)
    {
        if (present) return;
        var why = $"{what} is not on this machine. To install it: {howToInstall}";
        if (Environment.GetEnvironmentVariable("REQUIRE_PEERS") == "1") Assert.Fail(why);
        Assert.Skip(why);
    }
}
