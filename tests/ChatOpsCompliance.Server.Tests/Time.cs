using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace ChatOpsCompliance.Server.Tests;

/// <summary>Time as the tests want it: the same each day, and nobody asks anything of the service in the middle of one.</summary>
internal static class Time
{
    /// <summary>How long is waited for what must happen in the end. Only a test that fails waits so long, however busy the machine is.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The schedules are read and made, but do not run: the tests say when something is asked.</summary>
    public static void NoSchedules(this IServiceCollection services) => services.Remove(services.Single(s => s.ImplementationType?.Equals(typeof(QuartzHostedService)) == true));

    /// <summary>Runs as time does, from an instant of the test's choice.</summary>
    public static TimeProvider From(DateTimeOffset start) => new RunningFrom(start);

    private sealed class RunningFrom(DateTimeOffset start) : TimeProvider
    {
        private readonly long began = System.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => start + System.GetElapsedTime(began);
    }
}
