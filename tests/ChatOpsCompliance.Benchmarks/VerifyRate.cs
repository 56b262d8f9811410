using System.Security.Cryptography;
using System.Text;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Tests.Faults;
using Microsoft.Data.Sqlite;

namespace ChatOpsCompliance.Benchmarks;

/// <summary><c>ledger verify</c> of a million rows in the database, against SHA-256 over the same lines, already in memory, chained.</summary>
internal static class VerifyRate
{
    private const int Rounds = 5;

    public static async Task Run(bool quick)
    {
        var rows = quick ? 100_000 : 1_000_000;
        Side.Say($"verify: {rows} rows of the ledger, {Rounds} rounds");
        await using var bench = await FaultBench.Empty();
        var lines = Fill(bench, rows);
        var ours = new Side("ledger verify", async () =>
        {
            var verdict = await bench.Verify();
            return verdict.Whole ? verdict.Rows : throw new InvalidOperationException(verdict.Fault);
        });
        var plain = new Side("SHA-256 chaining of the lines in memory", () => Task.FromResult(Chain(lines)));
        await Side.Alternate(Rounds, ours, plain);
        ours.Print("rows");
        plain.Print("rows");
        Side.Target("verify / plain chaining", plain.Each / ours.Each, "≥", 0.2);
    }

    /// <summary>Rows as decisions make them, with the items they decide and the lines that were hashed.</summary>
    private static List<byte[]> Fill(FaultBench bench, int rows)
    {
        var hasher = new LedgerHasher();
        var lines = new List<byte[]>(rows);
        using var connection = bench.Open();
        using (var loose = connection.CreateCommand())
        {
            loose.CommandText = "pragma foreign_keys = off"; // a campaign and its people would add nothing to what is measured
            loose.ExecuteNonQuery();
        }

        using var transaction = connection.BeginTransaction();
        var (seq, prev) = (bench.Ask<long>("select seq from ledger_head"), bench.Ask<string>("select hash from ledger_head"));
        using var insert = connection.CreateCommand();
        insert.CommandText = "insert into ledger (seq, at, kind, subject, actor, body, prev, hash) values ($seq, $at, $kind, $subject, $actor, $body, $prev, $hash)";
        foreach (var name in (string[])["$seq", "$at", "$kind", "$subject", "$actor", "$body", "$prev", "$hash"]) insert.Parameters.Add(new SqliteParameter(name, ""));
        var (campaign, person) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        using var item = connection.CreateCommand();
        item.CommandText = """
            insert into review_item (campaign_id, ordinal, snapshot, grant_ordinal, system, account, account_type, entitlement, environment, reviewer_id, flags, outcome, decision, decided_by)
            values ($campaign, $ordinal, 1, 1, 'github', 'ada', 'Human', 'web: write', '', $person, '', 'Kept', 'keep', $person)
            """;
        item.Parameters.AddRange([new SqliteParameter("$campaign", campaign), new SqliteParameter("$ordinal", SqliteType.Integer), new SqliteParameter("$person", person)]);
        for (var i = 1; i <= rows; i++)
        {
            var at = LedgerEntry.Time(DateTimeOffset.UnixEpoch.AddYears(56).AddMilliseconds(i * 20));
            var entry = new LedgerEntry(
                ++seq, at, "item.decided", $"campaign/{campaign}/{i}", $$"""{"person":"{{person}}","via":"local:demo/V{{i % 64}}"}""",
                $$"""{"about":"{{Guid.CreateVersion7()}}","at":"{{at}}","by":"{{person}}","campaign":"{{campaign}}","decision":"keep","ordinal":{{i}},"rendering":"{{prev}}"}""", prev);
            var line = hasher.Line(entry).ToArray();
            lines.Add(line);
            var hash = Convert.ToHexStringLower(SHA256.HashData(line));
            object[] values = [seq, at, entry.Kind, entry.Subject, entry.Actor, entry.Body, prev, hash];
            for (var p = 0; p < values.Length; p++) insert.Parameters[p].Value = values[p];
            insert.ExecuteNonQuery();
            item.Parameters[1].Value = i;
            item.ExecuteNonQuery();
            prev = hash;
        }

        using var head = connection.CreateCommand();
        head.CommandText = $"update ledger_head set seq = {seq}, hash = '{prev}'";
        head.ExecuteNonQuery();
        transaction.Commit();
        return lines;
    }

    /// <summary>Each line's hash must stand in the next line, in hex.</summary>
    private static long Chain(List<byte[]> lines)
    {
        Span<byte> hash = stackalloc byte[32];
        Span<byte> hex = stackalloc byte[64];
        for (var i = 0; i < lines.Count; i++)
        {
            if (i > 0 && lines[i].AsSpan().IndexOf(hex) < 0) throw new InvalidOperationException("The chain is broken.");
            SHA256.HashData(lines[i], hash);
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash), hex);
        }

        return lines.Count;
    }
}
