using System.Diagnostics;
using System.Globalization;

namespace ChatOpsCompliance.Benchmarks;

/// <summary>One of two ways to do the same, measured in turns with the other.</summary>
/// <param name="Round">Does it once and returns how many of the unit it did.</param>
internal sealed record Side(string Name, Func<Task<long>> Round)
{
    private readonly List<(double Seconds, double Cpu, long Units)> rounds = [];

    /// <summary>Called before each round, not measured.</summary>
    public Action Before { get; init; } = () => { };

    /// <summary>The processor time that counts: this process's own, or that of another which does the work.</summary>
    public Func<TimeSpan> Cpu { get; init; } = () => Process.GetCurrentProcess().TotalProcessorTime;

    /// <summary>Seconds for one unit.</summary>
    public double Each => Median(rounds.Select(r => r.Seconds / r.Units));

    /// <summary>Processor seconds for one unit, of the whole process that does it.</summary>
    public double CpuEach => Median(rounds.Select(r => r.Cpu / r.Units));

    /// <summary>A, B, A, B …; the first round of each warms up and does not count.</summary>
    public static async Task Alternate(int rounds, params Side[] sides)
    {
        for (var round = 0; round <= rounds; round++)
            foreach (var side in sides) await side.Measure(counts: round > 0);
    }

    public static double Median(IEnumerable<double> values) => values.Order().ToArray() is { Length: > 0 } sorted ? (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2 : double.NaN;

    public void Print(string unit) => Say($"    {Name,-44} {Rate(1 / Each),12} {unit}/s   {CpuEach * 1e6,9:0.0} µs CPU each");

    public static void Target(string what, double value, string comparison, double target, string unit = "")
    {
        var met = comparison == "≥" ? value >= target : value <= target;
        Say($"  {(met ? "met   " : "MISSED")} {what}: {value:0.00}{unit} (target {comparison} {target.ToString(CultureInfo.InvariantCulture)}{unit})");
    }

    public static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private async Task Measure(bool counts)
    {
        Before();
        GC.Collect();
        var cpu = Cpu();
        var began = Stopwatch.GetTimestamp();
        var units = await Round();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (counts) rounds.Add((seconds, (Cpu() - cpu).TotalSeconds, units));
    }

    private static string Rate(double rate) => rate.ToString("N0", CultureInfo.InvariantCulture);
}
