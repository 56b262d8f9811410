using AngleSharp.Io.Dom;

namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>A file chosen in a form of Local chat.</summary>
internal sealed class LocalPageFile(string name, byte[] content) : IFile
{
    public string Name => name;

    public DateTime LastModified => DateTime.UnixEpoch;

    public int Length => content.Length;

    public string Type => "application/octet-stream";

    public Stream Body => new MemoryStream(content);

    public bool IsClosed => false;

    public IBlob Slice(int start = 0, int end = int.MaxValue, string? contentType = null) => throw new NotSupportedException();

    public void Close()
    {
    }

    public void Dispose()
    {
    }
}
