using System.Reflection;

namespace ChatOpsCompliance.Server.Console;

/// <summary>The style sheets and the script, out of the program itself: the style of the chat pages, and what the console adds.</summary>
internal static class ConsoleAssets
{
    private static readonly Dictionary<string, (byte[] Content, string Type)> All = new(StringComparer.Ordinal)
    {
        ["base.css"] = (Load("Chat.Local.chat.css"), "text/css; charset=utf-8"),
        ["console.css"] = (Load("Console.console.css"), "text/css; charset=utf-8"),
        ["table.js"] = (Load("Console.table.js"), "text/javascript; charset=utf-8"),
    };

    public static IResult Get(string name) => All.TryGetValue(name, out var asset) ? TypedResults.Bytes(asset.Content, asset.Type) : TypedResults.NotFound();

    private static byte[] Load(string name)
    {
        using var embedded = Assembly.GetExecutingAssembly().GetManifestResourceStream($"ChatOpsCompliance.Server.{name}") ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var content = new MemoryStream();
        embedded.CopyTo(content);
        return content.ToArray();
    }
}
