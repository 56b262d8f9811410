using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>Files that are gone when the bundle is made, in the folder where it is made: what can't be written yet does not wait in memory.</summary>
internal sealed class Scratch(string folder) : IAsyncDisposable
{
    private readonly List<FileStream> files = [];

    public Stream File()
    {
        files.Add(ScratchFile.New(folder));
        return files[^1];
    }

    /// <summary>In the same folder, gone before this one is.</summary>
    public Scratch Another() => new(folder);

    public async ValueTask DisposeAsync()
    {
        foreach (var file in files) await file.DisposeAsync();
    }
}

internal static class ScratchFiles
{
    /// <summary>From its beginning, whatever was written to it.</summary>
    public static Task CopyBack(this Stream file, Stream to)
    {
        file.Position = 0;
        return file.CopyToAsync(to);
    }
}
