namespace ChatOpsCompliance;

/// <summary>Names as settings write them: <c>*</c> stands for anything, upper and lower case are the same.</summary>
public static class Pattern
{
    public static bool Matches(string name, string pattern)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1) return name.Equals(pattern, StringComparison.OrdinalIgnoreCase);
        if (name.Length < parts[0].Length + parts[^1].Length || !name.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase) || !name.EndsWith(parts[^1], StringComparison.OrdinalIgnoreCase)) return false;
        var rest = name.AsSpan(parts[0].Length, name.Length - parts[0].Length - parts[^1].Length);
        foreach (var part in parts[1..^1])
        {
            var at = rest.IndexOf(part, StringComparison.OrdinalIgnoreCase);
            if (at < 0) return false;
            rest = rest[(at + part.Length)..];
        }

        return true;
    }
}
