using Microsoft.Win32.SafeHandles;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>
/// A part of a file, read forward. Its last byte comes by itself: whoever unpacks it and stops earlier leaves it unread, which shows that
/// something stands behind the packed data.
/// </summary>
internal sealed class ZipSlice(SafeFileHandle file, long start, long length) : Stream
{
    private long position;

    /// <summary>Whoever reads it wanted more than there is: what is packed in it has no end.</summary>
    public bool TooShort { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => position; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var left = length - position;
        if (left == 0)
        {
            TooShort = true;
            return 0;
        }

        var read = RandomAccess.Read(file, buffer[..(int)Math.Min(buffer.Length, left > 1 ? left - 1 : 1)], start + position);
        position += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
