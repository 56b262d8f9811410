namespace ChatOpsCompliance.Server.Chat;

/// <summary>How long to wait before trying again what failed.</summary>
internal static class BackOff
{
    /// <summary>The first wait, then twice as long each time up to the most, each give or take a fifth so that many do not come back at once.</summary>
    /// <param name="failures">How often it has failed: 1 or more.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan most) =>
        TimeSpan.FromSeconds(Math.Min(most.TotalSeconds, first.TotalSeconds * Math.Pow(2, failures - 1)) * (0.8 + (0.4 * Random.Shared.NextDouble())));
}
