using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>
/// Writes a zip as plain as one can be: every entry deflated, one after the other, no extras, no descriptors, no zip64, one date. So two
/// readers can't disagree about it, and the same contents are the same bytes.
/// </summary>
/// <param name="file">Seekable; written from its beginning.</param>
internal sealed class ZipOut(Stream file)
{
    private const int Version = 20, Deflated = 8, Date = 33; // 1980-01-01

    /// <summary>How nothing is deflated: one last block without content. The library writes no block at all.</summary>
    private static readonly byte[] Nothing = [3, 0];

    private readonly ArrayBufferWriter<byte> directory = new();
    private readonly StringBuilder sums = new();
    private int count;

    /// <summary>Lower-case hex of each file and its name, as sha256sum writes and reads them.</summary>
    public string Sums => sums.ToString();

    public Task Add(string name, byte[] content) => Add(name, async s => await s.WriteAsync(content));

    public Task Add(string name, string content) => Add(name, Encoding.UTF8.GetBytes(content));

    /// <exception cref="LargerThanAZip">Past 4 GB.</exception>
    public async Task Add(string name, Func<Stream, Task> write)
    {
        var (start, header) = (file.Position, new byte[30 + name.Length]);
        await file.WriteAsync(header);
        using var measured = new Measured(new DeflateStream(file, CompressionLevel.Optimal, leaveOpen: true));
        await write(measured);
        await measured.DisposeAsync();
        if (measured.Count == 0) await file.WriteAsync(Nothing);
        var end = file.Position;
        if (end > uint.MaxValue - 1 || measured.Count > uint.MaxValue - 1) throw new LargerThanAZip();
        var (packed, plain) = ((uint)(end - start - header.Length), (uint)measured.Count);
        file.Position = start;
        await file.WriteAsync(Local(name, measured.Crc, packed, plain));
        file.Position = end;
        directory.Write(Central(name, measured.Crc, packed, plain, (uint)start));
        directory.Write(Encoding.ASCII.GetBytes(name));
        count++;
        sums.Append(measured.Hash).Append("  ").Append(name).Append('\n');
    }

    /// <summary>The directory and the fixed part of the end, without the comment's length: all that is signed.</summary>
    public async Task Finish()
    {
        var start = file.Position;
        await file.WriteAsync(directory.WrittenMemory);
        if (file.Position > uint.MaxValue - 1 || count > ushort.MaxValue - 1) throw new LargerThanAZip();
        var end = new byte[20];
        "PK\x5\x6"u8.CopyTo(end);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)count);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)directory.WrittenCount);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), (uint)start);
        await file.WriteAsync(end);
    }

    public async Task Seal(byte[] comment)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, checked((ushort)comment.Length));
        await file.WriteAsync(length);
        await file.WriteAsync(comment);
    }

    /// <summary>What stands before a file, its name included.</summary>
    internal static byte[] Local(string name, uint crc, uint packed, uint plain) => [.. "PK\x3\x4"u8, .. Fields(name, crc, packed, plain), .. Encoding.Latin1.GetBytes(name)];

    /// <summary>What the directory says of a file, before its name.</summary>
    internal static byte[] Central(string name, uint crc, uint packed, uint plain, uint start)
    {
        var made = new byte[46];
        "PK\x1\x2"u8.CopyTo(made);
        BinaryPrimitives.WriteUInt16LittleEndian(made.AsSpan(4), Version);
        Fields(name, crc, packed, plain).CopyTo(made, 6);
        BinaryPrimitives.WriteUInt32LittleEndian(made.AsSpan(42), start);
        return made;
    }

    /// <summary>What both say alike, from the version needed to the length of the extras, of which there are none.</summary>
    private static byte[] Fields(string name, uint crc, uint packed, uint plain)
    {
        var fields = new byte[26];
        BinaryPrimitives.WriteUInt16LittleEndian(fields, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(fields.AsSpan(4), Deflated);
        BinaryPrimitives.WriteUInt16LittleEndian(fields.AsSpan(8), Date);
        BinaryPrimitives.WriteUInt32LittleEndian(fields.AsSpan(10), crc);
        BinaryPrimitives.WriteUInt32LittleEndian(fields.AsSpan(14), packed);
        BinaryPrimitives.WriteUInt32LittleEndian(fields.AsSpan(18), plain);
        BinaryPrimitives.WriteUInt16LittleEndian(fields.AsSpan(22), (ushort)name.Length);
        return fields;
    }
}

/// <summary>It does not fit into a zip that every program reads.</summary>
internal sealed class LargerThanAZip() : IOException("The bundle would be larger than 4 GB.");
