namespace ChatOpsCompliance.Server.Chat.Local;

/// <summary>The style sheet and the script, out of the program itself.</summary>
internal static class LocalAssets
{
    private static readonly Dictionary<string, (byte[] Content, string Type)> All = new()
    {
        ["chat.css"] = (Load("chat.css"), "text/css; charset=utf-8"),
        ["chat.js"] = (Load("chat.js"), "text/javascript; charset=utf-8"),
    };

    public static IResult Get(string name) =>
        All.TryGetValue(name, out var asset) ? TypedResults.Bytes(asset.Content, asset.Type) : TypedResults.NotFound();

    private static byte[] Load(string name)
    {
        using var embedded = typeof(LocalAssets).Assembly.GetManifestResourceStream(typeof(LocalAssets), name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var content = new MemoryStream();
        embedded.CopyTo(content);
        return content.ToArray();
    }
}
