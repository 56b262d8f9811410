using System.Globalization;

namespace ChatOpsCompliance.Server.Demo;

/// <summary>The clock of a demo: real time plus what its visitors have pushed it by, kept in the demo's folder so that verbs run beside it agree.</summary>
/// <param name="real">What it runs beside: the machine's clock unless told.</param>
public sealed class DemoClock(string folder, TimeProvider? real = null) : TimeProvider
{
    private readonly TimeProvider beside = real ?? System;

    private string Ahead => Path.Combine(folder, "clock");

    private string Next => Path.Combine(folder, "clock.next");

    public override DateTimeOffset GetUtcNow() => beside.GetUtcNow() + Offset;

    /// <summary>Forward only: an audit log that runs backwards would prove nothing.</summary>
    public void Push(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        // In one step: who reads meanwhile, here or in a verb run beside, sees the old time or the new, never an empty file.
        File.WriteAllText(Next, (Offset + by).Ticks.ToString(CultureInfo.InvariantCulture));
        File.Move(Next, Ahead, overwrite: true);
    }

    private TimeSpan Offset => File.Exists(Ahead) && long.TryParse(File.ReadAllText(Ahead), CultureInfo.InvariantCulture, out var ticks) ? new(ticks) : TimeSpan.Zero;
}

/// <summary>A visitor pushed the demo's clock: said in the audit log, since every later time depends on it.</summary>
public sealed record ClockPushed(double Hours) : Fact
{
    public override string Kind => "demo.clock-pushed";

    public override string Subject => "demo";
}
