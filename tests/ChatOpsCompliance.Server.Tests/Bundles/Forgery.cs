using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Server.Bundles;
using ChatOpsCompliance.Server.Evidence;

namespace ChatOpsCompliance.Server.Tests.Bundles;

/// <summary>A bundle taken apart, to be put together again as somebody would who wants it to say something else.</summary>
internal sealed class Forgery
{
    private readonly List<(string Name, byte[] Content)> files = [];

    private Forgery()
    {
    }

    public byte[] Comment { get; private init; } = [];

    public IReadOnlyList<string> Names => [.. files.Select(f => f.Name)];

    public string[] Log { get => Lines("ledger/000001.jsonl"); set => this["ledger/000001.jsonl"] = Joined(value); }

    public byte[] this[string name]
    {
        get => files.Single(f => f.Name == name).Content;
        set => files[files.FindIndex(f => f.Name == name)] = (name, value);
    }

    public static Forgery Of(string path)
    {
        using var zip = new ZipIn(path);
        var forgery = new Forgery { Comment = File.ReadAllBytes(path)[(int)(zip.Signed + 2)..] };
        foreach (var name in zip.Names.SkipLast(1)) forgery.files.Add((name, zip.Read(name)));
        return forgery;
    }

    public static byte[] Joined(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n")));

    public string Text(string name) => Encoding.UTF8.GetString(this[name]);

    public string[] Lines(string name) => Text(name).TrimEnd('\n').Split('\n');

    public void Add(string name, byte[] content) => files.Add((name, content));

    public void Remove(string name) => files.RemoveAll(f => f.Name == name);

    public void Swap(string one, string other) => (this[one], this[other]) = (this[other], this[one]);

    public void Replace(string name, string was, string with) => this[name] = Encoding.UTF8.GetBytes(Text(name).Replace(was, with, StringComparison.Ordinal));

    /// <summary>The rows from one on chained anew, the log and what bundle.txt says of it; the tables' lines of changed rows too.</summary>
    public void Rechain(int from)
    {
        var log = Log;
        for (var i = Math.Max(1, from); i < log.Length; i++)
        {
            var row = JsonNode.Parse(log[i])!;
            log[i] = log[i].Replace($"\"prev\":\"{row["prev"]}\"", $"\"prev\":\"{Hash(log[i - 1])}\"", StringComparison.Ordinal);
        }

        Log = log;
        About("log-last", JsonNode.Parse(log[^1])!["seq"]!.ToString());
        About("log-hash", Hash(log[^1]));
    }

    public void About(string name, string value) => this[BundleNames.About] = Encoding.UTF8.GetBytes(string.Join('\n', Text(BundleNames.About).Split('\n').Select(l => l.StartsWith(name + " ", StringComparison.Ordinal) ? $"{name} {value}" : l)));

    /// <summary>Checkpoints of the log as it is now, signed by whoever has a key.</summary>
    public void Checkpoint(SigningKey key)
    {
        var log = Log;
        this[BundleNames.Checkpoints] = Joined(Lines(BundleNames.Checkpoints).Where(l => l.Length > 0).Select(l => JsonNode.Parse(l)!).Where(c => (int)c["seq"]! <= log.Length).Select(c =>
            System.Text.Json.JsonSerializer.Serialize(key.Sign((long)c["seq"]!, Hash(log[(int)c["seq"]! - 1]), DateTimeOffset.Parse((string)c["at"]!, CultureInfo.InvariantCulture)), SignCheckpoint.Line)));
    }

    /// <summary>Whose bundle it says it is becomes another's.</summary>
    public void SignedBy(SigningKey key)
    {
        this[BundleNames.Signer] = Encoding.ASCII.GetBytes(key.PublicKey + "\n");
        About("signer", key.Fingerprint);
        Checkpoint(key);
    }

    /// <summary>Put together again, with the old seal.</summary>
    public byte[] Zip(bool newSums = true, string? sums = null) => [.. Body(newSums, sums), .. Length(Comment), .. Comment];

    /// <summary>Put together again and signed.</summary>
    public byte[] Zip(SigningKey key, string? sums = null) => Sealed(Body(true, sums), key);

    public static byte[] Sealed(byte[] body, SigningKey key)
    {
        var comment = new BundleSeal(key.Fingerprint, BundleSeal.Lowered(key.SignHash(SHA256.HashData(body)))).Comment();
        return [.. body, .. Length(comment), .. comment];
    }

    public byte[] Body(bool newSums = true, string? sums = null, IEnumerable<string>? twice = null)
    {
        using var file = new MemoryStream();
        var zip = new ZipOut(file);
        foreach (var (name, content) in files) zip.Add(name, content).GetAwaiter().GetResult();
        foreach (var name in twice ?? []) zip.Add(name, this[name]).GetAwaiter().GetResult();
        zip.Add(BundleNames.Sums, sums ?? (newSums ? zip.Sums : OldSums)).GetAwaiter().GetResult();
        zip.Finish().GetAwaiter().GetResult();
        return file.ToArray();
    }

    public string OldSums { get; set; } = "";

    public static string Hash(string line) => Hash(Encoding.UTF8.GetBytes(line));

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Length(byte[] comment) => [(byte)comment.Length, (byte)(comment.Length >> 8)];
}
