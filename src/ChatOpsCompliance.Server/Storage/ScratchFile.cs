namespace ChatOpsCompliance.Server.Storage;

/// <summary>Files for what is too much to be kept in memory meanwhile: nobody else reads them, and they are gone when they are closed.</summary>
internal static class ScratchFile
{
    /// <param name="folder">Null for the system's temporary one (<c>TMPDIR</c>).</param>
    /// <param name="buffer">Small for what is read here and there.</param>
    public static FileStream New(string? folder = null, int buffer = 65_536)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose, BufferSize = buffer };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(Path.Combine(folder ?? Path.GetTempPath(), $".compliance-{Guid.NewGuid():N}.part"), options);
    }
}
