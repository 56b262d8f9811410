using System.Globalization;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Faults;

/// <summary>Counts that cost: CHATOPS_TEST_COUNTS=full runs all of them, otherwise a tenth. The seed is printed; CHATOPS_TEST_SEED repeats a run.</summary>
internal static class Costly
{
    public static int Count(int full) => Environment.GetEnvironmentVariable("CHATOPS_TEST_COUNTS") == "full" ? full : Math.Max(1, full / 10);

    public static Random Random() => new(Seed());

    public static int Seed()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("CHATOPS_TEST_SEED"), CultureInfo.InvariantCulture, out var given) ? given : global::System.Random.Shared.Next(int.MaxValue / 2);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed} (CHATOPS_TEST_SEED={seed} repeats this run)");
        return seed;
    }
}
