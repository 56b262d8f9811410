using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Bundles;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Tests.Faults;
using Microsoft.Data.Sqlite;

namespace ChatOpsCompliance.Benchmarks;

/// <summary>What the bundle of a year with a million decisions takes to be made and verified, and each report of it: the highest working set of a process of its own.</summary>
internal static class BundleMemory
{
    /// <summary>Each with ten people: a company of some size.</summary>
    private const int Reviewers = 2_500;

    private const int Most = 200;

    public static async Task Run(bool quick)
    {
        var decisions = quick ? 100_000 : 1_000_000;
        Side.Say($"bundle: {decisions:N0} decisions, one in twenty a removal that was proven; {Reviewers * 11:N0} people");
        await using var bench = await FaultBench.Launched(decisions, Reviewers);
        await bench.ImportGrants(decisions, without: i => i % 20 == 0, DateTimeOffset.UtcNow.AddMinutes(-1));
        Decide(bench);
        var worst = 0.0;
        foreach (var what in (string[])["bundle", "verify", .. Reports.All.Keys.SelectMany(r => new[] { $"{r}.csv", $"{r}.xlsx", $"{r}.json" })])
        {
            using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["none", "--child-bundle", $"{bench.Folder}|{bench.Campaign}|{what}"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var said = await child.StandardOutput.ReadToEndAsync();
            if (said.Split('|') is not [var peak, var seconds, var bytes]) throw new InvalidOperationException($"{what}: {said}");
            worst = Math.Max(worst, double.Parse(peak, CultureInfo.InvariantCulture));
            Side.Say($"    {what,-34} {double.Parse(peak, CultureInfo.InvariantCulture),6:0} MB {double.Parse(seconds, CultureInfo.InvariantCulture),7:0.0} s {double.Parse(bytes, CultureInfo.InvariantCulture) / 1e6,8:0.0} MB written");
        }

        Side.Target("peak working set of the bundle, its verifying and every report", worst, "≤", Most, " MB");
    }

    public static async Task Child(string given)
    {
        var (folder, campaign, what) = given.Split('|') is [var a, var b, var c] ? (a, b, c) : default;
        await using var bench = await FaultBench.Empty(folder: folder);
        var began = Stopwatch.GetTimestamp();
        var path = Path.Combine(folder, "evidence.zip");
        var year = new ReportRequest(null, new(DateTime.UtcNow.Year, 1, 1), new(DateTime.UtcNow.Year, 12, 31));
        var bytes = 0L;
        if (what == "bundle")
        {
            bytes = (await bench.Get<MakeBundle>().Run(year, path, FaultBench.Tester)).Value.Size;
        }
        else if (what == "verify")
        {
            var verdict = VerifyBundle.Of(path, FromElsewhere.Nothing);
            if (!verdict.Fits) throw new InvalidOperationException(verdict.Fault);
        }
        else
        {
            var (name, format) = (what.Split('.')[0], what.Split('.')[1]);
            var report = Reports.All[name];
            using var table = (await bench.Read(r => report.Make(r, report.Of == ReportOf.Campaign ? new(Id<ChatOpsCompliance.AccessReviews.Campaign>.Parse(campaign)) : year))).Value;
            await using var file = ReportFormats.Write(format, table).Value;
            bytes = file.Length;
        }

        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0}|{Stopwatch.GetElapsedTime(began).TotalSeconds}|{bytes}"));
    }

    /// <summary>Everybody decides on everything, written past the service: clicks are another benchmark. The log's entries are as a click makes them.</summary>
    private static void Decide(FaultBench bench)
    {
        using var connection = bench.Open();
        using var transaction = connection.BeginTransaction();
        var campaign = bench.Campaign.ToString().ToUpperInvariant();
        var at = LedgerEntry.Time(DateTimeOffset.UtcNow);
        var second = bench.Ask<long>("select max(number) from access_snapshot");
        Do(connection, $"""
            update review_item set outcome = case when grant_ordinal % 20 = 0 then 'Revoked' else 'Kept' end, decision = case when grant_ordinal % 20 = 0 then 'revoke:other' else 'keep' end,
                words = case when grant_ordinal % 20 = 0 then 'Not needed any more.' end, decided_by = reviewer_id, decided_at = '{at}' where campaign_id = '{campaign}';
            insert into review_decision (campaign_id, ordinal, number, stage, decision, words, by_person, at) select campaign_id, ordinal, 1, 1, decision, words, decided_by, decided_at from review_item where campaign_id = '{campaign}';
            insert into remediation_task (id, campaign_id, ordinal, system, account, entitlement, environment, owner_id, status, opened_at, deadline, method, escalated, proven_by, proven_at)
                select printf('019AA000-0000-7000-A000-%012d', ordinal), campaign_id, ordinal, system, account, entitlement, environment, reviewer_id, 'Verified', '{at}', '2099-01-01T00:00:00.000000Z', 'all', 'None', {second}, '{at}'
                from review_item where campaign_id = '{campaign}' and outcome = 'Revoked';
            """);
        var hasher = new LedgerHasher();
        var (seq, prev) = (bench.Ask<long>("select seq from ledger_head"), bench.Ask<string>("select hash from ledger_head"));
        using var insert = connection.CreateCommand();
        insert.CommandText = "insert into ledger (seq, at, kind, subject, actor, body, prev, hash) values ($seq, $at, $kind, $subject, $actor, $body, $prev, $hash)";
        foreach (var name in (string[])["$seq", "$at", "$kind", "$subject", "$actor", "$body", "$prev", "$hash"]) insert.Parameters.Add(new SqliteParameter(name, ""));
        using var items = connection.CreateCommand();
        items.CommandText = "select ordinal, reviewer_id, outcome from review_item order by ordinal";
        using var row = items.ExecuteReader();
        while (row.Read())
        {
            var (ordinal, person, decision) = (row.GetInt32(0), row.GetGuid(1), row.GetString(2) == "Kept" ? "keep" : "revoke");
            var entry = new LedgerEntry(
                ++seq, at, "item.decided", $"campaign/{bench.Campaign}/{ordinal}", $$"""{"person":"{{person}}","via":"local:demo/V{{ordinal % Reviewers}}"}""",
                $$"""{"about":null,"at":"{{at}}","by":"{{person}}","campaign":"{{bench.Campaign}}","decision":"{{decision}}","ordinal":{{ordinal}},"rendering":"{{prev}}"}""", prev);
            prev = Convert.ToHexStringLower(SHA256.HashData(hasher.Line(entry)));
            object[] values = [entry.Seq, entry.At, entry.Kind, entry.Subject, entry.Actor, entry.Body, entry.Prev, prev];
            for (var p = 0; p < values.Length; p++) insert.Parameters[p].Value = values[p];
            insert.ExecuteNonQuery();
        }

        Do(connection, $"update ledger_head set seq = {seq}, hash = '{prev}'");
        transaction.Commit();
    }

    private static void Do(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
