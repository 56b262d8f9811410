namespace ChatOpsCompliance.Server.Tests;

/// <summary>The folder the tests were built from: source rules and approved files are read there.</summary>
internal static class Checkout
{
    public static readonly string Root = Find();

    /// <summary>The C# files below a folder of the checkout, with their paths relative to it.</summary>
    public static IEnumerable<(string Path, string[] Lines)> Code(string folder) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
        where !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal)
        orderby path
        select (path, File.ReadAllLines(file));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ChatOpsCompliance.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"No ChatOpsCompliance.sln above {AppContext.BaseDirectory}: run the tests from the checkout.");
    }
}
