using Microsoft.Extensions.Time.Testing;

namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>A clock that runs as time does, from an instant of the test's choice, and can be pushed: what keeps to a rate waits by it.</summary>
internal sealed class RunningClock : IAsyncDisposable
{
    private readonly PeriodicTimer ticks = new(TimeSpan.FromMilliseconds(10));
    private readonly Task running;

    public RunningClock(DateTimeOffset start)
    {
        Clock = new(start);
        running = Run();
    }

    public FakeTimeProvider Clock { get; }

    public async ValueTask DisposeAsync()
    {
        ticks.Dispose();
        await running;
    }

    private async Task Run()
    {
        for (var last = TimeProvider.System.GetTimestamp(); await ticks.WaitForNextTickAsync();)
        {
            var now = TimeProvider.System.GetTimestamp();
            Clock.Advance(TimeProvider.System.GetElapsedTime(last, now));
            last = now;
        }
    }
}
