using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ChatOpsCompliance.Evidence;

/// <summary>
/// One row of the ledger. Its hash is the SHA-256 of one line of JSON, keys in alphabetical order, no white space:
/// <c>{"actor":…,"at":…,"body":…,"kind":…,"prev":…,"seq":…,"subject":…}</c>; anybody with a SHA-256 tool can check it.
/// </summary>
/// <param name="Seq">1, 2, 3 … without a gap.</param>
/// <param name="At">UTC, <c>yyyy-MM-ddTHH:mm:ss.ffffffZ</c>.</param>
/// <param name="Actor">The actor as JSON.</param>
/// <param name="Body">The fact as canonical JSON: keys in alphabetical order, no white space.</param>
/// <param name="Prev">The hash of the row before, lower-case hex; 64 zeros before the first.</param>
public sealed record LedgerEntry(long Seq, string At, string Kind, string Subject, string Actor, string Body, string Prev)
{
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    public string Hash() => new LedgerHasher().Hash(this);

    /// <summary>Made from the round-trip form, which has a seventh digit and a path of its own that is ten times as fast as a pattern.</summary>
    public static string Time(DateTimeOffset at)
    {
        Span<char> text = stackalloc char[28];
        at.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        text[26] = 'Z';
        return new(text[..27]);
    }
}

/// <summary>Hashes ledger rows one after the other with one buffer.</summary>
public sealed class LedgerHasher
{
    private readonly ArrayBufferWriter<byte> line = new(1024);

    /// <summary>Lower-case hex.</summary>
    public string Hash(LedgerEntry e)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Line(e), hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>The line that is hashed, as UTF-8; valid until the next call.</summary>
    public ReadOnlySpan<byte> Line(LedgerEntry e)
    {
        line.ResetWrittenCount();
        Raw("{\"actor\":"u8);
        Text(e.Actor);
        Raw(",\"at\":\""u8);
        Text(e.At);
        Raw("\",\"body\":"u8);
        Text(e.Body);
        Raw(",\"kind\":"u8);
        Quoted(e.Kind);
        Raw(",\"prev\":\""u8);
        Text(e.Prev);
        Raw("\",\"seq\":"u8);
        e.Seq.TryFormat(line.GetSpan(20), out var written, default, CultureInfo.InvariantCulture);
        line.Advance(written);
        Raw(",\"subject\":"u8);
        Quoted(e.Subject);
        Raw("}"u8);
        return line.WrittenSpan;
    }

    private void Raw(ReadOnlySpan<byte> bytes) => line.Write(bytes);

    private void Text(string text)
    {
        var span = line.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        line.Advance(Encoding.UTF8.GetBytes(text, span));
    }

    private void Quoted(string text)
    {
        Raw("\""u8);
        Text(text.AsSpan().IndexOfAny("\"\\") < 0 && !text.AsSpan().ContainsAnyInRange('\0', '\x1f') ? text : JsonEncodedText.Encode(text).Value);
        Raw("\""u8);
    }
}
