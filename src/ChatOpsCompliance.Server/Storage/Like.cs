namespace ChatOpsCompliance.Server.Storage;

/// <summary>What is looked for as a part of a text, as <c>like … escape '\'</c> takes it in either engine.</summary>
internal static class Like
{
    /// <summary>Null looks for nothing.</summary>
    public static string? Part(string? text) => string.IsNullOrWhiteSpace(text) ? null : $"%{Literal(text.Trim())}%";

    /// <summary>What LIKE takes for a pattern stands for itself.</summary>
    private static string Literal(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal);
}
