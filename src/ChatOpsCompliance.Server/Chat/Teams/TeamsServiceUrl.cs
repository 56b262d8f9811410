namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>
/// Where an activity says that its answer is to go. Our token goes there too, so it must be what the activity's own token names, and beyond that an address
/// as Teams has them: https on its usual port, a name and no number, written as it is read.
/// </summary>
internal static class TeamsServiceUrl
{
    private const int Longest = 500;

    /// <summary>Null when nothing may be sent there.</summary>
    /// <param name="onThisMachine">A stand-in of Teams is used: then it is this machine, and no other.</param>
    public static Uri? Read(string? text, bool onThisMachine)
    {
        if (text is null or { Length: > Longest } || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0) return null;
        // What is read otherwise than it is written (dots, escapes, other alphabets, numbers for an address) is read otherwise by somebody else, too.
        if (!string.Equals(url.AbsoluteUri.TrimEnd('/'), text.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)) return null;
        if (onThisMachine) return url.IsLoopback && url.Scheme is "http" or "https" ? url : null;
        return url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && url.HostNameType == UriHostNameType.Dns && !url.IsLoopback && url.Host.Contains('.', StringComparison.Ordinal) ? url : null;
    }
}
