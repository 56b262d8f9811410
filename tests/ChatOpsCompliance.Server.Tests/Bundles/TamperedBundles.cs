using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using ChatOpsCompliance.Server.Bundles;
using ChatOpsCompliance.Server.Evidence;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Bundles;

/// <summary>A thousand bundles that somebody changed, some of them with the signing key in hand: both verifiers find each one and say the same of it.</summary>
public sealed class TamperedBundles
{
    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("TAMPERED") ?? "1000", CultureInfo.InvariantCulture);

    /// <summary>Lawful bytes, and the keys of the operator and of somebody else.</summary>
    private sealed record Target(string Path, byte[] Bytes, SigningKey Key, SigningKey Other, Random Random)
    {
        public Forgery Forged() => Forgery.Of(Path);

        public byte[] Body => Bytes[..^(Forged().Comment.Length + 2)];
    }

    /// <summary>Ways to tamper; those that end in "with the key" are signed by the operator's own key.</summary>
    private static readonly (string Name, int Weight, Func<Target, byte[]> Do)[] Ways =
    [
        ("a bit flipped", 30, t => Flipped(t.Bytes, t.Random)),
        ("a byte changed in the last kilobyte", 6, t => { var b = t.Bytes[..]; b[b.Length - 1 - t.Random.Next(1024)] ^= (byte)t.Random.Next(1, 256); return b; }),
        ("cut anywhere", 4, t => t.Bytes[..t.Random.Next(t.Bytes.Length)]),
        ("a hole", 2, t => { var at = t.Random.Next(t.Bytes.Length - 100); return [.. t.Bytes[..at], .. t.Bytes[(at + t.Random.Next(1, 99))..]]; }),
        ("bytes put in", 2, t => { var at = t.Random.Next(t.Bytes.Length); return [.. t.Bytes[..at], .. t.Random.GetItems(t.Bytes, 10), .. t.Bytes[at..]]; }),
        ("trailing bytes", 1, t => [.. t.Bytes, .. "more"u8]),
        ("bytes before", 1, t => [.. "MZ"u8, .. t.Bytes]),
        ("two files swapped", 4, t => Two(t, (f, a, b) => f.Swap(a, b)).Zip()),
        ("two files swapped, with the key and the old sums", 2, t => { var f = t.Forged(); var sums = Sums(f); f.Swap("tables/decisions.csv", "tables/removals.csv"); return f.Zip(t.Key, sums); }),
        ("tables swapped, with the key", 2, t => { var f = t.Forged(); f.Swap("tables/decisions.csv", "tables/removals.csv"); return f.Zip(t.Key); }),
        ("a CSV edited, its hash fixed", 5, t => Edited(t).Zip()),
        ("a CSV edited, all signed by another key", 5, t => { var f = Edited(t); f.SignedBy(t.Other); return f.Zip(t.Other); }),
        ("nothing changed, signed by another key", 2, t => { var f = t.Forged(); f.SignedBy(t.Other); return f.Zip(t.Other); }),
        ("signed by another key that calls itself the operator's", 2, t => Renamed(t)),
        ("a decision edited in the table, with the key", 5, t => { var f = t.Forged(); f.Replace("tables/decisions.csv", ",keep,", ",revoke,"); return f.Zip(t.Key); }),
        ("a line taken out of a table, with the key", 4, t => WithLines(t, "tables/decisions.csv", l => l.RemoveAt(t.Random.Next(1, l.Count)))),
        ("a line added to a table, with the key", 3, t => WithLines(t, "tables/removals.csv", l => l.Add(l[^1]))),
        ("a column taken out of a table, with the key", 2, t => { var f = t.Forged(); f["tables/decisions.csv"] = Forgery.Joined(f.Lines("tables/decisions.csv").Select(l => l.Replace(",log.at,", ",", StringComparison.Ordinal))); return f.Zip(t.Key); }),
        ("the log rewritten, with the key", 10, t => Rewritten(t, t.Key).Zip(t.Key)),
        ("the log rewritten, signed by another key", 3, t => { var f = Rewritten(t, t.Other); f.SignedBy(t.Other); return f.Zip(t.Other); }),
        ("the log's tail cut, with the key", 10, t => Cut(t).Zip(t.Key)),
        ("a row of the log changed, with the key", 5, t => WithLog(t, l => { var row = t.Random.Next(l.Count); l[row] = l[row].Replace("\"at\":\"2026", "\"at\":\"2025", StringComparison.Ordinal); })),
        ("a row of the log taken out, with the key", 3, t => WithLog(t, l => l.RemoveAt(t.Random.Next(l.Count)))),
        ("two rows of the log swapped, with the key", 2, t => WithLog(t, l => (l[2], l[5]) = (l[5], l[2]))),
        ("rubbish in the log, with the key", 2, t => WithLog(t, l => l[4] = t.Random.Next(2) == 0 ? "rubbish" : "[]")),
        ("somebody's words edited, with the key", 3, t => { var f = t.Forged(); f.Replace(BundleNames.Texts, "wiki", "moon"); return f.Zip(t.Key); }),
        ("somebody's words called erased, with the key", 2, t => { var f = t.Forged(); f[BundleNames.Texts] = Forgery.Joined(f.Lines(BundleNames.Texts).Select(l => l.Contains("wiki", StringComparison.Ordinal) ? l[..l.IndexOf(",\"salt\"", StringComparison.Ordinal)] + ",\"erased\":7}" : l)); return f.Zip(t.Key); }),
        ("words taken out, with the key", 2, t => WithLines(t, BundleNames.Texts, l => l.RemoveAt(t.Random.Next(l.Count)))),
        ("a population edited, with the key", 3, t => { var f = t.Forged(); f.Replace(f.Names.Single(n => n.StartsWith("populations/", StringComparison.Ordinal)), "payments: admin", "payments: reader"); return f.Zip(t.Key); }),
        ("an item taken out of a population, with the key", 2, t => WithLines(t, t.Forged().Names.Single(n => n.StartsWith("populations/", StringComparison.Ordinal)), l => l.RemoveAt(t.Random.Next(l.Count)))),
        ("a population left out, with the key", 1, t => { var f = t.Forged(); f.Remove(f.Names.Single(n => n.StartsWith("populations/", StringComparison.Ordinal))); return f.Zip(t.Key); }),
        ("a checkpoint inside changed, with the key", 2, t => { var f = t.Forged(); f.Replace(BundleNames.Checkpoints, FormattableString.Invariant($"\"seq\":{f.Log.Length}"), FormattableString.Invariant($"\"seq\":{f.Log.Length - 1}")); return f.Zip(t.Key); }),
        ("a checkpoint inside signed by nobody, with the key", 2, t => { var f = t.Forged(); var line = f.Text(BundleNames.Checkpoints); f[BundleNames.Checkpoints] = Encoding.UTF8.GetBytes(line.Replace(line[(line.IndexOf("signature", StringComparison.Ordinal) + 12)..^4], Convert.ToBase64String(new byte[64])[..^2], StringComparison.Ordinal)); return f.Zip(t.Key); }),
        ("a file added, not in the sums, with the key", 2, t => { var f = t.Forged(); var sums = Sums(f); f.Add("reports/extra.csv", "x"u8.ToArray()); return f.Zip(t.Key, sums); }),
        ("a file left out, still in the sums, with the key", 2, t => { var f = t.Forged(); var sums = Sums(f); f.Remove("reports/decisions.csv"); return f.Zip(t.Key, sums); }),
        ("a file the verifier needs left out, with the key", 3, t => { var f = t.Forged(); string[] needed = ["bundle.txt", "ledger/texts.jsonl", "tables/extracts.csv", "ledger/000001.jsonl", "ledger/checkpoints.jsonl", "signer.pem"]; f.Remove(t.Random.GetItems(needed, 1)[0]); return f.Zip(t.Key); }),
        ("a file twice, with the key", 2, t => Forgery.Sealed(t.Forged().Body(twice: ["bundle.txt"]), t.Key)),
        ("a path out of the folder, with the key", 2, t => { var f = t.Forged(); f.Add(t.Random.GetItems<string>(["../evil.sh", "/etc/passwd", "C:\\evil", "a//b", "a/../b", ".hidden", "a b"], 1)[0], "x"u8.ToArray()); return f.Zip(t.Key); }),
        ("names that differ by case, with the key", 1, t => { var f = t.Forged(); f.Add("Bundle.txt", "x"u8.ToArray()); return f.Zip(t.Key); }),
        ("a header of the directory changed, with the key", 6, t => Patched(t, central: true)),
        ("a local header changed, with the key", 6, t => Patched(t, central: false)),
        ("bytes before, with the key", 1, t => Forgery.Sealed([.. "#!/bin/sh\n"u8, .. t.Body], t.Key)),
        ("bytes between directory and end, with the key", 1, t => Forgery.Sealed([.. t.Body[..^20], .. "PK\x6\x6xxxx"u8, .. t.Body[^20..]], t.Key)),
        ("a second end, with the key", 1, t => Forgery.Sealed([.. t.Body, .. new byte[2], .. t.Body[^20..]], t.Key)),
        ("another directory said, with the key", 2, t => { var b = t.Body; b[^t.Random.Next(1, 17)] ^= 1; return Forgery.Sealed(b, t.Key); }),
        ("the other of two signatures", 1, t => OtherSignature(t)),
        ("no seal", 1, t => [.. t.Body, 0, 0]),
        ("a seal with more in it", 2, t => { byte[] comment = [.. t.Forged().Comment, .. "note x\n"u8]; return [.. t.Body, (byte)comment.Length, (byte)(comment.Length >> 8), .. comment]; }),
        ("the period moved, with the key", 2, t => { var f = t.Forged(); f.About("start", "2026-03-03T00:00:00.000000Z"); return f.Zip(t.Key); }),
        ("the log's head cut, with the key", 3, t => Beheaded(t).Zip(t.Key)),
        ("days that are not counted, with the key", 2, t => { var f = t.Forged(); f.About("from", "2025-07-01"); return f.Zip(t.Key); }),
        ("a last day that there is not, with the key", 1, t => { var f = t.Forged(); f.About("to", "2026-12-32"); return f.Zip(t.Key); }),
        ("a cell that swallows the lines after it, with the key", 3, t => WithLines(t, "tables/decisions.csv", l => l[2] = l[2][..(l[2].LastIndexOf(',') + 1)] + "\"Kept.\r")),
        ("a cell too many beside the log, with the key", 2, t => WithLines(t, "tables/removals.csv", l => l[1] = l[1].Replace("\r", ",more\r", StringComparison.Ordinal))),
        ("other columns beside the log, with the key", 1, t => { var f = t.Forged(); f.Replace("tables/decisions.csv", ",entitlement,environment,", ",environment,entitlement,"); return f.Zip(t.Key); }),
        ("a file of evidence that nobody kept, with the key", 2, t => { var f = t.Forged(); f.Add($"attachments/{Forgery.Hash("x")}", "x"u8.ToArray()); return f.Zip(t.Key); }),
        ("a file that no bundle has, with the key", 3, t => { var f = t.Forged(); f.Add(t.Random.GetItems<string>(["tables/decisions-2.csv", "populations/019aa000-0000-7000-8000-000000000001.jsonX", "ledger/000001.json", "reports/con", "verify2.py"], 1)[0], "x"u8.ToArray()); return f.Zip(t.Key); }),
        ("a text that is a number, with the key", 1, t => WithLines(t, BundleNames.Texts, l => l[0] = l[0][..l[0].IndexOf("\"text\":", StringComparison.Ordinal)] + "\"text\":5}")),
        ("a salt that is a number, with the key", 1, t => WithLines(t, BundleNames.Texts, l => l[0] = l[0][..l[0].IndexOf("\"salt\":", StringComparison.Ordinal)] + "\"salt\":12,\"text\":\"x\"}")),
        ("half a character in the log, with the key", 1, t => WithLog(t, l => l[^1] = l[^1].Replace("{\"actor\"", "{\"a\":\"\\ud83d\",\"actor\"", StringComparison.Ordinal))),
        ("a log too deep to be read, with the key", 1, t => WithLog(t, l => l[^1] = l[^1].Replace("{\"actor\"", $"{{\"a\":{new string('[', 80)}{new string(']', 80)},\"actor\"", StringComparison.Ordinal))),
        ("more checkpoints than there ever are, with the key", 1, t => { var f = t.Forged(); f[BundleNames.Checkpoints] = [.. Enumerable.Repeat(f[BundleNames.Checkpoints], 1 + (ZipIn.Small / f[BundleNames.Checkpoints].Length)).SelectMany(b => b)]; f.Add("reports/room.csv", t.Random.GetItems(t.Bytes, 300_000)); return f.Zip(t.Key); }),
        ("a stamp that is none, with the key", 1, t => { byte[] comment = [.. t.Forged().Comment, .. "timestamp =AAA\n"u8]; return [.. t.Body, (byte)comment.Length, (byte)(comment.Length >> 8), .. comment]; }),
        ("bytes behind packed data, with the key", 2, t => Slack(t)),
        ("packed data without an end, with the key", 2, Endless),
        ("a bomb, with the key", 1, t => { var f = t.Forged(); f.Add("bomb", new byte[60_000_000]); return f.Zip(t.Key); }),
    ];

    [Fact]
    public async Task Are_all_found_by_both_verifiers_alike()
    {
        await using var bundled = await Bundled.Make();
        using var python = new PythonVerifier();
        using var other = SigningKey.FromPem(SigningKey.NewPem());
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"SEED={seed}");
        var target = new Target(bundled.Path, await File.ReadAllBytesAsync(bundled.Path, TestContext.Current.CancellationToken), bundled.Workspace.Get<SigningKey>(), other, new Random(seed));
        var path = Path.Combine(bundled.Workspace.Folder, "tampered.zip");
        var (wrong, said) = (new List<string>(), new SortedDictionary<string, int>(StringComparer.Ordinal));
        var order = Ways.SelectMany(w => Enumerable.Repeat(w, w.Weight)).ToList();
        for (var n = 0; n < Count; n++)
        {
            var way = n < Ways.Length ? Ways[n] : order[target.Random.Next(order.Count)];
            var bytes = way.Do(target);
            if (bytes.AsSpan().SequenceEqual(target.Bytes)) continue;
            await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
            var (ours, theirs) = (VerifyBundle.Of(path, bundled.Known).ToString(), await python.Judge(path, bundled.Known));
            if (!ours.StartsWith("DOES NOT FIT. ", StringComparison.Ordinal) || ours != theirs) wrong.Add($"{way.Name}: we say {ours}\n   python says {theirs}");
            said[$"{way.Name}: {ours.Split('\n')[0]}"] = said.GetValueOrDefault($"{way.Name}: {ours.Split('\n')[0]}") + 1;
        }

        if (Environment.GetEnvironmentVariable("KEEP") is { } keep) await File.WriteAllLinesAsync(Path.Combine(keep, "tampered.txt"), said.Select(s => $"{s.Value,4}  {s.Key}"), TestContext.Current.CancellationToken);
        Found.Nothing(wrong.Take(20));
    }

    private static byte[] Flipped(byte[] lawful, Random random)
    {
        var bytes = lawful[..];
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    private static Forgery Two(Target t, Action<Forgery, string, string> act)
    {
        var forgery = t.Forged();
        var names = t.Random.GetItems(forgery.Names.ToArray(), 2);
        act(forgery, names[0], names[1] == names[0] ? "README.txt" : names[1]);
        return forgery;
    }

    private static Forgery Edited(Target t)
    {
        var forgery = t.Forged();
        var name = t.Random.GetItems(forgery.Names.Where(n => n.EndsWith(".csv", StringComparison.Ordinal)).ToArray(), 1)[0];
        forgery[name] = Flipped(forgery[name], t.Random);
        return forgery;
    }

    private static byte[] Renamed(Target t)
    {
        var forgery = t.Forged();
        forgery[BundleNames.Signer] = Encoding.ASCII.GetBytes(t.Other.PublicKey + "\n");
        var body = forgery.Body();
        var comment = new BundleSeal(t.Key.Fingerprint, BundleSeal.Lowered(t.Other.SignHash(SHA256.HashData(body)))).Comment();
        return [.. body, (byte)comment.Length, (byte)(comment.Length >> 8), .. comment];
    }

    private static byte[] WithLines(Target t, string name, Action<List<string>> change)
    {
        var forgery = t.Forged();
        var lines = forgery.Lines(name).ToList();
        change(lines);
        forgery[name] = Forgery.Joined(lines);
        return forgery.Zip(t.Key);
    }

    private static byte[] WithLog(Target t, Action<List<string>> change) => WithLines(t, "ledger/000001.jsonl", change);

    /// <summary>A keep becomes a revoke, in the log, in the table, in all that follows: only somebody's older checkpoint tells.</summary>
    private static Forgery Rewritten(Target t, SigningKey key)
    {
        var forgery = t.Forged();
        var log = forgery.Log;
        var row = t.Random.GetItems([.. Enumerable.Range(0, log.Length).Where(i => log[i].Contains("\"decision\":\"keep\"", StringComparison.Ordinal))], 1)[0];
        log[row] = log[row].Replace("\"decision\":\"keep\"", "\"decision\":\"revoke\"", StringComparison.Ordinal);
        forgery.Log = log;
        forgery.Rechain(row + 1);
        var table = forgery.Lines("tables/decisions.csv");
        forgery["tables/decisions.csv"] = Forgery.Joined(table.Select(l => l.StartsWith(FormattableString.Invariant($"{row + 1},"), StringComparison.Ordinal) ? l.Replace(",keep,", ",revoke,", StringComparison.Ordinal) : l));
        forgery.Checkpoint(key);
        return forgery;
    }

    /// <summary>As if the last rows had never been: no trace of them in the bundle.</summary>
    private static Forgery Cut(Target t)
    {
        var forgery = t.Forged();
        var keep = t.Random.Next(4, forgery.Log.Length);
        forgery.Log = forgery.Log[..keep];
        foreach (var name in forgery.Names.Where(n => n.StartsWith("tables/", StringComparison.Ordinal)))
            forgery[name] = Forgery.Joined(forgery.Lines(name).Where((l, i) => i == 0 || int.Parse(l[..l.IndexOf(',', StringComparison.Ordinal)], CultureInfo.InvariantCulture) <= keep));
        forgery[BundleNames.Texts] = Forgery.Joined(forgery.Lines(BundleNames.Texts).Where(l => (int)System.Text.Json.Nodes.JsonNode.Parse(l)!["seq"]! <= keep));
        forgery.Rechain(keep);
        forgery.Checkpoint(t.Key);
        return forgery;
    }

    /// <summary>As if the period had begun later: nothing that is there is wrong, and the checkpoints fit.</summary>
    private static Forgery Beheaded(Target t)
    {
        var forgery = t.Forged();
        var log = forgery.Log;
        var gone = Array.FindIndex(log, l => l.Contains("\"item.decided\"", StringComparison.Ordinal)) + 1;
        forgery.Log = log[gone..];
        foreach (var name in forgery.Names.Where(n => n.StartsWith("tables/", StringComparison.Ordinal)))
            forgery[name] = Forgery.Joined(forgery.Lines(name).Where((l, i) => i == 0 || int.Parse(l[..l.IndexOf(',', StringComparison.Ordinal)], CultureInfo.InvariantCulture) > gone));
        foreach (var name in (string[])[BundleNames.Texts, BundleNames.Checkpoints])
            forgery[name] = Forgery.Joined(forgery.Lines(name).Where(l => (int)System.Text.Json.Nodes.JsonNode.Parse(l)!["seq"]! > gone));
        forgery.Remove(forgery.Names.Single(n => n.StartsWith("populations/", StringComparison.Ordinal)));
        forgery.About("log-first", (gone + 1).ToString(CultureInfo.InvariantCulture));
        forgery.About("log-before", Forgery.Hash(log[gone - 1]));
        return forgery;
    }

    private static string Sums(Forgery forgery)
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, forgery.Zip());
        using var zip = new ZipIn(path);
        var sums = Encoding.ASCII.GetString(zip.Read(BundleNames.Sums));
        File.Delete(path);
        return sums;
    }

    /// <summary>Each field of a header in turn: version, flags (encrypted, descriptor), method (stored), time, date, CRC, sizes, lengths, attributes, offset.</summary>
    private static byte[] Patched(Target t, bool central)
    {
        var body = t.Body;
        var directory = (int)BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(body.Length - 4));
        var at = central ? directory + 4 + t.Random.Next(42) : (int)BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(directory + 42)) + 4 + t.Random.Next(26);
        body[at] ^= (byte)(1 << t.Random.Next(4));
        return Forgery.Sealed(body, t.Key);
    }

    private static byte[] OtherSignature(Target t)
    {
        var seal = BundleSeal.Read(t.Forged().Comment)!;
        var order = BigInteger.Parse("0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var s = (order - new BigInteger(seal.Signature.AsSpan(32), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] signature = [.. seal.Signature[..32], .. new byte[32 - s.Length], .. s];
        var comment = (seal with { Signature = signature }).Comment();
        return [.. t.Body, (byte)comment.Length, (byte)(comment.Length >> 8), .. comment];
    }

    /// <summary>The last file's packed data is followed by what no program unpacks, and both headers count it in.</summary>
    private static byte[] Slack(Target t)
    {
        var body = t.Body;
        var directory = (int)BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(body.Length - 4));
        var last = body.AsSpan(directory).LastIndexOf("PK\x1\x2"u8) + directory;
        var local = (int)BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(last + 42));
        var hidden = "hidden"u8;
        foreach (var at in (int[])[last + 20, local + 18]) BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(at), BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(at)) + (uint)hidden.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(body.Length - 4), (uint)(directory + hidden.Length));
        return Forgery.Sealed([.. body[..directory], .. hidden, .. body[directory..]], t.Key);
    }

    /// <summary>The last file's packed data ends before its last block says so, though all of its content is there.</summary>
    private static byte[] Endless(Target t)
    {
        var body = t.Body;
        var directory = (int)BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(body.Length - 4));
        var last = body.AsSpan(directory).LastIndexOf("PK\x1\x2"u8) + directory;
        var local = (int)BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(last + 42));
        using var packed = new MemoryStream();
        using (var deflate = new System.IO.Compression.DeflateStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(Encoding.ASCII.GetBytes(Sums(t.Forged())));
            deflate.Flush();
            byte[] unfinished = [.. body[..(local + 30 + BundleNames.Sums.Length)], .. packed.ToArray(), .. body[directory..]];
            var length = (uint)packed.Length;
            BinaryPrimitives.WriteUInt32LittleEndian(unfinished.AsSpan(local + 18), length);
            BinaryPrimitives.WriteUInt32LittleEndian(unfinished.AsSpan(local + 30 + BundleNames.Sums.Length + (int)length + (last - directory) + 20), length);
            BinaryPrimitives.WriteUInt32LittleEndian(unfinished.AsSpan(unfinished.Length - 4), (uint)(local + 30 + BundleNames.Sums.Length) + length);
            return Forgery.Sealed(unfinished, t.Key);
        }
    }
}
