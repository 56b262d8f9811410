using System.Text.RegularExpressions;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>A repository as GitHub names it, <c>owner/name</c>.</summary>
internal sealed partial record GitHubName(string Owner, string Name)
{
    /// <summary>Relative to the API's base address.</summary>
    public string Path => $"repos/{Owner}/{Name}";

    /// <summary>Null when it is no such name: it goes into addresses.</summary>
    public static GitHubName? Parse(string text) =>
        Form().Match(text) is { Success: true } m && m.Groups["name"].Value is not ("." or "..") ? new(m.Groups["owner"].Value, m.Groups["name"].Value) : null;

    public override string ToString() => $"{Owner}/{Name}";

    [GeneratedRegex("^(?<owner>[A-Za-z0-9][A-Za-z0-9_-]{0,99})/(?<name>[A-Za-z0-9._-]{1,100})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
