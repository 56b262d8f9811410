using System.Reflection;

namespace ChatOpsCompliance.Server.Console;

/// <summary>The style sheets, out of the program itself: the one of the chat pages, and what the console adds.</summary>
internal static class ConsoleAssets
{
    private static readonly Dictionary<string, byte[]> All = new(StringComparer.Ordinal)
    {
        ["base.css"] = Load("Chat.Local.chat.css"),
        ["console.css"] = Load("Console.console.css"),
    };

    public static IResult Get(string name) => All.TryGetValue(name, out var content) ? TypedResults.Bytes(content, "text/css; charset=utf-8") : TypedResults.NotFound();

    private static byte[] Load(string name)
    {
        using var embedded = Assembly.GetExecutingAssembly().GetManifestResourceStream($"ChatOpsCompliance.Server.{name}") ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var content = new MemoryStream();
        embedded.CopyTo(content);
        return content.ToArray();
    }
}
