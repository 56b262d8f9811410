using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>
/// Reads a bundle as <see cref="ZipOut"/> writes it, and nothing else that is called a zip: one way to read it leaves no room for two. Bounded
/// whatever it is given: the directory, a line and what is unpacked have limits, and nothing is written anywhere.
/// </summary>
internal sealed partial class ZipIn : IDisposable
{
    public const int Small = 1 << 24, LongestLine = 1 << 20;

    private const string BadEnd = "The end of the file is not that of a bundle: it was cut, added to or changed.";

    private readonly SafeFileHandle file;
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly long size;

    public ZipIn(string path)
    {
        file = File.OpenHandle(path);
        try
        {
            size = RandomAccess.GetLength(file);
            var tail = Bytes(Math.Max(0, size - 65_557), (int)Math.Min(size, 65_557));
            var at = tail.AsSpan().LastIndexOf("PK\x5\x6"u8);
            DoesNotFit.Unless(size < 1L << 32 && at >= 0 && tail.Length - at >= 22, BadEnd);
            var end = tail.AsSpan(at, 22);
            var (count, length, start) = (BinaryPrimitives.ReadUInt16LittleEndian(end[10..]), BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), BinaryPrimitives.ReadUInt32LittleEndian(end[16..]));
            Signed = size - tail.Length + at + 20;
            var comment = tail.AsSpan(at + 22);
            DoesNotFit.Unless(BundleSeal.Read(comment) is { } seal && BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) == comment.Length && BinaryPrimitives.ReadUInt32LittleEndian(end[4..]) == 0 && BinaryPrimitives.ReadUInt16LittleEndian(end[8..]) == count && (long)start + length == Signed - 20 && length <= Small, BadEnd);
            Seal = BundleSeal.Read(comment)!;
            Directory(count, start, Bytes(start, (int)length));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public BundleSeal Seal { get; }

    /// <summary>How many bytes, from the first on, the signature is over.</summary>
    public long Signed { get; }

    public List<string> Names { get; } = [];

    public bool Has(string name) => entries.ContainsKey(name);

    /// <summary>Unpacked, in bytes; nothing when it is not there.</summary>
    public long Size(string name) => entries.GetValueOrDefault(name).Plain;

    public Stream SignedBytes() => new ZipSlice(file, 0, Signed);

    /// <summary>A file of the bundle, unpacked, some at a time. The memory is valid until the next.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Chunks(string name)
    {
        if (!entries.TryGetValue(name, out var entry)) throw new DoesNotFit($"{name} is not there.");
        var (wrong, crc, got) = ($"{name} does not unpack to what the zip says of it.", new Crc32(), 0L);
        using var packed = new ZipSlice(file, entry.At, entry.Packed);
        using var unpacked = new DeflateStream(packed, CompressionMode.Decompress);
        var buffer = new byte[65_536];
        for (var read = Some(unpacked, buffer, wrong); read > 0; read = Some(unpacked, buffer, wrong))
        {
            crc.Append(buffer.AsSpan(0, read));
            DoesNotFit.Unless((got += read) <= entry.Plain, wrong);
            yield return buffer.AsMemory(0, read);
        }

        DoesNotFit.Unless(packed.Position == entry.Packed && !packed.TooShort && got == entry.Plain && crc.GetCurrentHashAsUInt32() == entry.Crc, wrong);
    }

    /// <summary>A file that is small, whole.</summary>
    public byte[] Read(string name)
    {
        DoesNotFit.Unless(!entries.TryGetValue(name, out var entry) || entry.Plain <= Small, $"{name} is larger than it ever is.");
        using var whole = new MemoryStream();
        foreach (var chunk in Chunks(name)) whole.Write(chunk.Span);
        return whole.ToArray();
    }

    public string Text(string name) => Encoding.Latin1.GetString(Read(name));

    /// <summary>Its lines, without their ends. The memory is valid until the next.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Lines(string name)
    {
        var (rest, tooLong) = (new MemoryStream(), $"{name} has a line longer than any ever is.");
        foreach (var chunk in Chunks(name))
        {
            var from = chunk;
            for (var at = from.Span.IndexOf((byte)'\n'); at >= 0; at = from.Span.IndexOf((byte)'\n'))
            {
                DoesNotFit.Unless(rest.Length + at <= LongestLine, tooLong);
                rest.Write(from.Span[..at]);
                yield return rest.GetBuffer().AsMemory(0, (int)rest.Length);
                rest.SetLength(0);
                from = from[(at + 1)..];
            }

            DoesNotFit.Unless(rest.Length + from.Length <= LongestLine, tooLong);
            rest.Write(from.Span);
        }

        DoesNotFit.Unless(rest.Length == 0, $"{name} ends in the middle of a line.");
    }

    public void Dispose() => file.Dispose();

    private static int Some(DeflateStream from, byte[] buffer, string wrong)
    {
        try
        {
            return from.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw new DoesNotFit(wrong);
        }
    }

    /// <summary>Entry after entry from the first byte on, each with the headers that <see cref="ZipOut"/> gives it.</summary>
    private void Directory(int count, uint start, byte[] directory)
    {
        var (at, begin, total, seen) = (0, 0L, 0L, new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        for (var number = 1; number <= count; number++)
        {
            var wrong = FormattableString.Invariant($"Entry {number} of the zip is not as a bundle has it: its headers disagree, its name is not allowed, or something stands between the files.");
            DoesNotFit.Unless(directory.Length >= at + 46, wrong);
            var fields = directory.AsSpan(at + 16, 14);
            var (crc, packed, plain, letters) = (BinaryPrimitives.ReadUInt32LittleEndian(fields), BinaryPrimitives.ReadUInt32LittleEndian(fields[4..]), BinaryPrimitives.ReadUInt32LittleEndian(fields[8..]), BinaryPrimitives.ReadUInt16LittleEndian(fields[12..]));
            DoesNotFit.Unless(directory.Length >= at + 46 + letters && letters <= 200, wrong);
            var name = Encoding.Latin1.GetString(directory, at + 46, letters);
            DoesNotFit.Unless(Name().IsMatch(name) && seen.Add(name), wrong);
            DoesNotFit.Unless(directory.AsSpan(at, 46).SequenceEqual(ZipOut.Central(name, crc, packed, plain, (uint)begin)) && Bytes(begin, 30 + letters).AsSpan().SequenceEqual(ZipOut.Local(name, crc, packed, plain)), wrong);
            entries.Add(name, new(begin + 30 + letters, packed, plain, crc));
            Names.Add(name);
            at += 46 + letters;
            begin += 30 + letters + packed;
            total += plain;
            DoesNotFit.Unless(begin <= start && total <= (100 * size) + 10_000_000, wrong);
        }

        DoesNotFit.Unless(at == directory.Length && begin == start, FormattableString.Invariant($"The zip has {count} files, and something else stands before, between or behind them."));
    }

    /// <summary>Fewer when the file ends before.</summary>
    private byte[] Bytes(long at, int count)
    {
        var bytes = new byte[count];
        var got = 0;
        for (var read = 1; got < count && read > 0; got += read) read = RandomAccess.Read(file, bytes.AsSpan(got), at + got);
        return bytes[..got];
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Name();

    private readonly record struct Entry(long At, long Packed, long Plain, uint Crc);
}

/// <summary>The first thing of a bundle that does not fit, as a sentence.</summary>
internal sealed class DoesNotFit(string what) : Exception(what)
{
    public static void Unless(bool fits, string otherwise)
    {
        if (!fits) throw new DoesNotFit(otherwise);
    }
}
