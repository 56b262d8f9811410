using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ChatOpsCompliance.Server.Tests.Faults;

/// <summary>A small library in front of libc's fsync (<c>fsync_probe.c</c>), made here with the machine's own compiler. A process sees it from its start or not at all.</summary>
internal static class FsyncProbe
{
    private const string PathVariable = "LD_PRELOAD", DelayVariable = "FSYNC_DELAY_US";

    public const string Compiler = "/usr/bin/cc";

    public static bool CanBeMade => OperatingSystem.IsLinux() && File.Exists(Compiler);

    public static bool IsHere => Environment.GetEnvironmentVariable(PathVariable)?.EndsWith("fsync_probe.so", StringComparison.Ordinal) == true;

    /// <summary>How many times this process has called fsync or fdatasync.</summary>
    public static long Count => Marshal.GetDelegateForFunctionPointer<Counter>(
        NativeLibrary.GetExport(NativeLibrary.Load(Environment.GetEnvironmentVariable(PathVariable)!), "fsync_probe_count"))();

    /// <summary>This very program again, with other arguments, its fsyncs counted and each taking so much longer.</summary>
    public static Process StartAgain(TimeSpan delay, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        return Process.Start(Slow(start, delay))!;
    }

    /// <summary>A process that is about to start, of any program: its fsyncs counted and each taking so much longer.</summary>
    public static ProcessStartInfo Slow(ProcessStartInfo start, TimeSpan delay)
    {
        start.Environment[PathVariable] = Make();
        start.Environment[DelayVariable] = FormattableString.Invariant($"{delay.TotalMicroseconds:0}");
        return start;
    }

    private static string Make()
    {
        var library = Path.Combine(AppContext.BaseDirectory, "fsync_probe.so");
        using var compiler = Process.Start(Compiler, ["-shared", "-fPIC", "-O2", "-o", library, Path.Combine(AppContext.BaseDirectory, "fsync_probe.c")]);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? library : throw new InvalidOperationException($"{Compiler} could not make {library}.");
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate long Counter();
}
