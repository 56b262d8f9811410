using Xunit;

namespace ChatOpsCompliance.Server.Tests;

internal static class Found
{
    /// <summary>Fails with every fault, one a line, none cut short.</summary>
    public static void Nothing(IEnumerable<string> faults)
    {
        var all = faults.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
