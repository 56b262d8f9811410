using System.Diagnostics;
using System.Globalization;
using System.Text;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Tests.Faults;

namespace ChatOpsCompliance.Benchmarks;

/// <summary>The import of a million grants: beside SQLite's own copying of the rows, in memory, by size, and with people clicking meanwhile.</summary>
internal static class ImportRate
{
    private const int Rounds = 5, Times = 10, ClicksPerSecond = 300, WarmUp = 500;

    public static async Task Run(bool quick)
    {
        var (many, few) = quick ? (100_000, 10_000) : (1_000_000, 10_000);
        Side.Say($"import: {many} grants of {Accounts(many)} accounts, {Rounds} rounds");
        await using var bench = await Company(many);
        var (large, small) = (await Write(bench, many), await Write(bench, few));
        var import = new Side("import access", () => Import(bench, large, many));
        var copy = new Side("SQLite insert … select of the same rows", () => Task.FromResult(Copy(bench, many)));
        var little = new Side($"import access, {few} grants, {few * Times} in all", async () =>
        {
            for (var i = 0; i < Times; i++) await Import(bench, small, few);
            return few * Times;
        });
        await Side.Alternate(Rounds, import, copy, little);
        import.Print("rows");
        copy.Print("rows");
        little.Print("rows");
        Side.Target("import / insert … select", copy.Each / import.Each, "≥", 0.3);
        Side.Target($"a row of {many} / a row of {few}", import.Each / little.Each, "≤", 1.2);
    }

    /// <summary>In a process of its own, whose highest working set is the import's.</summary>
    public static async Task RunForMemory(bool quick)
    {
        var rows = quick ? 100_000 : 1_000_000;
        Side.Say($"import-memory: {rows} grants in a process of their own");
        await using var bench = await Company(rows);
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["none", "--child-import", $"{bench.Folder}|{await Write(bench, rows)}|{rows}"]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var child = Process.Start(start)!;
        var peak = double.Parse(await child.StandardOutput.ReadToEndAsync(), CultureInfo.InvariantCulture);
        Side.Target("peak working set", peak, "≤", 300, " MB");
    }

    public static async Task Child(string what)
    {
        var (folder, file, rows) = what.Split('|') is [var a, var b, var c] ? (a, b, int.Parse(c, CultureInfo.InvariantCulture)) : default;
        await using var bench = await FaultBench.Empty(folder: folder);
        await Import(bench, file, rows);
        Console.WriteLine((Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0).ToString(CultureInfo.InvariantCulture));
    }

    public static async Task RunBesideClicks(bool quick)
    {
        var rows = quick ? 100_000 : 1_000_000;
        Side.Say($"import-beside-clicks: {rows} grants while people press {ClicksPerSecond} buttons a second");
        await using var bench = await FaultBench.Launched(quick ? 10_000 : 40_000, reviewers: 64);
        var file = await Write(bench, rows);
        for (var item = WarmUp; item > 0; item--) await bench.Decide(item);
        var importing = Task.Run(() => Import(bench, file, rows));
        var latencies = await Click(bench, until: importing);
        var took = await importing;
        Side.Say($"    {took} rows while {latencies.Count} clicks; click median {latencies[latencies.Count / 2]:0.0} ms, highest {latencies[^1]:0.0} ms");
        Side.Target("click p99", latencies[latencies.Count * 99 / 100], "≤", 250, " ms");
    }

    /// <summary>Clicks come when they come, whether the ones before are answered or not. Milliseconds, sorted.</summary>
    private static async Task<List<double>> Click(FaultBench bench, Task until)
    {
        var clicks = new List<Task<double>>();
        var began = Stopwatch.GetTimestamp();
        for (var item = WarmUp + 1; !until.IsCompleted; item++)
        {
            var due = TimeSpan.FromSeconds((double)(item - WarmUp) / ClicksPerSecond) - Stopwatch.GetElapsedTime(began);
            if (due > TimeSpan.Zero) await Task.Delay(due);
            var number = item;
            clicks.Add(Task.Run(async () =>
            {
                var pressed = Stopwatch.GetTimestamp();
                if (await bench.Decide(number) is not Finish) throw new InvalidOperationException($"Item {number} could not be decided.");
                return Stopwatch.GetElapsedTime(pressed).TotalMilliseconds;
            }));
        }

        return [.. (await Task.WhenAll(clicks)).Order()];
    }

    private static DateTimeOffset extracted = DateTimeOffset.UtcNow.AddMinutes(-50);

    private static async Task<long> Import(FaultBench bench, string file, int rows)
    {
        extracted = extracted.AddSeconds(1);
        var import = bench.GrantsFrom(file, rows, extracted) with { LookedAt = "a benchmark" };
        return (await bench.Get<ImportAccess>().Run(import, FaultBench.Tester)).Value.Snapshot.Count;
    }

    /// <summary>The newest snapshot's rows into a table just like it, in one statement and one commit, with the settings of the writer.</summary>
    private static long Copy(FaultBench bench, int rows)
    {
        using var connection = bench.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select sql from sqlite_master where name = 'access_grant'";
        var table = ((string)command.ExecuteScalar()!).Replace("access_grant", "copied_grant", StringComparison.Ordinal);
        command.CommandText = $"""
            pragma journal_mode = wal;
            pragma synchronous = full;
            pragma cache_size = -32000;
            drop table if exists copied_grant;
            {table};
            """;
        command.ExecuteNonQuery();
        command.CommandTimeout = 600;
        command.CommandText = "insert into copied_grant select * from access_grant where snapshot = (select max(number) from access_snapshot where status = 'published')";
        return command.ExecuteNonQuery() is var copied && copied == rows ? copied : throw new InvalidOperationException($"{copied} rows instead of {rows}.");
    }

    /// <summary>A company whose roster knows the people of the grants, all but one in a hundred.</summary>
    private static async Task<FaultBench> Company(int rows)
    {
        var bench = await FaultBench.Empty();
        await bench.ImportEmployees(Accounts(rows), without: i => i % 100 == 50);
        return bench;
    }

    private static int Accounts(int rows) => Math.Max(1, rows / 10);

    /// <summary>The 13 columns that every source has, filled as a large company's are.</summary>
    private static async Task<string> Write(FaultBench bench, int rows)
    {
        var path = Path.Combine(bench.Folder, FormattableString.Invariant($"grants-{rows}.csv"));
        await using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        await file.WriteLineAsync("account,account_type,person_email,owner_email,entitlement,environment,privileged,mfa,granted_at,last_used_at,expires_at,granted_via,request_ref");
        var accounts = Accounts(rows);
        string[] environments = ["production", "staging", "development", ""];
        for (var i = 0; i < rows; i++)
        {
            var (account, grant) = (i % accounts, i / accounts);
            var service = account % 20 == 0;
            await file.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{(service ? "svc" : "user")}.{account:000000},{(service ? "service" : "human")},{(service ? "" : $"user.{account:000000}@faults.example")},{(service ? "omar@faults.example" : "")},project-{(account + (grant * 37)) % 5000}: role-{grant},{environments[i % 4]},{(i % 31 == 0 ? "true" : "false")},{(i % 3 == 0 ? "" : "true")},202{i % 6}-0{1 + (i % 9)}-{10 + (i % 18)}T08:{i % 60:00}:00Z,{(i % 5 == 0 ? "" : $"2026-0{1 + (i % 9)}-{10 + (i % 18)}T10:00:{i % 60:00}Z")},,team engineering-{i % 400},REQ-{100000 + i}"));
        }

        return path;
    }
}
